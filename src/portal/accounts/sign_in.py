"""Signing in and out: one answer for every wrong pair, counted, audited, and with a new session each time."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal import database
from portal.accounts import queries
from portal.accounts.forms import fold_email
from portal.accounts.tables import Account, SignInAttempts
from portal.accounts.throttle import KNOWN_FOR, WINDOW, Limit, Limits, limits_for
from portal.adapters.clock import Clock
from portal.adapters.passwords import Passwords
from portal.audit.operations import record
from portal.errors import PortalError
from portal.web import sessions

COUNT_FAILURE = """
    INSERT INTO sign_in_attempts (id, window_started_at, failures) VALUES ({}, {}, 1)
    ON CONFLICT (id) DO UPDATE SET
        failures = CASE WHEN sign_in_attempts.window_started_at < {} THEN 1 ELSE sign_in_attempts.failures + 1 END,
        window_started_at = CASE WHEN sign_in_attempts.window_started_at < {}
            THEN excluded.window_started_at ELSE sign_in_attempts.window_started_at END
"""
COUNT_SUCCESS = """
    INSERT INTO sign_in_attempts (id, window_started_at, failures, succeeded_at) VALUES ({}, {}, 0, {})
    ON CONFLICT (id) DO UPDATE SET failures = 0, succeeded_at = excluded.succeeded_at
"""


class SignInRefused(PortalError):
    """The pair of address and password is not right; which half is not said."""


class TooManyAttempts(PortalError):
    """Wait before trying again; `minutes` says how long at most."""

    minutes = int(WINDOW.total_seconds() // 60)


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


async def forget_attempts(*, now: datetime.datetime) -> None:
    """Remove the counts that decide nothing any more: of ninety days ago, also the last success."""
    is_old = SignInAttempts.window_started_at < now - KNOWN_FOR
    is_unknown = SignInAttempts.succeeded_at.is_null() | (SignInAttempts.succeeded_at < now - KNOWN_FOR)
    await SignInAttempts.delete().where(is_old & is_unknown)


async def _refuse_when_too_many(limits: Limits, now: datetime.datetime) -> None:
    ids = [limit.id for limit in limits.all]
    rows = {row.id: row for row in await SignInAttempts.objects().where(SignInAttempts.id.is_in(ids))}

    def is_spent(limit: Limit) -> bool:
        row = rows.get(limit.id)
        return row is not None and row.failures >= limit.failures and now - row.window_started_at < WINDOW

    pair = rows.get(limits.pair.id)
    is_known = pair is not None and pair.succeeded_at is not None and now - pair.succeeded_at < KNOWN_FOR
    if is_spent(limits.pair) or (not is_known and (is_spent(limits.address) or is_spent(limits.account))):
        raise TooManyAttempts


async def _failed(limits: Limits, account: Account | None, now: datetime.datetime) -> None:
    async with database.transaction():
        for limit in limits.all:
            await database.query(COUNT_FAILURE, limit.id, now, now - WINDOW, now - WINDOW)
        await record("sign_in_refused", at=now, actor=None, subject=account.id if account else None)


async def _succeeded(limits: Limits, account: Account, now: datetime.datetime) -> str:
    async with database.transaction():
        await database.query(COUNT_SUCCESS, limits.pair.id, now, now)
        await Account.update({Account.previously_signed_in_at: account.signed_in_at, Account.signed_in_at: now}).where(
            Account.id == account.id
        )
        await record("signed_in", at=now, actor=account.id)
        return await sessions.start(account.id, account.kind, now=now)
