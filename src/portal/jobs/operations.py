"""The queue of background work: put in with the transaction that caused it, claimed by a lease, tried again."""

import datetime
from collections.abc import Collection
from uuid import UUID, uuid4

import structlog

from portal import database
from portal.audit.operations import record
from portal.jobs.retrying import LEASE, next_attempt
from portal.jobs.tables import Job

logger = structlog.get_logger(__name__)

REMEMBERED_FOR = datetime.timedelta(days=90)
CLAIM = """
    UPDATE job SET lease_until = {}, attempts = attempts + 1
    WHERE id = {} AND due_at IS NOT NULL AND (lease_until IS NULL OR lease_until < {})
    RETURNING id
"""


async def enqueue(kind: str, subject: UUID, *, now: datetime.datetime) -> None:
    """Have a piece of work done once this transaction is committed; its handler must bear being run twice."""
    await Job(id=uuid4(), kind=kind, subject=subject, created_at=now, due_at=now).save()


async def claim_due(now: datetime.datetime, lease: datetime.timedelta = LEASE, *, kinds: Collection[str]) -> Job | None:
    """A piece of work that is due, for the caller alone until the lease ends, or nothing.

    Looking takes no lock, so that an idle worker costs nobody anything. Two processes may see the same row, but the
    update gives it to one of them, on both engines; the other looks again.
    """
    is_free = Job.lease_until.is_null() | (Job.lease_until < now)
    is_due = (Job.due_at <= now) & is_free & Job.kind.is_in([*kinds])
    while job := await Job.objects().where(is_due).order_by(Job.due_at).first():
        if await database.query(CLAIM, now + lease, job.id, now):
            return await Job.objects().get(Job.id == job.id)
    return None


async def finish(job: Job, *, now: datetime.datetime) -> None:
    """Note that a piece of work is done."""
    await _change(job, {Job.due_at: None, Job.lease_until: None, Job.done_at: now})


async def retry_later(job: Job, *, now: datetime.datetime) -> None:
    """Put failed work back for later; work that failed for two days is given up, which is logged and audited."""
    until = next_attempt(job.attempts, now)
    async with database.transaction():
        is_ours = await _change(job, {Job.due_at: until, Job.lease_until: None})
        if is_ours and until is None:
            await record("job_given_up", at=now, actor=None, subject=job.subject, kind=job.kind)
            logger.error("job given up", kind=job.kind, subject=str(job.subject), attempts=job.attempts)


async def forget(*, now: datetime.datetime) -> None:
    """Remove the work that was done ninety days ago; what was given up was never done, and stays."""
    await database.remove("job", "done_at < {} ORDER BY done_at", now - REMEMBERED_FOR)


async def _change(job: Job, values: dict[object, object]) -> bool:
    """Change the row if the lease is still ours; whoever took over after it ended has the say."""
    is_ours = (Job.id == job.id) & (Job.lease_until == job.lease_until) & Job.due_at.is_not_null()
    return bool(await Job.update(values).where(is_ours).returning(Job.id))  # type: ignore[arg-type] # Piccolo knows columns only
