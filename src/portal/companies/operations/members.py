"""The people of a company: inviting them, saying what they may, blocking and removing them."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database, i18n
from portal.accounts import attempts, queries
from portal.accounts import operations as accounts
from portal.accounts.tables import Account, AccountKind, Membership
from portal.accounts.throttle import Limit
from portal.audit.operations import record
from portal.companies.operations.settling import hold, parts, settle
from portal.companies.rules import Decided, Right
from portal.companies.tables import MemberRight
from portal.dossiers.tables import DossierAccess, DossierOrganisation
from portal.errors import Conflict, NotFound, PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.web import sessions


class AlreadyMember(PortalError):
    """The company has an account with this e-mail address already."""


class LastAdministrator(Conflict):
    """Nobody else decides for the company, or nobody who ever came in."""


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody to add: the name as whoever adds them knows it, and the address that they are invited at."""

    name: str
    email: str
    language: str = i18n.DEFAULT_LANGUAGE


async def invite(
    organisation: UUID,
    member: NewMember,
    *,
    actor: UUID | None,
    now: datetime.datetime,
    is_administrator: bool = False,
    limit: Limit | None = None,
) -> UUID:
    """Add a person to a company and have them told; returns the membership.

    Who has an account keeps it and acts for the company too; whoever adds them gets the same answer either way, and
    sees nothing of that account. Raises `AlreadyMember`, or `TooManyAttempts` beyond a `limit`.
    """
    async with database.transaction():
        await hold(organisation)
        await _spend(limit, now)
        account, is_new = await _account_of(member, actor=actor, now=now)
        if not is_new and await Membership.exists().where(_is_of(organisation, account)):
            raise AlreadyMember
        added = Membership(
            id=uuid4(),
            organisation=organisation,
            account=account.id,
            name=member.name,
            is_administrator=is_administrator,
            is_home=is_new,
            added_by=actor,
            created_at=now,
        )
        await added.save()
        await settle(added, now=now)
        await _tell(account, now=now, actor=actor)
        await record("member_added", at=now, actor=actor, subject=account.id, organisation=str(organisation))
    return UUID(str(added.id))


async def _account_of(member: NewMember, *, actor: UUID | None, now: datetime.datetime) -> tuple[Account, bool]:
    """The account with this address, and whether it had to be made."""
    account = await queries.by_email(member.email)
    if account is not None:
        return account, False
    made = await accounts.create_account(
        AccountKind.CLIENT, email=member.email, name=member.name, language=member.language, actor=actor, now=now
    )
    return made, True


async def invite_again(membership: UUID, *, actor: UUID, now: datetime.datetime, limit: Limit | None = None) -> None:
    """Have somebody who never came in told again; raises `TooManyAttempts` beyond a `limit`."""
    async with database.transaction():
        member = await _held(membership)
        await _spend(limit, now)
        account = await queries.by_id(member.account)
        if account is not None and member.used_at is None:
            await _tell(account, now=now, actor=actor)


async def _spend(limit: Limit | None, now: datetime.datetime) -> None:
    """Count a mail to a colleague, in the transaction under way; raises `TooManyAttempts`."""
    if limit is not None:
        await attempts.refuse_when_spent(limit, now=now)
        await attempts.count(limit, now=now)


def _is_of(organisation: UUID, account: Account) -> Any:
    return (Membership.organisation == organisation) & (Membership.account == account.id)


async def decide(membership: UUID, decided: Decided, *, actor: UUID, now: datetime.datetime) -> None:
    """Keep which dossiers a member may see, and what they may do there; from this moment on, everywhere."""
    async with database.transaction():
        member = await _held(membership)
        saw_all = member.sees_all
        await _change(
            member, {Membership.sees_all: decided.sees_all, Membership.can_deliver: decided.right is Right.DELIVER}
        )
        await _keep_chosen(member, decided)
        only = None if saw_all or decided.sees_all else decided.chosen
        await settle(member, now=now, only=only)
        await record("member_rights_changed", at=now, actor=actor, subject=member.account)


