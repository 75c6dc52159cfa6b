"""Passwords: chosen through a link, forgotten, and changed."""

import datetime
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

from portal import database
from portal.accounts import attempts, links, queries
from portal.accounts.factors import halfway
from portal.accounts.forms import fold_email
from portal.accounts.sign_in import Halfway, Place, SignedIn, enter_or_ask
from portal.accounts.tables import Account, LinkPurpose
from portal.accounts.throttle import check_limit, reset_limits
from portal.accounts.viewer import Viewer
from portal.adapters.clock import Clock
from portal.adapters.passwords import Passwords
from portal.audit.operations import record
from portal.errors import PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import drop, tell
from portal.web import sessions
from portal.web.tokens import digest

CHOSEN = {
    LinkPurpose.INVITATION: "activated",
    LinkPurpose.RESET: "password_reset",
    LinkPurpose.EMAIL_UNDO: "password_reset",
}


class WrongPassword(PortalError):
    """The password that was given as proof is not this person's."""


async def choose_by_link(
    token: str,
    password: str,
    *,
    purpose: LinkPurpose,
    place: Place,
    passwords: Passwords,
    now: datetime.datetime,
    also: Callable[[], Awaitable[None]] | None = None,
) -> SignedIn | Halfway:
    """Use the link up, keep the password, end other sessions, and begin a new one, or ask for the second factor.

    Raises `LinkUnusable`. Other links to choose one are worthless from then on. Whoever chose a new one instead of an
    old one is told by e-mail. `also` is done with it, in the same transaction.
    """
    account = await links.account_of_link(token, purpose=purpose, now=now)
    hashed = await passwords.hash(password)
    async with database.transaction():
        await links.use_link(token, now=now)
        await links.void(account.id, LinkPurpose.INVITATION, LinkPurpose.RESET, now=now)
        await drop(account.id, EventKind.INVITATION, now=now)
        await _keep(account.id, hashed, now=now)
        await sessions.end_all(account.id)
        if also is not None:
            await also()
        if purpose is not LinkPurpose.INVITATION:
            await tell(account.id, EventKind.PASSWORD_CHANGED, now=now)
        await record(CHOSEN[purpose], at=now, actor=account.id)
        return await enter_or_ask(account, place, way=purpose.value, now=now)


async def request_reset(email: str, *, kind: str, address: str, secret: str, clock: Clock) -> None:
    """Have the person of this address sent a link to choose a new password.

    An address without an account takes the same path, with the same statements: its event is for nobody, and the
    worker drops it. Raises `TooManyAttempts` for a network address that asks and asks; too many links to one account
    are not sent, and nobody is told so.
    """
    now = clock.now()
    of_account, of_address = reset_limits(secret, fold_email(email), address)
    rows = await attempts.counted((of_account, of_address))
    if attempts.is_spent(of_address, rows, now):
        raise attempts.TooManyAttempts(of_address)
    addressee = await queries.addressee(email, kind)
    async with database.transaction():
        await attempts.count(of_account, of_address, now=now)
        if not attempts.is_spent(of_account, rows, now):
            await _send_link(addressee, now=now)


async def renew(token: str, *, address: str, secret: str, clock: Clock) -> None:
    """Send another link to whom an old invitation went.

    A link that never was takes the same path, with the same statements, and gets no other answer. A network address
    that asks and asks is sent nothing, nor is an account to which too many links went.
    """
    addressee = await links.addressee_of_old_link(token, purpose=LinkPurpose.INVITATION)
    now = clock.now()
    limits = reset_limits(secret, addressee.email if addressee else digest(token), address)
    rows = await attempts.counted(limits)
    async with database.transaction():
        await attempts.count(*limits, now=now)
        if not any(attempts.is_spent(limit, rows, now) for limit in limits):
            await _send_link(addressee, now=now)


async def change_password(
    viewer: Viewer, current: str, password: str, *, token: str, secret: str, passwords: Passwords, clock: Clock
) -> None:
    """Keep another password, and end every session but this one (`token`); the person is told by e-mail.

    Raises `WrongPassword`, or `TooManyAttempts` after ten wrong ones in a quarter of an hour.
    """
    await prove(viewer.id, current, secret=secret, passwords=passwords, clock=clock)
    hashed = await passwords.hash(password)
    now = clock.now()
    async with database.transaction():
        await _keep(viewer.id, hashed, now=now)
        await sessions.end_others(viewer.id, token)
        await tell(viewer.id, EventKind.PASSWORD_CHANGED, now=now)
        await record("password_changed", at=now, actor=viewer.id)


async def prove(account: UUID, password: str, *, secret: str, passwords: Passwords, clock: Clock) -> None:
    """Make sure that whoever is signed in knows the password; raises `WrongPassword` or `TooManyAttempts`."""
    limit = check_limit(secret, str(account))
    await attempts.refuse_when_spent(limit, now=clock.now())
    found = await queries.by_id(account)
    if found is None or not await passwords.verify(found.password_hash, password):
        async with database.transaction():
            await attempts.count(limit, now=clock.now())
            await record("password_check_failed", at=clock.now(), actor=account)
        raise WrongPassword


async def _send_link(addressee: queries.Addressee | None, *, now: datetime.datetime) -> None:
    account = addressee.id if addressee else None
    is_new = addressee is not None and not addressee.password_hash
    await tell(account or uuid4(), EventKind.INVITATION if is_new else EventKind.PASSWORD_RESET, now=now)
    await record("link_requested", at=now, actor=None, subject=account)


async def _keep(account: UUID, hashed: str, *, now: datetime.datetime) -> None:
    """Keep a password, in the transaction under way; what was halfway, or sent to choose one, is worth nothing."""
    await Account.update({Account.password_hash: hashed, Account.password_changed_at: now}).where(Account.id == account)
    await halfway.close_all(account)  # after the row is held, which a sign-in that just passed holds too
    await links.void(account, LinkPurpose.RESET, LinkPurpose.INVITATION, now=now)
