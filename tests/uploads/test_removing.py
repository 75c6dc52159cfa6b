"""Removing a file before it is confirmed."""

from uuid import UUID, uuid4

import pytest

from portal import database
from portal.files.sweeping import sweep
from tests.support.browser import Person
from tests.support.office import Office
from tests.uploads.sending import PNG, counted, listed, put


async def test_a_removed_file_is_gone_from_the_list(anna: Person, upload_request: UUID) -> None:
    file = uuid4()
    await put(anna, upload_request, "een.pdf", file=file)
    await put(anna, upload_request, "twee.png", PNG)
    page = await anna.post(f"/uploaded-files/{file}/removal", htmx=True)
    assert page.status == 200
    assert page.one("#uploaded-files") is not None
    assert await listed(anna, upload_request) == ["twee.png"]
    assert await counted("stored_file") == 1
    assert (await anna.post(f"/uploaded-files/{file}/removal")).status == 404


@pytest.mark.parametrize("htmx", [True, False])
async def test_a_file_removed_twice_is_simply_gone(
    anna: Person, carla: Person, upload_request: UUID, htmx: bool
) -> None:
    file, form = uuid4(), {"request": str(upload_request)}
    await put(anna, upload_request, file=file)
    await anna.post(f"/uploaded-files/{file}/removal", form, htmx=htmx)
    page = await anna.post(f"/uploaded-files/{file}/removal", form, htmx=htmx)
    assert page.status == (200 if htmx else 303)
    assert await listed(anna, upload_request) == []
    assert (await carla.post(f"/uploaded-files/{file}/removal", form, htmx=htmx)).status == 404
    assert (await anna.post(f"/uploaded-files/{file}/removal", {"request": "nothing"}, htmx=htmx)).status == 404


async def test_a_removal_works_as_a_plain_form(anna: Person, upload_request: UUID) -> None:
    file = uuid4()
    await put(anna, upload_request, file=file)
    page = await anna.post(f"/uploaded-files/{file}/removal")
    assert (page.status, page.location) == (303, f"/upload-requests/{upload_request}")
    assert "U hebt nog geen bestanden toegevoegd" in (await anna.follow(page)).text


async def test_a_confirmed_file_cannot_be_removed(anna: Person, upload_request: UUID) -> None:
    file = uuid4()
    await put(anna, upload_request, file=file)
    await anna.post(f"/upload-requests/{upload_request}/confirmation")
    assert (await anna.post(f"/uploaded-files/{file}/removal")).status == 409
    assert await counted("uploaded_file") == 1


async def test_the_bytes_of_a_removed_file_are_swept_and_those_of_the_others_stay(
    office: Office, anna: Person, upload_request: UUID
) -> None:
    storage, removed = office.adapters.storage, uuid4()
    await sweep(storage, older_than=0)
    await put(anna, upload_request, "weg.pdf", file=removed)
    await put(anna, upload_request, "blijft.pdf")
    await anna.post(f"/uploaded-files/{removed}/removal")
    assert len(list(storage.keys())) == 2
    assert await sweep(storage, older_than=0) == 1
    kept = await database.query("SELECT id FROM stored_file")
    assert list(storage.keys()) == [row["id"] for row in kept]
