"""All or nothing, on both engines, whatever happens to the task."""

import asyncio
import uuid

import pytest

from portal import database
from portal.database import transaction
from tests.database.conftest import Box


class Oops(Exception):
    """Something goes wrong halfway."""


async def names() -> list[str]:
    return [row["name"] for row in await database.query("SELECT name FROM box ORDER BY name")]


async def add(name: str) -> None:
    await Box(id=uuid.uuid4(), name=name).save()


async def test_a_transaction_keeps_all_of_its_writes(bound):
    async with transaction():
        await add("a")
        await add("b")
    assert await names() == ["a", "b"]


async def test_an_error_undoes_all_of_its_writes(bound):
    with pytest.raises(Oops):
        async with transaction():
            await add("a")
            raise Oops
    assert await names() == []


async def test_reads_inside_see_its_own_writes(bound):
    async with transaction():
        await add("a")
        assert await names() == ["a"]


async def test_a_task_that_outlives_its_transaction_sees_nothing_of_the_next_one(bound):
    go = asyncio.Event()

    async def later() -> list[str]:
        await go.wait()
        return await names()

    async with transaction():
        await add("a")
        task = asyncio.create_task(later())

    async def the_next_one() -> None:
        async with transaction():
            await add("b")
            go.set()
            assert await task == ["a"]

    await asyncio.create_task(the_next_one())
    assert await names() == ["a", "b"]


async def test_an_inner_transaction_joins_the_outer(bound):
    with pytest.raises(Oops):
        async with transaction():
            async with transaction():
                await add("inner")
            raise Oops
    assert await names() == []


async def test_a_task_that_outlives_its_transaction_gets_one_of_its_own(bound):
    async def later() -> None:
        await asyncio.sleep(0.05)
        async with transaction():
            await add("later")
            raise RuntimeError

    async with transaction():
        await add("a")
        task = asyncio.create_task(later())
    with pytest.raises(RuntimeError):
        await task
    assert await names() == ["a"]


@pytest.mark.parametrize("times", [1, 2])
async def test_a_cancelled_task_leaves_nothing_and_blocks_nobody(bound, times):
    """Cancel a little later each time, so that every point inside is hit, also the rolling back itself."""

    async def work() -> None:
        async with transaction():
            await add("a")
            await add("b")
            await asyncio.sleep(10)

    for step in range(40):
        task = asyncio.create_task(work())
        await asyncio.sleep(step * 0.0002)
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await task
        async with transaction():
            assert await names() == []


async def test_cancelling_while_it_commits_lets_the_commit_finish(bound):
    inside = asyncio.Event()

    async def work() -> None:
        async with transaction():
            await add("a")
            inside.set()

    task = asyncio.create_task(work())
    await inside.wait()
    task.cancel()
    await asyncio.wait([task])
    assert await names() == ["a"]


async def test_twenty_tasks_that_read_then_update_lose_no_update(bound):
    await add("shared")

    async def increment() -> None:
        for _ in range(5):
            async with transaction():
                lock = "" if isinstance(bound, database.PooledSQLite) else " FOR UPDATE"
                [row] = await database.query(f"SELECT number FROM box{lock}")
                await database.query("UPDATE box SET number = {}", row["number"] + 1)

    await asyncio.gather(*(increment() for _ in range(20)))
    assert await database.query("SELECT number FROM box") == [{"number": 100}]


async def test_a_caught_error_cannot_make_a_commit_that_is_none(postgres_engine):
    database.bind(postgres_engine, [Box])
    await Box.create_table(if_not_exists=True)
    await Box.delete(force=True)
    await add("a")
    with pytest.raises(Exception, match="nothing was committed"):
        async with transaction():
            await add("b")
            with pytest.raises(Exception, match="unique"):
                await add("a")
    assert await names() == ["a"]
