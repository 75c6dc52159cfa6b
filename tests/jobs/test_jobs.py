"""Work in the queue is done by one worker at a time, tried again when it fails, and given up after two days."""

import asyncio
import datetime
from uuid import UUID, uuid4

import pytest

from portal import database
from portal.adapters.clock import SetClock
from portal.audit.tables import AuditEntry
from portal.jobs.operations import claim_due, enqueue, finish, forget, retry_later
from portal.jobs.retrying import LEASE, next_attempt
from portal.jobs.running import run_due
from portal.jobs.tables import Job
from tests.support.office import Office

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def clock(office: Office) -> SetClock:
    return office.clock


async def claim(clock: SetClock) -> Job | None:
    return await claim_due(clock.now(), kinds=["pdf"])


async def test_work_is_claimed_by_one_and_free_again_when_the_lease_ends(clock: SetClock) -> None:
    await enqueue("pdf", uuid4(), now=clock.now())
    first = await claim(clock)
    assert first is not None
    assert await claim(clock) is None
    clock.moment += LEASE + MINUTE
    second = await claim(clock)
    assert second is not None
    assert (second.id, second.attempts) == (first.id, 2)


async def test_many_workers_share_the_work_and_do_nothing_twice(clock: SetClock) -> None:
    subjects = {uuid4() for _ in range(12)}
    for subject in subjects:
        await enqueue("pdf", subject, now=clock.now())
    claimed = await asyncio.gather(*(claim(clock) for _ in range(16)))
    got = [job.subject for job in claimed if job]
    assert sorted(got) == sorted(subjects)


async def test_work_of_a_kind_that_this_process_does_not_know_is_left_for_another(clock: SetClock) -> None:
    await enqueue("something new", uuid4(), now=clock.now())
    assert await claim(clock) is None


async def test_finished_work_is_over(clock: SetClock) -> None:
    await enqueue("pdf", uuid4(), now=clock.now())
    job = await claim(clock)
    assert job is not None
    await finish(job, now=clock.now())
    clock.moment += 10 * LEASE
    assert await claim(clock) is None


async def test_who_lost_the_lease_has_no_say_any_more(clock: SetClock) -> None:
    await enqueue("pdf", uuid4(), now=clock.now())
    late = await claim(clock)
    assert late is not None
    clock.moment += LEASE + MINUTE
    assert await claim(clock) is not None
    await finish(late, now=clock.now())
    row = await Job.objects().get(Job.id == late.id)
    assert row is not None
    assert row.done_at is None


async def test_a_handler_that_fails_is_tried_again_ever_later_and_then_given_up(clock: SetClock) -> None:
    attempts: list[datetime.datetime] = []

    async def failing(_subject: UUID) -> None:
        attempts.append(clock.now())
        raise RuntimeError("no")

    begun = clock.now()
    await enqueue("pdf", uuid4(), now=begun)
    while clock.now() < begun + datetime.timedelta(days=4):
        await run_due({"pdf": failing}, clock)
        clock.moment += MINUTE / 2 if clock.now() < begun + 60 * MINUTE else 30 * MINUTE
    assert [(moment - begun) // MINUTE for moment in attempts[:4]] == [0, 1, 6, 36]
    assert len(attempts) == 9
    assert datetime.timedelta(hours=40) < attempts[-1] - begun < datetime.timedelta(hours=48)
    entries = await AuditEntry.select(AuditEntry.action).where(AuditEntry.action == "job_given_up")
    assert len(entries) == 1


async def test_one_failure_does_not_hold_up_the_rest(clock: SetClock) -> None:
    bad, good = uuid4(), uuid4()
    done: list[UUID] = []

    async def handler(subject: UUID) -> None:
        if subject == bad:
            raise RuntimeError("no")
        done.append(subject)

    await enqueue("pdf", bad, now=clock.now())
    await enqueue("pdf", good, now=clock.now() + MINUTE / 60)
    clock.moment += MINUTE / 30
    while await run_due({"pdf": handler}, clock):
        pass
    assert done == [good]


async def test_work_of_a_transaction_that_fails_never_happens(clock: SetClock) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction():
            await enqueue("pdf", uuid4(), now=clock.now())
            raise RuntimeError("no")
    assert await claim(clock) is None


async def test_work_put_back_is_free_for_everybody_at_its_moment(clock: SetClock) -> None:
    await enqueue("pdf", uuid4(), now=clock.now())
    job = await claim(clock)
    assert job is not None
    await retry_later(job, now=clock.now())
    assert await claim(clock) is None
    clock.moment += MINUTE
    assert await claim(clock) is not None


def test_patience_ends() -> None:
    now = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
    assert next_attempt(1, now) == now + MINUTE
    assert next_attempt(9, now) is None
    assert next_attempt(99, now) is None


async def test_finished_work_is_forgotten_after_ninety_days_and_no_other(clock: SetClock) -> None:
    done, given_up, waiting = uuid4(), uuid4(), uuid4()
    await enqueue("pdf", done, now=clock.now())
    job = await claim(clock)
    assert job is not None
    await finish(job, now=clock.now())
    await enqueue("pdf", given_up, now=clock.now())
    await Job.update({Job.attempts: 8}).where(Job.subject == given_up)
    job = await claim(clock)
    assert job is not None
    await retry_later(job, now=clock.now())
    await enqueue("pdf", waiting, now=clock.now())
    for days, left in ((90, {done, given_up, waiting}), (1, {given_up, waiting})):
        clock.advance(days=days)
        await forget(now=clock.now())
        assert {row["subject"] for row in await Job.select(Job.subject)} == left
