"""Invitations that did not do their work: sent again, or to a corrected address; and people who are let in no more.

Whatever is sent anew makes what was sent before worthless, so that one link at most opens an account.
"""

import datetime
from uuid import UUID

from portal import database
from portal.accounts import links
from portal.accounts.forms import fold_email
from portal.accounts.operations import EmailTaken, note_search
from portal.accounts.tables import Account, LinkPurpose
from portal.audit.operations import record
from portal.errors import Conflict, NotFound
from portal.outbox import operations as outbox
from portal.outbox.events import EventKind
from portal.web import sessions


class NotWaiting(Conflict):
    """The person chose a password already, and sees to their account themselves; or they are blocked."""


async def invite_again(account: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Have another link sent, and make the earlier ones worthless; raises `NotWaiting` or `NotFound`."""
    async with database.transaction():
        await _require_waiting(account)
        await _send_anew(account, now=now)
        await record("invited_again", at=now, actor=actor, subject=account)


async def correct_address(account: UUID, email: str, *, actor: UUID, now: datetime.datetime) -> None:
    """Invite somebody at another address; the link that went to the old one opens nothing any more.

    Raises `EmailTaken`, and `NotWaiting` or `NotFound`: who got in changes and confirms their own address.
    """
    with database.unique_or(EmailTaken):
        async with database.transaction():
            await _move(await _require_waiting(account), fold_email(email))
            await _send_anew(account, now=now)
            await record("address_corrected", at=now, actor=actor, subject=account)


async def block(account: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Let somebody in no more, from this moment on; nothing of theirs is removed. Raises `NotFound`."""
    async with database.transaction():
        if await _set_active(account, is_active=False):
            await sessions.end_all(account)
            await record("account_blocked", at=now, actor=actor, subject=account)


async def unblock(account: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Let somebody in again, with what they used before; a sign-in of while they were blocked is over.

    Raises `NotFound`.
    """
    async with database.transaction():
        if await _set_active(account, is_active=True):
            await sessions.end_all(account)
            await record("account_unblocked", at=now, actor=actor, subject=account)


async def _require_waiting(account: UUID) -> Account:
    person = await Account.objects().get(Account.id == account)
    if person is None:
        raise NotFound
    if person.password_hash or not person.is_active:
        raise NotWaiting
    return person


async def _move(person: Account, address: str) -> None:
    is_waiting = (Account.id == person.id) & (Account.password_hash == "")
    if not await Account.update({Account.email: address}).where(is_waiting).returning(Account.id):
        raise NotWaiting  # in the meantime
    await note_search(person.id)


async def _send_anew(account: UUID, *, now: datetime.datetime) -> None:
    await links.void(account, LinkPurpose.INVITATION, now=now)
    await outbox.drop(account, EventKind.INVITATION, now=now)
    await outbox.tell(account, EventKind.INVITATION, now=now)


async def _set_active(account: UUID, *, is_active: bool) -> bool:
    """Whether that changed anything."""
    is_other = (Account.id == account) & Account.is_active.ne(is_active)
    if await Account.update({Account.is_active: is_active}).where(is_other).returning(Account.id):
        return True
    if not await Account.exists().where(Account.id == account):
        raise NotFound
    return False
