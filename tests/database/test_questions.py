"""Raw SQL answers alike on both engines, and statements can be counted."""

import datetime
import uuid

import pytest

from portal import database
from tests.database.conftest import Box

NOON = datetime.datetime(2026, 12, 4, 11, 0, tzinfo=datetime.UTC)
ID = uuid.UUID("11111111-2222-3333-4444-555555555555")


@pytest.fixture
async def box(bound) -> Box:
    row = Box(id=ID, name="één", number=3, opened_on=NOON.date(), opened_at=NOON)
    await row.save()
    return row


async def test_a_raw_row_has_the_same_types_on_both_engines(box):
    [row] = await database.query("SELECT * FROM box WHERE id = {} AND opened_at >= {}", ID, NOON)
    assert row == {
        "id": ID,
        "name": "één",
        "number": 3,
        "is_open": True,
        "opened_on": NOON.date(),
        "opened_at": NOON,
    }
    assert [type(value) for value in row.values()] == [uuid.UUID, str, int, bool, datetime.date, datetime.datetime]


async def test_an_expression_that_names_its_type_has_it_on_both_engines(box):
    sql = 'SELECT MAX(opened_at) AS "latest [timestamptz]", COUNT(*) > 0 AS "has_any [boolean]" FROM box'
    assert await database.query(sql) == [{"latest": NOON, "has_any": True}]


async def test_a_row_that_a_write_returns_has_the_same_types(box):
    sql = 'UPDATE box SET number = number + {} WHERE id = {} RETURNING number, id AS "id [uuid]"'
    assert await database.query(sql, 2, ID) == [{"number": 5, "id": ID}]


async def test_a_write_behind_with_reaches_the_writer(box):
    sql = "WITH chosen AS (SELECT id FROM box) UPDATE box SET number = 9 WHERE id IN (SELECT id FROM chosen)"
    await database.query(sql)
    assert await database.query("WITH b AS (SELECT number FROM box) SELECT number FROM b") == [{"number": 9}]


async def test_a_repeated_key_is_told_from_other_refusals(box):
    with pytest.raises(Exception) as repeated:
        await Box(id=uuid.uuid4(), name="één").save()
    with pytest.raises(Exception) as missing:
        await database.query("INSERT INTO box (id, name) VALUES ({}, NULL)", uuid.uuid4())
    assert database.is_unique_violation(repeated.value)
    assert not database.is_unique_violation(missing.value)


async def test_a_repeated_key_is_refused_in_words_of_the_feature(box):
    class Taken(Exception):
        pass

    with pytest.raises(Taken), database.unique_or(Taken):
        async with database.transaction():
            await Box(id=ID, name="één").save()
    with pytest.raises(ZeroDivisionError), database.unique_or(Taken):
        raise ZeroDivisionError


async def test_counting_sees_every_statement_of_the_task(box):
    with database.counting() as counter:
        await Box.select().where(Box.id == ID)
        async with database.transaction():
            await database.query("SELECT 1")
    assert counter.statements == 2
    await database.query("SELECT 1")
    assert counter.statements == 2


def test_an_engine_is_made_from_its_address_without_opening_it(tmp_path):
    assert database.engine_for("sqlite:///a.sqlite", tmp_path).path == str(tmp_path / "a.sqlite")
    assert database.engine_for(f"sqlite:///{tmp_path}/b.sqlite", tmp_path).path == f"{tmp_path}/b.sqlite"
    assert isinstance(database.engine_for("postgresql://nobody@localhost:1/none", tmp_path), database.PooledPostgres)
    assert not list(tmp_path.iterdir())
    with pytest.raises(ValueError, match="sqlite:///"):
        database.engine_for("mysql://localhost/portal", tmp_path)
