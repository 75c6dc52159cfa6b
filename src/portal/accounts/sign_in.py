"""Signing in and out: one answer for every wrong pair, counted, audited, and with a new session each time."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal import database
from portal.accounts import attempts, queries
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.forms import fold_email
from portal.accounts.tables import Account
from portal.accounts.throttle import KNOWN_FOR, Limits, limits_for
from portal.adapters.clock import Clock
from portal.adapters.passwords import Passwords
from portal.audit.operations import record
from portal.errors import PortalError
from portal.web import sessions


class SignInRefused(PortalError):
    """The pair of address and password is not right; which half is not said."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: its token for the cookie, and whose it is."""

    token: str
    account: Account


async def sign_in(
    email: str, password: str, *, kind: str, address: str, secret: str, passwords: Passwords, clock: Clock
) -> SignedIn:
    """A new session for the right pair; raises `SignInRefused` or `TooManyAttempts`."""
    limits = limits_for(secret, fold_email(email), address)
    await _refuse_when_too_many(limits, clock.now())
    account = await queries.by_email(email)
    is_candidate = account is not None and account.kind == kind and account.is_active
    kept = account.password_hash if account is not None and is_candidate else ""
    is_right = await passwords.verify(kept, password)
    if account is None or not is_right:
        await _failed(limits, account, clock.now())
        raise SignInRefused
    return SignedIn(await _succeeded(limits, account, clock.now()), account)


async def sign_out(token: str, account: UUID | None, *, clock: Clock) -> None:
    """End the session of this browser."""
    async with database.transaction():
        await sessions.end(token)
        if account is not None:
            await record("signed_out", at=clock.now(), actor=account)


async def _refuse_when_too_many(limits: Limits, now: datetime.datetime) -> None:
    rows = await attempts.counted(limits.all)
    pair = rows.get(limits.pair.id)
    is_known = pair is not None and pair.succeeded_at is not None and now - pair.succeeded_at < KNOWN_FOR
    deciding = (limits.pair,) if is_known else limits.all
    for limit in deciding:
        if attempts.is_spent(limit, rows, now):
            raise TooManyAttempts(limit)


async def _failed(limits: Limits, account: Account | None, now: datetime.datetime) -> None:
    async with database.transaction():
        await attempts.count(*limits.all, now=now)
        await record("sign_in_refused", at=now, actor=None, subject=account.id if account else None)


async def _succeeded(limits: Limits, account: Account, now: datetime.datetime) -> str:
    async with database.transaction():
        await attempts.count_success(limits.pair, now=now)
        await Account.update({Account.previously_signed_in_at: account.signed_in_at, Account.signed_in_at: now}).where(
            Account.id == account.id
        )
        await record("signed_in", at=now, actor=account.id)
        return await sessions.start(account.id, account.kind, now=now)
