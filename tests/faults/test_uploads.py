"""Processes that die while a file comes in, or while it is confirmed: all or nothing, and trying again helps."""

import asyncio
from uuid import UUID, uuid4

import pytest

from portal import database
from portal.files.sweeping import sweep
from tests.faults.dying import Act, run
from tests.support.browser import Person
from tests.support.office import Office
from tests.uploads.conftest import ask
from tests.uploads.sending import listed, put

KILLED = -9


@pytest.fixture
def database_url(request: pytest.FixtureRequest, office: Office) -> str:
    """The address of the database of this office, for another process."""
    if office.adapters.engine.engine_type == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('sqlite_path')}"


async def die(person: Person, database_url: str, crash_at: str, path: str, *, file_name: str = "") -> None:
    """Send a request to a process that dies at this point of it."""
    act = Act(str(person.settings.data), database_url, person.token, crash_at, path, file_name)
    assert await asyncio.to_thread(run, act) == KILLED


async def supplied(dossier: UUID) -> int:
    rows = await database.query("SELECT id FROM document WHERE dossier = {} AND category = 'supplied'", dossier)
    return len(rows)


@pytest.mark.parametrize(
    ("point", "is_there"),
    [
        ("upload-received", False),
        ("upload-durable", False),
        ("file-added-before-commit", False),
        ("file-added-after-commit", True),
    ],
)
async def test_a_file_is_there_or_not_and_a_retry_makes_it_so(
    office: Office, anna: Person, database_url: str, point: str, is_there: bool
) -> None:
    await sweep(office.adapters.storage, older_than=0)
    request, file = await ask(office, await office.dossier()), uuid4()
    path = f"/upload-requests/{request}/files/{file}"
    await die(anna, database_url, point, path, file_name="paspoort.pdf")
    assert await listed(anna, request) == (["paspoort.pdf"] if is_there else [])
    assert (await put(anna, request, file=file)).status == 200
    assert await listed(anna, request) == ["paspoort.pdf"]
    await sweep(office.adapters.storage, older_than=0)
    rows = await database.query("SELECT id FROM stored_file")
    assert list(office.adapters.storage.keys()) == [row["id"] for row in rows]
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("point", "is_sent"), [("upload-confirmed-before-commit", False), ("upload-confirmed-after-commit", True)]
)
async def test_a_confirmation_is_all_files_or_none_and_once(
    office: Office, anna: Person, database_url: str, point: str, is_sent: bool
) -> None:
    dossier = await office.dossier()
    request = await ask(office, dossier)
    for name in ("een.pdf", "twee.pdf", "drie.pdf"):
        await put(anna, request, name)
    await die(anna, database_url, point, f"/upload-requests/{request}/confirmation")
    assert await supplied(dossier) == (3 if is_sent else 0)
    again = await anna.post(f"/upload-requests/{request}/confirmation", htmx=True)
    assert again.status == 200
    assert "UP-2026-0001" in again.text
    assert await supplied(dossier) == 3
