"""What is done when a worker starts, and every hour from then on."""

import datetime
from collections.abc import Awaitable
from typing import Protocol

from portal.adapters.clock import Clock

EVERY = datetime.timedelta(hours=1)


class Work(Protocol):
    """Something to do, given the moment."""

    def __call__(self, *, now: datetime.datetime) -> Awaitable[object]:
        """Do it."""


class Hourly:
    """A duty of the worker: does its work if the last time is an hour ago."""

    def __init__(self, clock: Clock, work: Work) -> None:
        self._clock, self._work = clock, work
        self._next_at: datetime.datetime | None = None

    async def __call__(self) -> bool:
        """Do the work if it is time; there is never more to do at once."""
        now = self._clock.now()
        if self._next_at is None or now >= self._next_at:
            self._next_at = now + EVERY
            await self._work(now=now)
        return False
