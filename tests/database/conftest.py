"""One small table, made anew for each test on the engine that it asks for."""

from collections.abc import AsyncIterator

import pytest
from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from portal import database


class Box(Table):
    """Something that can be counted, told apart and dated."""

    id = UUID(primary_key=True)
    name = Text(unique=True)
    number = Integer(default=0)
    is_open = Boolean(default=True)
    opened_on = Date(null=True, default=None)
    opened_at = Timestamptz(null=True, default=None)


@pytest.fixture
async def bound(engine: database.Engine) -> AsyncIterator[database.Engine]:
    """The engine, bound to the table, which is empty."""
    database.bind(engine, [Box])
    await Box.create_table(if_not_exists=True)
    await Box.delete(force=True)
    yield engine


@pytest.fixture
async def sqlite(sqlite_engine: database.PooledSQLite) -> AsyncIterator[database.PooledSQLite]:
    """SQLite, bound to the table, which is empty."""
    database.bind(sqlite_engine, [Box])
    await Box.create_table(if_not_exists=True)
    await Box.delete(force=True)
    yield sqlite_engine
