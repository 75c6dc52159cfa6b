"""Counting attempts, so that nobody can guess on: each count is a row, found by a keyed hash."""

import datetime
from collections.abc import Iterable, Mapping

from portal import database
from portal.accounts.tables import SignInAttempts
from portal.accounts.throttle import KNOWN_FOR, LONGEST_WINDOW, Limit
from portal.errors import PortalError
from portal.i18n import gettext as _

COUNT = """
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


class TooManyAttempts(PortalError):
    """Wait before trying again; `minutes` says how long at most."""

    def __init__(self, limit: Limit) -> None:
        super().__init__("too many attempts")
        self.minutes = int(limit.window.total_seconds() // 60)

    @property
    def told(self) -> str:
        """What the person is told, in the language in force."""
        return _("Too many attempts. Try again in %(minutes)s minutes, or call us.") % {"minutes": self.minutes}


async def counted(limits: Iterable[Limit]) -> dict[str, SignInAttempts]:
    """The rows of some counts, by id; one statement."""
    ids = [limit.id for limit in limits]
    return {row.id: row for row in await SignInAttempts.objects().where(SignInAttempts.id.is_in(ids))}


def is_spent(limit: Limit, rows: Mapping[str, SignInAttempts], now: datetime.datetime) -> bool:
    """Whether a count has reached its limit within its window."""
    row = rows.get(limit.id)
    return row is not None and row.failures >= limit.failures and now - row.window_started_at < limit.window


async def refuse_when_spent(*limits: Limit, now: datetime.datetime) -> None:
    """Raise `TooManyAttempts` when one of the counts has reached its limit."""
    rows = await counted(limits)
    for limit in limits:
        if is_spent(limit, rows, now):
            raise TooManyAttempts(limit)


async def count(*limits: Limit, now: datetime.datetime) -> None:
    """Count one attempt more."""
    for limit in limits:
        await database.query(COUNT, limit.id, now, now - limit.window, now - limit.window)


async def count_success(limit: Limit, *, now: datetime.datetime) -> None:
    """Note that this address got in to this account: it may from now on, whatever others do."""
    await database.query(COUNT_SUCCESS, limit.id, now, now)


async def forget(*, now: datetime.datetime) -> None:
    """Remove the counts that decide nothing any more: whose window is over, and of no success in ninety days."""
    is_over = SignInAttempts.window_started_at < now - LONGEST_WINDOW
    is_unknown = SignInAttempts.succeeded_at.is_null() | (SignInAttempts.succeeded_at < now - KNOWN_FOR)
    await SignInAttempts.delete().where(is_over & is_unknown)
