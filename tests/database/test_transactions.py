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


async def test_reads_inside_see_its_own_writes_and_others_do_not(bound):
    async with transaction():
        await add("a")
        assert await names() == ["a"]
        outside = asyncio.create_task(outside_of_it())
        await asyncio.sleep(0)
    assert await outside == ["a"]  # it ran on after the end, on a connection of its own


async def outside_of_it() -> list[str]:
    await asyncio.sleep(0.05)
    return await names()


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


@pytest.mark.parametrize("steps", range(12))
async def test_a_cancelled_task_leaves_nothing_and_blocks_nobody(bound, steps):
    """Cancel after the n-th turn of the event loop, so that every point inside is hit."""

    async def work() -> None:
        async with transaction():
            await add("a")
            await add("b")
            await asyncio.sleep(10)

    task = asyncio.create_task(work())
    for _ in range(steps):
        await asyncio.sleep(0.0005 * steps)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await names() == []
    async with transaction():
        await add("c")
    assert await names() == ["c"]


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
