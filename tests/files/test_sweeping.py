"""Bytes without a row go, after a grace time; everything else stays."""

import uuid
from uuid import UUID

from portal.files.sweeping import Sweeping, sweep
from portal.files.tables import StoredFile
from tests.support.browser import Person
from tests.support.office import Office
from tests.uploads.conftest import ask
from tests.uploads.sending import put


async def stored_rows() -> set[UUID]:
    return {uuid.UUID(int=row["id"].int) for row in await StoredFile.select(StoredFile.id)}


async def test_the_bytes_of_a_removed_file_go_and_those_of_the_others_stay(office: Office, anna: Person) -> None:
    request = await ask(office, await office.dossier())
    removed = uuid.uuid4()
    await put(anna, request, "weg.pdf", file=removed)
    await put(anna, request, "blijft.pdf")
    await anna.post(f"/uploaded-files/{removed}/removal")
    storage = office.adapters.storage
    assert len(list(storage.keys())) == 2
    assert await sweep(storage, grace=0) == 1
    assert set(storage.keys()) == await stored_rows()
    assert len(await stored_rows()) == 1
    assert await sweep(storage, grace=0) == 0


async def test_young_bytes_stay_because_their_row_may_be_on_its_way(office: Office) -> None:
    storage = office.adapters.storage
    for key in (uuid.uuid4(), uuid.uuid4()):
        writer = storage.open_writer(key)
        writer.write(b"x")
        writer.commit()
    coming_in = storage.open_writer(uuid.uuid4())
    assert await sweep(storage, grace=60) == 0
    assert await sweep(storage, grace=0) == 3
    coming_in.discard()
    assert list(storage.keys()) == []


async def test_the_duty_sweeps_at_the_start_and_then_every_hour(office: Office) -> None:
    storage, duty = office.adapters.storage, Sweeping(office.adapters.storage, office.clock, grace=0)

    def orphan() -> None:
        writer = storage.open_writer(uuid.uuid4())
        writer.write(b"x")
        writer.commit()

    orphan()
    assert await duty() is False
    assert list(storage.keys()) == []
    orphan()
    office.clock.advance(minutes=59)
    await duty()
    assert len(list(storage.keys())) == 1
    office.clock.advance(minutes=1)
    await duty()
    assert list(storage.keys()) == []