async def _keep_chosen(member: Membership, decided: Decided) -> None:
    is_theirs = MemberRight.membership == member.id
    if decided.sees_all:
        await MemberRight.delete().where(is_theirs)
        return
    chosen = decided.chosen or {}
    for part in parts(list(chosen)):
        await MemberRight.delete().where(is_theirs & MemberRight.dossier.is_in(part))
        for dossier in await _of_company(member.organisation, part):
            if chosen[dossier] is not Right.NONE:
                may = chosen[dossier] is Right.DELIVER
                await MemberRight(id=uuid4(), membership=member.id, dossier=dossier, can_deliver=may).save()


async def _of_company(organisation: UUID, dossiers: list[UUID]) -> list[UUID]:
    """Those of a few dossiers that are the company's."""
    rows = await DossierOrganisation.select(DossierOrganisation.dossier).where(
        (DossierOrganisation.organisation == organisation) & DossierOrganisation.dossier.is_in(dossiers)
    )
    return [row["dossier"] for row in rows]


async def block(membership: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Shut a member out at once; what was decided of them is kept. Raises `LastAdministrator`."""
    async with database.transaction():
        member = await _held(membership)
        await _require_another(member)
        await _change(member, {Membership.blocked_at: now})
        await settle(member, now=now)
        await sessions.end_acting(member.account, member.organisation)
        await record("member_blocked", at=now, actor=actor, subject=member.account)


async def unblock(membership: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Let a blocked member in again, with what was decided of them."""
    async with database.transaction():
        member = await _held(membership)
        await _change(member, {Membership.blocked_at: None})
        await settle(member, now=now)
        await record("member_unblocked", at=now, actor=actor, subject=member.account)


async def remove(membership: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Take a person out of a company at once; what they supplied stays, under their name.

    Raises `LastAdministrator`.
    """
    async with database.transaction():
        member = await _held(membership)
        await _require_another(member)
        await DossierAccess.delete().where(
            (DossierAccess.account == member.account) & (DossierAccess.organisation == member.organisation)
        )
        await Membership.delete().where(Membership.id == membership)
        await sessions.end_acting(member.account, member.organisation)
        await record("member_removed", at=now, actor=actor, subject=member.account)


async def make_administrator(membership: UUID, is_one: bool, *, actor: UUID, now: datetime.datetime) -> None:
    """Let a member decide for the company, or no longer; raises `LastAdministrator`."""
    async with database.transaction():
        member = await _held(membership)
        if not is_one:
            await _require_another(member)
        await _change(member, {Membership.is_administrator: is_one})
        await settle(member, now=now)
        action = "member_made_administrator" if is_one else "member_made_ordinary"
        await record(action, at=now, actor=actor, subject=member.account)


async def _held(membership: UUID) -> Membership:
    """A member whose company nobody else changes meanwhile; raises `NotFound`."""
    found = await Membership.select(Membership.organisation).where(Membership.id == membership).first()
    if found is None:
        raise NotFound
    await hold(found["organisation"])
    member = await Membership.objects().get(Membership.id == membership)
    if member is None:
        raise NotFound
    return member


async def _change(member: Membership, values: dict[Column | str, Any]) -> None:
    await Membership.update(values).where(Membership.id == member.id)
    await member.refresh()


async def _require_another(member: Membership) -> None:
    """Refuse to leave a company without somebody who decides for it."""
    is_another = (
        (Membership.organisation == member.organisation)
        & Membership.is_administrator.eq(True)
        & Membership.blocked_at.is_null()
        & Membership.used_at.is_not_null()
        & (Membership.id != member.id)
    )
    if member.is_administrator and not await Membership.exists().where(is_another):
        raise LastAdministrator("the last administrator")


async def _tell(account: Account, *, now: datetime.datetime, actor: UUID | None) -> None:
    """Who has chosen a password gets in with it; anybody else is sent a link to choose one."""
    if account.kind != AccountKind.CLIENT.value:
        return
    kind = EventKind.COMPANY_ACCESS if account.password_hash else EventKind.INVITATION
    await tell(account.id, kind, now=now)
    await record("invited", at=now, actor=actor, subject=account.id)
