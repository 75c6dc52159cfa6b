"""Setting up second factors, and turning them off."""

import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.custom_types import Combinable

from portal import database
from portal.accounts import links
from portal.accounts.factors import guessing, halfway, queries, recovery
from portal.accounts.factors.method import Tools
from portal.accounts.factors.tables import FactorKind, RecoveryCode, SecondFactor
from portal.accounts.tables import Account, LinkPurpose
from portal.audit.operations import record
from portal.errors import Conflict, NotFound
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.web import sessions

LONGEST_NAME = 80
UNPROVEN_FOR = datetime.timedelta(days=7)


async def begin(account: UUID, kind: FactorKind, secret: str, *, tools: Tools, name: str = "") -> SecondFactor:
    """Keep a factor that is still to be proven, instead of an earlier one of its kind that never was.

    It counts for nothing until `confirm`.
    """
    factor = SecondFactor(id=uuid4(), account=account, kind=kind.value, name=name, created_at=tools.clock.now())
    factor.secret = tools.seal(factor.id, secret)
    async with database.transaction():
        await SecondFactor.delete().where(_unproven(account, kind))
        await factor.save()
    return factor


async def begun(account: UUID, kind: FactorKind) -> SecondFactor | None:
    """The factor of this kind that is still to be proven."""
    return await SecondFactor.objects().where(_unproven(account, kind)).first()


async def confirm(
    factor: SecondFactor, account: UUID, *, tools: Tools, token: str = "", news: EventKind = EventKind.FACTOR_ADDED
) -> str | None:
    """Let a factor count that its owner just proved, end every session but this one (`token`), and mail them the news.

    Returns the recovery code, to be shown once, where the person had none; raises `NotFound` for whoever comes second.
    """
    now = tools.clock.now()
    async with database.transaction():
        await guessing.hold(account)
        unproven = (SecondFactor.id == factor.id) & _unproven(account, FactorKind(factor.kind))
        values: dict[Column | str, Any] = {SecondFactor.confirmed_at: now, SecondFactor.used_at: now}
        if not await SecondFactor.update(values).where(unproven).returning(SecondFactor.id):
            raise NotFound
        await sessions.end_others(account, token)
        await halfway.close_all(account)
        await tell(account, news, now=now)
        await record("factor_added", at=now, actor=account, subject=factor.id, kind=factor.kind)
        if await RecoveryCode.exists().where(RecoveryCode.account == account):
            return None
        return await recovery.renew(account, now=now)


async def forget(*, now: datetime.datetime) -> None:
    """Remove the factors that somebody began to set up a week ago and never proved."""
    old = "confirmed_at IS NULL AND created_at < {} ORDER BY created_at"
    await database.remove("second_factor", old, now - UNPROVEN_FOR)


async def rename(factor: UUID, account: UUID, name: str, *, now: datetime.datetime) -> None:
    """Call a factor something else, unless the name is empty; raises `NotFound`."""
    is_it = (SecondFactor.id == factor) & (SecondFactor.account == account) & SecondFactor.confirmed_at.is_not_null()
    async with database.transaction():
        if not await SecondFactor.exists().where(is_it):
            raise NotFound
        if name:
            await SecondFactor.update({SecondFactor.name: name[:LONGEST_NAME]}).where(is_it)
            await record("factor_renamed", at=now, actor=account, subject=factor)


async def turn_off(
    factor: UUID, account: UUID, *, tools: Tools, token: str, is_last: bool, password_hash: str = ""
) -> None:
    """Take a factor away, with the recovery code where it was the last; the other sessions end, the person is told.

    Of one that is the last (`is_last`), `password_hash` is of the password that holds from then on, where the present
    one is too short to stand alone. Raises `NotFound`, or `Conflict` for one that has become the last meanwhile.
    """
    now = tools.clock.now()
    async with database.transaction():
        await guessing.hold(account)
        is_it = (
            (SecondFactor.id == factor) & (SecondFactor.account == account) & SecondFactor.confirmed_at.is_not_null()
        )
        gone = await SecondFactor.delete().where(is_it).returning(SecondFactor.kind)
        if not gone:
            raise NotFound
        if not await queries.confirmed(account):
            if not is_last:
                raise Conflict
            await RecoveryCode.delete().where(RecoveryCode.account == account)
        if password_hash:
            values: dict[Column | str, Any] = {Account.password_hash: password_hash, Account.password_changed_at: now}
            await Account.update(values).where(Account.id == account)
            await links.void(account, LinkPurpose.RESET, LinkPurpose.INVITATION, now=now)
            await tell(account, EventKind.PASSWORD_CHANGED, now=now)
            await record("password_changed", at=now, actor=account)
        await halfway.close_all(account)
        await sessions.end_others(account, token)
        await tell(account, EventKind.FACTOR_REMOVED, now=now)
        await record("factor_removed", at=now, actor=account, subject=factor, kind=gone[0]["kind"])


async def make_recovery_code(account: UUID, *, tools: Tools) -> str:
    """Replace the recovery code, and tell the person by e-mail; the code is in the answer only."""
    now = tools.clock.now()
    async with database.transaction():
        await tell(account, EventKind.RECOVERY_CODE_MADE, now=now)
        await record("recovery_code_made", at=now, actor=account)
        return await recovery.renew(account, now=now)


async def keep_recovery_code(account: UUID, *, tools: Tools) -> None:
    """Note that the person says to have kept the recovery code."""
    now = tools.clock.now()
    async with database.transaction():
        await recovery.keep(account, now=now)
        await record("recovery_code_kept", at=now, actor=account)


def _unproven(account: UUID, kind: FactorKind) -> Combinable:
    of_account = (SecondFactor.account == account) & (SecondFactor.kind == kind.value)
    return of_account & SecondFactor.confirmed_at.is_null()
