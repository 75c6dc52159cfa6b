"""Old rows are removed a little at a time, the oldest first, and all of them in the end."""

import asyncio
import datetime
import uuid
from collections.abc import Awaitable

import pytest

from portal import database
from tests.database.conftest import Box

NOON = datetime.datetime(2026, 12, 4, 11, 0, tzinfo=datetime.UTC)
OLD = "opened_at < {} ORDER BY opened_at"


@pytest.fixture(autouse=True)
async def days(bound: database.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A box of each of twenty days up to noon, put in in another order, and one that was never opened."""
    monkeypatch.setattr(database, "BATCH", 3)
    for number in [*range(1, 20, 2), *range(0, 20, 2)]:
        await Box(
            id=uuid.uuid4(), name=str(number), number=number, opened_at=NOON - datetime.timedelta(days=number)
        ).save()
    await Box(id=uuid.uuid4(), name="never", number=-1).save()


async def left() -> list[int]:
    return [row["number"] for row in await Box.select(Box.number).order_by(Box.number)]


def before(days: int) -> datetime.datetime:
    return NOON - datetime.timedelta(days=days)


async def test_everything_old_is_removed_in_small_statements_and_nothing_else() -> None:
    with database.counting() as counter:
        assert await database.remove("box", OLD, before(9)) == 10
    assert counter.statements == 5, "3, 3, 3, 1 and none"
    assert await left() == [-1, *range(10)]
    assert await database.remove("box", OLD, before(9)) == 0


async def test_whoever_dies_halfway_has_removed_the_oldest_and_the_next_one_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Died(BaseException):
        pass

    statements, query = [0], database.query

    async def dying(sql: str, *args: object) -> list[dict[str, object]]:
        statements[0] += 1
        if statements[0] == 3:
            raise Died
        return await query(sql, *args)

    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr(database, "query", dying)
        await database.remove("box", OLD, before(9))
    assert await left() == [-1, *range(14)]
    assert await database.remove("box", OLD, before(9)) == 4
    assert await left() == [-1, *range(10)]


async def test_others_write_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BATCH", 1)
    done = []

    async def note(name: str, work: Awaitable[object]) -> None:
        await work
        done.append(name)

    new = Box(id=uuid.uuid4(), name="new", number=99)
    await asyncio.gather(note("removed", database.remove("box", OLD, before(0))), note("wrote", new.save().run()))
    assert done == ["wrote", "removed"]
    assert await left() == [-1, 0, 99]


async def test_several_at_once_remove_everything_once() -> None:
    removed = await asyncio.gather(*(database.remove("box", OLD, before(0)) for _worker in range(4)))
    assert sum(removed) == 19
    assert await left() == [-1, 0]
