"""Adding people to a company, and having them told."""

import datetime
from dataclasses import dataclass
from uuid import UUID, uuid4

from portal import database, i18n
from portal.accounts import attempts, queries
from portal.accounts import operations as accounts
from portal.accounts.operations import EmailTaken
from portal.accounts.tables import Account, AccountKind, Membership
from portal.accounts.throttle import Limit
from portal.audit.operations import record
from portal.companies.operations.members import held
from portal.companies.operations.settling import hold, settle
from portal.errors import PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell


class AlreadyMember(PortalError):
    """The company has an account with this e-mail address already."""


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
        is_theirs = (Membership.organisation == organisation) & (Membership.account == account.id)
        if not is_new and await Membership.exists().where(is_theirs):
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
    try:
        made = await accounts.create_account(
            AccountKind.CLIENT, email=member.email, name=member.name, language=member.language, actor=actor, now=now
        )
    except EmailTaken:  # somebody else made it at this very moment: now it is found
        return await _account_of(member, actor=actor, now=now)
    return made, True


async def invite_again(membership: UUID, *, actor: UUID, now: datetime.datetime, limit: Limit | None = None) -> None:
    """Have somebody who never came in told again; raises `TooManyAttempts` beyond a `limit`."""
    async with database.transaction():
        member = await held(membership)
        await _spend(limit, now)
        account = await queries.by_id(member.account)
        if account is not None and member.used_at is None:
            await _tell(account, now=now, actor=actor)


async def _spend(limit: Limit | None, now: datetime.datetime) -> None:
    """Count a mail to a colleague, in the transaction under way; raises `TooManyAttempts`."""
    if limit is not None:
        await attempts.refuse_when_spent(limit, now=now)
        await attempts.count(limit, now=now)


async def _tell(account: Account, *, now: datetime.datetime, actor: UUID | None) -> None:
    """Who has chosen a password gets in with it; anybody else is sent a link to choose one."""
    if account.kind != AccountKind.CLIENT.value:
        return
    kind = EventKind.COMPANY_ACCESS if account.password_hash else EventKind.INVITATION
    await tell(account.id, kind, now=now)
    await record("invited", at=now, actor=actor, subject=account.id)
