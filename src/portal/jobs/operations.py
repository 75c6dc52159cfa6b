"""Putting work into the queue, in the transaction that caused it."""

import datetime
from uuid import UUID, uuid4

from portal.jobs.tables import Job


async def enqueue(kind: str, subject: UUID, *, now: datetime.datetime) -> None:
    """Have a piece of work done once this transaction is committed; its handler must bear being run twice."""
    await Job(id=uuid4(), kind=kind, subject=subject, created_at=now, due_at=now).save()
