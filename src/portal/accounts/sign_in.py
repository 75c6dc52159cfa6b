"""Signing in and out: one answer for every wrong pair, counted, audited, and with a new session each time."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.accounts import attempts, devices, queries
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.factors import guessing, halfway
from portal.accounts.factors import queries as factors
from portal.accounts.forms import fold_email
from portal.accounts.tables import Account, Membership
from portal.accounts.throttle import KNOWN_FOR, Limits, limits_for
from portal.adapters.clock import Clock
from portal.adapters.passwords import Passwords
from portal.audit.operations import record
from portal.errors import PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.web import sessions
from portal.web.devices import UNKNOWN, Device

TOLD_AFTER = 10


class SignInRefused(PortalError):
    """The pair of address and password is not right; which half is not said."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in from: a network address, a device, and the token by which we know that browser."""

    address: str
    device: Device = UNKNOWN
    known: str = ""


@dataclass(frozen=True, slots=True)
class Halfway:
    """The password was right, the second factor is still to come: the token for the cookie, and whose it is."""

    token: str
    account: Account


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: its token and that of the browser, for the cookies, and whose it is."""

    token: str
    known: str
    account: Account


async def sign_in(
    email: str,
    password: str,
    *,
    kind: str,
    place: Place,
    secret: str,
    passwords: Passwords,
    clock: Clock,
    target: str = "",
) -> SignedIn | Halfway:
    """A new session for the right pair, or the way to the second factor of who has one.

    Raises `SignInRefused` or `TooManyAttempts`.
    """
    limits = limits_for(secret, fold_email(email), place.address)
    await _refuse_when_too_many(limits, clock.now())
    account = await queries.by_email(email)
    is_candidate = account is not None and account.kind == kind and account.is_active
    kept = account.password_hash if account is not None and is_candidate else ""
    if await passwords.verify(kept, password) and account is not None:
        async with database.transaction():
            if await _is_as_it_was(account):
                await attempts.count_success(limits.pair, now=clock.now())
                return await enter_or_ask(account, place, way=sessions.PASSWORD, target=target, now=clock.now())
    await _failed(limits, account, place, clock.now())
    raise SignInRefused


async def enter_or_ask(
    account: Account, place: Place, *, way: str, now: datetime.datetime, target: str = ""
) -> SignedIn | Halfway:
    """Let in whoever proved the first factor, or only halfway where there is a second one."""
    second = await factors.preferred(account.id)
    if second is None:
        return await enter(account, place, way=way, now=now)
    guesser = await guessing.guesser_of(account.id, place.known, now=now)
    token = await halfway.begin(account, second, target=target, is_known=bool(guesser.device), now=now)
    return Halfway(token, account)


async def enter(account: Account, place: Place, *, way: str, now: datetime.datetime) -> SignedIn:
    """Begin a session, in the transaction under way, for who proved to be the person of this account."""
    known = await devices.recognise(account, place.known, now=now)
    await Account.update({Account.previously_signed_in_at: account.signed_in_at, Account.signed_in_at: now}).where(
        Account.id == account.id
    )
    await record("signed_in", at=now, actor=account.id, subject=None, way=way, **seen(place))
    await sessions.make_room(account.id)
    home = await _come_home(account.id, now)
    token = await sessions.start(account.id, account.kind, now=now, device=place.device, way=way, acting_for=home)
    return SignedIn(token, known, account)


async def _come_home(account: UUID, now: datetime.datetime) -> UUID | None:
    """The company for which a person acts at first, if any; it can see that they came."""
    is_home = (Membership.account == account) & Membership.is_home.eq(True) & Membership.blocked_at.is_null()
    rows = await Membership.update({Membership.used_at: now}).where(is_home).returning(Membership.organisation)
    return rows[0]["organisation"] if rows else None


async def sign_out(token: str, account: UUID | None, *, clock: Clock) -> None:
    """End the session of this browser."""
    async with database.transaction():
        await sessions.end(token)
        if account is not None:
            await record("signed_out", at=clock.now(), actor=account)


async def _is_as_it_was(account: Account) -> bool:
    """Whether the password was not changed nor the person blocked while it was checked; holds it so until the end.

    Whoever changes or blocks ends the sessions that are there: a session that began right after it would live on.
    """
    is_same = (Account.id == account.id) & (Account.password_hash == account.password_hash) & Account.is_active.eq(True)
    hold: dict[Column | str, Any] = {Account.password_hash: account.password_hash}
    return bool(await Account.update(hold).where(is_same).returning(Account.id))


async def _refuse_when_too_many(limits: Limits, now: datetime.datetime) -> None:
    rows = await attempts.counted(limits.all)
    pair = rows.get(limits.pair.id)
    is_known = pair is not None and pair.succeeded_at is not None and now - pair.succeeded_at < KNOWN_FOR
    deciding = (limits.pair,) if is_known else limits.all
    for limit in deciding:
        if attempts.is_spent(limit, rows, now):
            raise TooManyAttempts(limit)


async def _failed(limits: Limits, account: Account | None, place: Place, now: datetime.datetime) -> None:
    """Count it; the tenth within the window is told to the person, once a day, whatever addresses they came from.

    For an address without an account the same is written, to nobody, and the worker drops it.
    """
    async with database.transaction():
        await attempts.count(*limits.all, now=now)
        subject = account.id if account else None
        if (await attempts.counted((limits.account,)))[limits.account.id].failures == TOLD_AFTER:
            told = subject or uuid4()
            await tell(told, EventKind.SIGN_INS_REFUSED, now=now, once=f"refused|{told}|{now.date()}")
        await record("sign_in_refused", at=now, actor=None, subject=subject, **seen(place))


def seen(place: Place) -> dict[str, str]:
    """What an audit entry keeps of a place."""
    return {"browser": place.device.browser, "system": place.device.system}
