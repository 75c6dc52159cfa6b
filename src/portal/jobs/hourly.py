"""What is done when a worker starts, and every hour from then on."""

import datetime
from collections.abc import Awaitable, Callable

from portal.adapters.clock import Clock

EVERY = datetime.timedelta(hours=1)


class Hourly:
    """A duty of the worker: does its work, given the moment, if the last time is an hour ago."""

    def __init__(self, clock: Clock, work: Callable[[datetime.datetime], Awaitable[object]]) -> None:
        self._clock, self._work = clock, work
        self._next_at: datetime.datetime | None = None

    async def __call__(self) -> bool:
        """Do the work if it is time; there is never more to do at once."""
        now = self._clock.now()
        if self._next_at is None or now >= self._next_at:
            self._next_at = now + EVERY
            await self._work(now)
        return False
