"""Doing the work in the queue."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import structlog

from portal.adapters.clock import Clock
from portal.finishing import to_the_end
from portal.jobs import operations

logger = structlog.get_logger(__name__)

Handler = Callable[[UUID], Awaitable[None]]


async def run_due(handlers: Mapping[str, Handler], clock: Clock) -> bool:
    """Do one piece of work that is due, by the handler of its kind, given its subject; whether there was any.

    A handler that raises is tried again later. It must bear being run twice: the process may die before `finish`.
    """
    job = await operations.claim_due(clock.now(), kinds=handlers)
    if job is None:
        return False
    try:
        await handlers[job.kind](job.subject)
    except Exception:  # whatever it is, the work stays in the queue
        logger.exception("job failed", kind=job.kind, subject=str(job.subject))
        await operations.retry_later(job, now=clock.now())
    else:
        await to_the_end(operations.finish(job, now=clock.now()))
    return True
