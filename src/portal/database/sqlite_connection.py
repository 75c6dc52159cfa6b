"""One connection to a file of SQLite, with everything set on it that keeps what was acknowledged."""

import datetime
import re
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import aiosqlite
from piccolo.engine.sqlite import dict_factory

from portal.errors import Busy
from portal.finishing import to_the_end

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",  # an acknowledged write survives a power cut
    "foreign_keys": "ON",
    "secure_delete": "ON",  # what was deleted is overwritten, not merely forgotten
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "mmap_size": 268_435_456,
}
_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@lru_cache(maxsize=10_000)  # the pages of a person ask for the same ids again and again
def _uuid(value: bytes) -> UUID:
    return UUID(value.decode())


def _moment(value: bytes) -> datetime.datetime:
    return datetime.datetime.fromisoformat(value.decode()).replace(tzinfo=datetime.UTC)


# In the place of Piccolo's, which took longer for a page of documents than SQLite itself.
sqlite3.register_converter("INTEGER", int)
sqlite3.register_converter("TIMESTAMPTZ", _moment)
sqlite3.register_converter("UUID", _uuid)


def may_write(sql: str) -> bool:
    """Whether a statement must go to the writer; when in doubt it must, and the readers refuse to write."""
    verb = sql.lstrip(" \n\t(")[:6].upper()
    return verb != "SELECT" and not (verb.startswith("WITH") and not _WRITES.search(sql))


async def connect(options: dict[str, Any], *, writes: bool) -> aiosqlite.Connection:
    """A new connection with every guarantee set; it belongs to the caller, who closes it."""
    _make_private(Path(options["database"]))
    connection = await aiosqlite.connect(**options)
    try:
        connection.row_factory = dict_factory  # type: ignore[assignment]
        for name, value in PRAGMAS.items():
            await execute(connection, f"PRAGMA {name} = {value}")
        if not writes:
            await execute(connection, "PRAGMA query_only = ON")
    except BaseException:
        await to_the_end(connection.close())
        raise
    return connection


async def execute(connection: aiosqlite.Connection, sql: str, args: Iterable[Any] = ()) -> list[dict[str, Any]]:
    """The rows of one statement, in one visit to the thread of the connection. Raises `Busy` after a long wait."""
    try:
        return await connection.execute_fetchall(sql, args)  # type: ignore[return-value]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in LOCKED:
            raise Busy("The database was not free in time.") from error
        raise


def _make_private(path: Path) -> None:
    """Make the file for its owner only, before SQLite would make it for everybody; its log gets the same mode."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
