"""Setting up second factors, and turning them off."""

from uuid import UUID, uuid4

from piccolo.custom_types import Combinable

from portal import database
from portal.accounts.factors import guessing, recovery
from portal.accounts.factors.method import Tools
from portal.accounts.factors.tables import FactorKind, RecoveryCode, SecondFactor
from portal.audit.operations import record
from portal.errors import NotFound
from portal.outbox.events import EventKind
from portal.outbox.operations import tell


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


async def confirm(factor: SecondFactor, account: UUID, *, tools: Tools) -> str | None:
    """Let a factor count that its owner just proved, and tell them by e-mail.

    Returns the recovery code, to be shown once, where the person had none; raises `NotFound` for whoever comes second.
    """
    now = tools.clock.now()
    async with database.transaction():
        await guessing.hold(account)
        unproven = (SecondFactor.id == factor.id) & _unproven(account, FactorKind(factor.kind))
        values = {SecondFactor.confirmed_at: now, SecondFactor.used_at: now}
        if not await SecondFactor.update(values).where(unproven).returning(SecondFactor.id):  # type: ignore[arg-type]
            raise NotFound
        await tell(account, EventKind.FACTOR_ADDED, now=now)
        await record("factor_added", at=now, actor=account, subject=factor.id, kind=factor.kind)
        if await RecoveryCode.exists().where(RecoveryCode.account == account):
            return None
        return await recovery.renew(account, now=now)


def _unproven(account: UUID, kind: FactorKind) -> Combinable:
    of_account = (SecondFactor.account == account) & (SecondFactor.kind == kind.value)
    return of_account & SecondFactor.confirmed_at.is_null()
