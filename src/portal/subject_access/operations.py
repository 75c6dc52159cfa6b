"""Taking all data along: noted, and not too often."""

import datetime
from uuid import UUID

from portal import database
from portal.accounts import attempts
from portal.accounts.throttle import archive_limit
from portal.audit.operations import record
from portal.subject_access.queries import TAKEN


async def refuse_again(account: UUID, *, secret: str, now: datetime.datetime) -> None:
    """Raise `TooManyAttempts` after five times in a day, before any of the work is done."""
    await attempts.refuse_when_spent(archive_limit(secret, str(account)), now=now)


async def note_taken(account: UUID, *, files: int, secret: str, now: datetime.datetime) -> None:
    """Note that a person takes all their data along."""
    limit = archive_limit(secret, str(account))
    async with database.transaction():
        await attempts.count(limit, now=now)
        await record(TAKEN, at=now, actor=account, files=files)
