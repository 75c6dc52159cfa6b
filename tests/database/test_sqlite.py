"""What SQLite needs to serve many people: guarantees on each connection, and patience with other processes."""

import asyncio
import sqlite3
import uuid

import pytest

from portal import database
from portal.database import PooledSQLite
from portal.database.sqlite_connection import execute
from portal.errors import Busy
from tests.database.conftest import Box

GUARANTEES = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}


LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3000000) SELECT x FROM n"


async def read_back(connection) -> dict[str, object]:
    rows = [(await connection.execute_fetchall(f"PRAGMA {name}"))[0] for name in GUARANTEES]
    return dict(zip(GUARANTEES, (next(iter(row.values())) for row in rows), strict=True))


async def test_every_connection_has_every_guarantee(sqlite):
    readers = [sqlite._readers.get_nowait() for _ in range(4)]
    try:
        for connection in [*readers, sqlite._writer]:
            assert await read_back(connection) == GUARANTEES
    finally:
        for connection in readers:
            sqlite._readers.put_nowait(connection)


async def test_it_works_before_its_pool_is_open_with_the_same_guarantees(tmp_path):
    engine = PooledSQLite(tmp_path / "new" / "portal.sqlite")
    database.bind(engine, [Box])
    await Box.create_table()
    async with database.transaction():
        await Box(id=uuid.uuid4(), name="a").save()
        assert await read_back(engine.current_transaction.get().connection) == GUARANTEES
    assert await Box.count() == 1


async def test_the_file_and_its_log_are_for_their_owner_only(tmp_path):
    engine = PooledSQLite(tmp_path / "portal.sqlite")
    await engine.start_connection_pool()
    await engine.run_ddl("CREATE TABLE t (x)")
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    await engine.close_connection_pool()
    assert modes == dict.fromkeys(["portal.sqlite", "portal.sqlite-wal", "portal.sqlite-shm"], 0o600)


async def test_a_reader_cannot_write(sqlite):
    async with sqlite._reader() as connection:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await execute(connection, "DELETE FROM box")


async def test_what_is_read_on_the_spot_has_every_guarantee_and_cannot_write(sqlite):
    (row,) = sqlite._quick.rows("SELECT * FROM pragma_foreign_keys, pragma_secure_delete, pragma_trusted_schema", ())
    assert row == {"foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        sqlite._quick.rows("DELETE FROM box", ())


async def test_what_takes_long_to_read_is_left_to_a_thread(sqlite):
    assert sqlite._quick.rows(f"SELECT count(*) AS n FROM ({LONG})", ()) is None
    assert await sqlite.fetch(f"SELECT count(*) AS n FROM ({LONG})", []) == [{"n": 3_000_000}]


async def test_readers_do_not_wait_for_a_writer(sqlite):
    async def read() -> int:
        return await asyncio.wait_for(Box.count(), timeout=1)

    written, reading = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with database.transaction():
            await Box(id=uuid.uuid4(), name="a").save()
            written.set()
            await reading.wait()

    writer = asyncio.create_task(write())
    await written.wait()
    assert await read() == 0
    reading.set()
    await writer
    assert await read() == 1


async def test_a_lock_of_another_process_is_waited_for_and_then_said_to_be_busy(sqlite_path, sqlite):
    hasty = PooledSQLite(sqlite_path, timeout=0.3)
    await hasty.start_connection_pool()
    other = sqlite3.connect(sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        started = asyncio.get_running_loop().time()
        results = await asyncio.gather(
            *(hasty.run_ddl("DELETE FROM box") for _ in range(3)), begin(hasty), return_exceptions=True
        )
        assert [type(result) for result in results] == [Busy] * 4
        assert asyncio.get_running_loop().time() - started < 0.9
    finally:
        other.execute("ROLLBACK")
        other.close()
    await hasty.run_ddl("DELETE FROM box")
    await hasty.close_connection_pool()


async def test_a_task_that_is_cancelled_while_it_waits_for_another_process_blocks_nobody(sqlite_path, sqlite):
    other = sqlite3.connect(sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    task = asyncio.create_task(begin(sqlite))
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.sleep(0.05)
    other.execute("ROLLBACK")
    other.close()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(begin(sqlite), timeout=2)


async def begin(engine: PooledSQLite) -> None:
    async with engine.transaction():
        pass
