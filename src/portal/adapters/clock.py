"""What time it is."""

import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the moment, in UTC."""

    def now(self) -> datetime.datetime:
        """The moment, in UTC."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime.datetime:
        """The moment, in UTC."""
        return datetime.datetime.now(datetime.UTC)


class SetClock:
    """A clock that tests set and move."""

    def __init__(self, moment: datetime.datetime) -> None:
        self.moment = moment

    def now(self) -> datetime.datetime:
        """The moment it was last set to, in UTC."""
        return self.moment

    def advance(self, **duration: float) -> None:
        """Move on by a duration, given as `datetime.timedelta` takes it."""
        self.moment += datetime.timedelta(**duration)
