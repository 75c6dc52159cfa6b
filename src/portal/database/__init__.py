"""Rows: one engine for SQLite or PostgreSQL, transactions on it, and raw questions that both answer alike.

`app` makes the engine with `engine_for`, hands it to the tables with `bind`, and opens and closes its pool with
`start` and `stop`; everything above only reads, writes and says `async with transaction():`.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from piccolo.table import Table

from portal.database.counting import Counter, counting
from portal.database.migrations import bind_piccolo, migrate
from portal.database.postgres import PooledPostgres
from portal.database.sqlite import PooledSQLite

__all__ = [
    "Counter",
    "Engine",
    "PooledPostgres",
    "PooledSQLite",
    "bind",
    "counting",
    "current_engine",
    "engine_for",
    "is_unique_violation",
    "migrate",
    "query",
    "remove",
    "start",
    "stop",
    "transaction",
    "unique_or",
]

Engine = PooledSQLite | PooledPostgres

BATCH = 1_000
_SQLITE_UNIQUE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
_bound: list[Engine] = []


def engine_for(url: str, data: Path) -> Engine:
    """The engine that a URL names: `sqlite:///file`, relative to the data folder or absolute, or `postgresql://…`.

    Nothing is opened yet, so that a database that is away does not keep the portal from starting.
    """
    if url.startswith("sqlite:///"):
        return PooledSQLite(data / url.removeprefix("sqlite:///"))
    if url.startswith(("postgresql://", "postgres://")):
        return PooledPostgres(url)
    raise ValueError("The database URL must start with sqlite:/// or postgresql://")


def bind(engine: Engine, tables: Iterable[type[Table]]) -> None:
    """Let these tables, and `transaction` and `query`, use this engine from now on."""
    bind_piccolo(engine)
    for table in tables:
        table._meta.db = engine
    _bound[:] = [engine]


def current_engine() -> Engine:
    """The engine that is bound."""
    if not _bound:
        raise RuntimeError("No database is bound; app.py does so with database.bind()")
    return _bound[0]


async def start() -> None:
    """Open the connections of the bound engine, on the event loop that will use them."""
    await current_engine().start_connection_pool()


async def stop() -> None:
    """Close the connections of the bound engine, after what is running on them."""
    await current_engine().close_connection_pool()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All of the block, durably, or nothing of it; a block inside another joins it.

    Never `asyncio.gather` in here: a transaction is one conversation. Raises `Busy` when the database is not free
    within five seconds.
    """
    async with current_engine().transaction():
        yield


async def query(sql: str, *args: object) -> list[dict[str, Any]]:
    """The rows that raw SQL with `{}` for each value answers, with the same Python types on both engines.

    A column keeps its type by itself. An expression must name it, as SQLite does not know it:
    `MAX(created_at) AS "latest [timestamptz]"` (or `uuid`, `boolean`, `date`) comes out as `latest`.
    """
    return await current_engine().fetch(sql, args)


async def remove(table: str, old: str, *args: object) -> int:
    """Remove the rows of a table that are `old`, SQL for which and in which order, until none is left; how many.

    A thousand at a time, each time in a transaction of its own unless one is under way, so that others come in between
    and whoever dies has done what is done.
    """
    found = f"SELECT {table}.id FROM {table} WHERE {old} LIMIT {BATCH}"  # noqa: S608 (our own text)
    removed = 0
    while rows := await query(f"DELETE FROM {table} WHERE id IN ({found}) RETURNING id", *args):  # noqa: S608 (ours too)
        removed += len(rows)
    return removed


def is_unique_violation(error: BaseException) -> bool:
    """Whether a write was refused because a row with the same key is there already.

    On PostgreSQL the transaction in which it happened is lost: catch it outside, or use `ON CONFLICT`.
    """
    if isinstance(error, sqlite3.IntegrityError):
        return error.sqlite_errorcode in _SQLITE_UNIQUE
    return isinstance(error, asyncpg.UniqueViolationError)


@contextmanager
def unique_or(refusal: type[Exception]) -> Iterator[None]:
    """Have a block around a transaction raise `refusal` when a row with the same key is there already."""
    try:
        yield
    except Exception as error:
        if is_unique_violation(error):
            raise refusal from error
        raise
