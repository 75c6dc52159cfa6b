"""Another e-mail address: asked for by who proved to be the person, confirmed at the new one, undone from the old one.

Nothing here looks whether somebody else has the address before its mail is composed: so neither an answer nor its time
can tell. Who has it is then told that somebody tried.
"""

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.accounts import attempts, links, queries
from portal.accounts.forms import fold_email
from portal.accounts.links import LinkUnusable
from portal.accounts.operations import note_search
from portal.accounts.passwords import choose_by_link
from portal.accounts.sign_in import Halfway, Place, SignedIn
from portal.accounts.tables import Account, EmailChange, LinkPurpose
from portal.accounts.throttle import address_limits
from portal.accounts.viewer import Viewer
from portal.adapters.passwords import Passwords
from portal.audit.operations import record
from portal.outbox.events import EventKind
from portal.outbox.operations import REMEMBERED_FOR, tell

# As long as a mail or a link about it is known it may still be confirmed or undone.
OLD = """
    requested_at < {}
    AND NOT EXISTS (SELECT 1 FROM outbox_event e WHERE e.account = email_change.account AND e.item = email_change.id)
    AND NOT EXISTS (SELECT 1 FROM one_time_link l WHERE l.account = email_change.account AND l.item = email_change.id)
    ORDER BY requested_at
"""

NotePerson = Callable[[UUID], Awaitable[None]]
"""Has the layers above note what a person is called and found by now, in the transaction that changed it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a mail goes, in which language, and what it tells."""

    kind: EventKind
    email: str
    language: str


async def request_change(viewer: Viewer, typed: str, *, secret: str, now: datetime.datetime) -> None:
    """Have a link sent to another address, which takes the place of the present one once that link is followed.

    An earlier request that was not confirmed is over. Raises `TooManyAttempts`; an address that was sent three mails
    within a day gets no more, and nobody is told so.
    """
    address = fold_email(typed)
    of_account, of_address = address_limits(secret, str(viewer.id), address)
    rows = await attempts.counted((of_account, of_address))
    if attempts.is_spent(of_account, rows, now):
        raise attempts.TooManyAttempts(of_account)
    change = EmailChange(id=uuid4(), account=viewer.id, old_address=viewer.email, new_address=address, requested_at=now)
    async with database.transaction():
        await attempts.count(of_account, of_address, now=now)
        await _end_open(viewer.id, now=now)
        await change.save()
        if not attempts.is_spent(of_address, rows, now):
            await tell(viewer.id, EventKind.EMAIL_CHANGE, now=now, item=change.id)
        await record("email_change_requested", at=now, actor=viewer.id, subject=change.id)


async def of_link(token: str, *, purpose: LinkPurpose, now: datetime.datetime) -> EmailChange:
    """The change that a link confirms or undoes, with its account, using nothing up; raises `LinkUnusable`."""
    item = await links.item_of_link(token, purpose=purpose, now=now)
    change = await EmailChange.objects(EmailChange.account).get(EmailChange.id == item)
    is_to_undo = purpose is LinkPurpose.EMAIL_UNDO
    if change is None or change.ended_at is not None or (change.confirmed_at is not None) is not is_to_undo:
        raise LinkUnusable
    return change


async def confirm(token: str, *, note_person: NotePerson, now: datetime.datetime) -> EmailChange:
    """Let the new address take the place of the old one, which is told; raises `LinkUnusable`, also where it is taken.

    What was sent to the old address to let somebody in is worth nothing any more.
    """
    change = await of_link(token, purpose=LinkPurpose.EMAIL_CHANGE, now=now)
    account: Account = change.account
    with database.unique_or(LinkUnusable):
        async with database.transaction():
            await links.use_link(token, now=now)
            await _note_confirmed(change, now=now)
            await _put(account, change.new_address, note_person=note_person)
            await links.void(account.id, LinkPurpose.RESET, LinkPurpose.INVITATION, now=now)
            await tell(account.id, EventKind.EMAIL_CHANGED, now=now, item=change.id)
            await record("email_changed", at=now, actor=account.id, subject=change.id)
    return change


async def undo(
    token: str, password: str, *, place: Place, note_person: NotePerson, passwords: Passwords, now: datetime.datetime
) -> SignedIn | Halfway:
    """Let the old address hold again and this password be the only one; whoever is signed in, is so no more.

    Raises `LinkUnusable`.
    """
    change = await of_link(token, purpose=LinkPurpose.EMAIL_UNDO, now=now)
    also = partial(_put_back, change, note_person=note_person, now=now)
    with database.unique_or(LinkUnusable):
        return await choose_by_link(
            token, password, purpose=LinkPurpose.EMAIL_UNDO, place=place, passwords=passwords, now=now, also=also
        )


async def forget(*, now: datetime.datetime) -> None:
    """Remove the requests of 18 months ago whose mails and links are forgotten too."""
    await database.remove("email_change", OLD, now - REMEMBERED_FOR)


async def _note_confirmed(change: EmailChange, *, now: datetime.datetime) -> None:
    values: dict[Column | str, Any] = {EmailChange.confirmed_at: now, EmailChange.old_address: change.account.email}
    is_it = (EmailChange.id == change.id) & EmailChange.ended_at.is_null()
    if not await EmailChange.update(values).where(is_it).returning(EmailChange.id):
        raise LinkUnusable  # it was ended in the meantime


async def _put_back(change: EmailChange, *, note_person: NotePerson, now: datetime.datetime) -> None:
    """End a change and all that came after it, in the transaction under way."""
    account: Account = change.account
    later = (EmailChange.account == account.id) & (EmailChange.requested_at >= change.requested_at)
    await EmailChange.update({EmailChange.ended_at: now}).where(later & EmailChange.ended_at.is_null())
    await _put(account, change.old_address, note_person=note_person)
    await record("email_change_undone", at=now, actor=account.id, subject=change.id)


async def recipient(kind: EventKind, item: UUID | None) -> Recipient | None:
    """Where the mail about a change goes, looked up when it is composed; None where nothing is to be told any more."""
    change = await EmailChange.objects(EmailChange.account).get(EmailChange.id == item)
    if change is None or change.ended_at is not None:
        return None
    account: Account = change.account
    if kind is EventKind.EMAIL_CHANGED:
        return Recipient(kind, change.old_address, account.language)
    if change.confirmed_at is not None:
        return None
    holder = await queries.by_email(change.new_address)
    if holder is not None:
        return Recipient(EventKind.EMAIL_IN_USE, holder.email, holder.language) if holder.is_active else None
    return Recipient(kind, change.new_address, account.language)


async def _put(account: Account, address: str, *, note_person: NotePerson) -> None:
    await Account.update({Account.email: address}).where(Account.id == account.id)
    await note_search(account.id)
    await note_person(account.id)


async def _end_open(account: UUID, *, now: datetime.datetime) -> None:
    is_open = (EmailChange.account == account) & EmailChange.confirmed_at.is_null() & EmailChange.ended_at.is_null()
    await EmailChange.update({EmailChange.ended_at: now}).where(is_open)
