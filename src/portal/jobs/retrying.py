"""When to try again what failed."""

import datetime

LEASE = datetime.timedelta(minutes=5)
DELAYS = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 720, 720))


def next_attempt(attempts: int, now: datetime.datetime) -> datetime.datetime | None:
    """When to try again after this many attempts, ever more patient, or never: after some 45 hours it is given up."""
    return now + DELAYS[attempts - 1] if attempts <= len(DELAYS) else None
