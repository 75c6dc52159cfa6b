"""The worker goes on whatever happens, and ends when it is told to."""

import asyncio
import datetime
import time
from collections.abc import Callable

from portal.adapters.clock import SetClock
from portal.jobs.hourly import Hourly
from portal.jobs.worker import Worker


class Work:
    """A pile of work, one piece at a time."""

    def __init__(self, pieces: int) -> None:
        self.left, self.done = pieces, 0

    async def __call__(self) -> bool:
        if not self.left:
            return False
        self.left, self.done = self.left - 1, self.done + 1
        return True


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(2):
        while not condition():  # noqa: ASYNC110 (it looks from outside)
            await asyncio.sleep(0.005)


async def test_it_does_all_there_is_without_a_pause() -> None:
    work = Work(50)
    async with Worker([work], pause=60):
        await until(lambda: work.done == 50)


async def test_it_sees_new_work_after_a_pause_and_at_once_when_woken() -> None:
    patient, quick = Work(1), Work(1)
    async with Worker([patient], pause=60) as asleep, Worker([quick], pause=0.02):
        await until(lambda: patient.done == 1 and quick.done == 1)
        patient.left = quick.left = 1
        await until(lambda: quick.done == 2)
        assert patient.done == 1
        asleep.wake()
        await until(lambda: patient.done == 2)


async def test_a_duty_that_fails_does_not_stop_the_others_and_is_asked_again() -> None:
    asked = 0

    async def failing() -> bool:
        nonlocal asked
        asked += 1
        raise RuntimeError("no")

    work = Work(3)
    async with Worker([failing, work], pause=0.01):
        await until(lambda: work.done == 3 and asked > 2)


async def test_a_duty_that_takes_long_keeps_no_other_waiting() -> None:
    async def slow() -> bool:
        await asyncio.sleep(60)
        return True

    work = Work(1)
    async with Worker([slow, work]):
        await until(lambda: work.done == 1)


async def test_it_finishes_what_is_under_way_and_then_stops() -> None:
    begun, finished = asyncio.Event(), []

    async def short() -> bool:
        begun.set()
        await asyncio.sleep(0.1)
        finished.append(True)
        return True

    async with Worker([short]):
        await begun.wait()
    assert len(finished) == 1


async def test_it_stops_within_about_a_second_whatever_it_is_doing() -> None:
    begun = asyncio.Event()

    async def endless() -> bool:
        begun.set()
        await asyncio.sleep(60)
        return True

    started = time.monotonic()
    async with Worker([endless]):
        await begun.wait()
    assert time.monotonic() - started < 2


async def test_a_worker_without_duties_stops_too() -> None:
    async with asyncio.timeout(2), Worker([]):
        pass


async def test_until_idle_means_that_nobody_has_anything_left() -> None:
    one, other = Work(3), Work(5)
    await Worker([one, other]).run_until_idle()
    assert (one.done, other.done) == (3, 5)


async def test_what_is_hourly_is_done_at_the_start_and_then_every_hour() -> None:
    clock, moments = SetClock(datetime.datetime(2026, 12, 4, tzinfo=datetime.UTC)), list[datetime.datetime]()

    async def work(*, now: datetime.datetime) -> None:
        moments.append(now)

    duty = Hourly(clock, work)
    for minutes, done in ((0, 1), (59, 1), (1, 2), (30, 2), (30, 3)):
        clock.advance(minutes=minutes)
        assert await duty() is False
        assert len(moments) == done
