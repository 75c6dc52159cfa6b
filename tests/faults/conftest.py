"""A prepared office on a real disk, and copies of it."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.lives import Nursery, open_nursery
from tests.faults.postgres import create_database
from tests.faults.preparing import Prepared, PreparedOffice, prepare

KILLS = int(os.environ.get("FAULTS_KILLS", "50"))
"""How often the server is killed during each kind of act."""


@pytest.fixture(scope="session")
def disk() -> Iterator[Path]:
    """A folder on a disk; the other tests keep theirs in memory, where a sync is not a sync."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="portal-faults-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
async def prepared(disk: Path) -> tuple[Path, Prepared]:
    """The office as it is before the first life."""
    data = disk / "prepared"
    data.mkdir(mode=0o700)
    return data, await prepare(data, bundles=2 * KILLS + 30)


@pytest.fixture
def real_office(
    disk: Path, prepared: tuple[Path, Prepared], request: pytest.FixtureRequest
) -> Iterator[PreparedOffice]:
    """A copy of the office, for one test."""
    source, known = prepared
    data = Path(tempfile.mkdtemp(dir=disk)) / "data"
    shutil.copytree(source, data)
    yield PreparedOffice(data, known.anna, known.sanne, iter(known.bundles))
    shutil.rmtree(data.parent)


@pytest.fixture
async def postgres_office(disk: Path, postgres_url: str) -> AsyncIterator[PreparedOffice]:
    """An office whose database is of PostgreSQL."""
    data = Path(tempfile.mkdtemp(dir=disk)) / "data"
    data.mkdir(mode=0o700)
    url = create_database(postgres_url, "faults")
    known = await prepare(data, bundles=KILLS // 5 + 8, url=url)
    yield PreparedOffice(data, known.anna, known.sanne, iter(known.bundles), url)
    shutil.rmtree(data.parent)


@pytest.fixture
async def nursery(real_office: PreparedOffice) -> AsyncIterator[Nursery]:
    """Starts servers for the office."""
    async with open_nursery(real_office.data) as opened:
        yield opened
