"""Sending files with the uploader: one raw body each."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from portal import database
from portal.staff.queries import requests
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.uploads.conftest import ask
from tests.uploads.sending import PDF, counted, listed, put


async def test_a_file_is_stored_encrypted_and_listed(office: Office, anna: Person, upload_request: UUID) -> None:
    page = await put(anna, upload_request, "Mijn paspoort é.pdf", PDF)
    assert (page.status, page.response.content) == (200, b"")
    assert await listed(anna, upload_request) == ["Mijn paspoort é.pdf"]
    row = (await database.query("SELECT id, size, sha256, media_type FROM stored_file"))[0]
    assert (row["size"], row["sha256"]) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert row["media_type"] == "application/pdf"
    with office.adapters.storage.open_reader(row["id"]) as stored:
        assert PDF[:20] not in stored.read()


async def test_a_retry_with_the_same_id_changes_nothing(anna: Person, upload_request: UUID) -> None:
    file = uuid4()
    answers = [(await put(anna, upload_request, file=file)).status for _attempt in range(3)]
    assert answers == [200, 200, 200]
    assert await listed(anna, upload_request) == ["paspoort.pdf"]
    assert await counted("stored_file") == 1


async def test_the_same_id_twice_at_once_is_one_file(anna: Person, upload_request: UUID) -> None:
    file = uuid4()
    answers = await asyncio.gather(*(put(anna, upload_request, file=file) for _attempt in range(4)))
    assert [answer.status for answer in answers] == [200] * 4
    assert await counted("uploaded_file") == await counted("stored_file") == 1


async def test_a_retry_after_the_confirmation_is_answered_as_before(anna: Person, upload_request: UUID) -> None:
    file = uuid4()
    await put(anna, upload_request, file=file)
    await anna.post(f"/upload-requests/{upload_request}/confirmation")
    assert (await put(anna, upload_request, file=file)).status == 200


async def test_the_id_of_another_request_is_not_found(
    office: Office, anna: Person, carla: Person, upload_request: UUID
) -> None:
    file = uuid4()
    await put(anna, upload_request, file=file)
    hers = await ask(office, await office.dossier("2026.2000", clients=("carla",)), "carla")
    own = await ask(office, await office.dossier("2026.2001"), "anna")
    assert (await put(carla, hers, file=file)).status == 404
    assert (await put(anna, own, file=file)).status == 404
    assert await listed(anna, upload_request) == ["paspoort.pdf"]


async def test_an_empty_file_is_refused_by_name(anna: Person, upload_request: UUID) -> None:
    page = await put(anna, upload_request, "leeg.pdf", b"")
    assert page.status == 422
    assert page.response.text.startswith("leeg.pdf is leeg.")


async def test_too_large_a_file_is_refused_with_the_limit(anna: Person, upload_request: UUID) -> None:
    page = await put(anna, upload_request, "groot.pdf", PDF + bytes(25_000_000))
    assert page.status == 413
    assert page.headers["content-type"] == "text/plain; charset=utf-8"
    assert page.response.text == "groot.pdf is te groot. Kies een bestand van hooguit 25 MB."
    assert await listed(anna, upload_request) == []


async def test_too_large_a_file_of_undeclared_length_is_refused_and_not_read_to_its_end(
    anna: Person, upload_request: UUID
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield PDF
        while sent < 200_000_000:
            sent += 1_000_000
            yield bytes(1_000_000)

    page = await put(anna, upload_request, "eindeloos.pdf", endless())
    assert page.status == 413
    assert page.response.text.startswith("eindeloos.pdf is te groot.")
    assert sent < 30_000_000


async def test_a_file_of_another_kind_is_refused_with_the_kinds(anna: Person, upload_request: UUID) -> None:
    page = await put(anna, upload_request, "programma.pdf", b"MZ\x90\x00" + bytes(200))
    assert page.status == 415
    assert page.response.text.startswith("programma.pdf kunnen wij niet gebruiken.")
    assert "PDF" in page.response.text


async def test_refusals_speak_the_language_of_the_person(anna: Person, upload_request: UUID) -> None:
    await anna.speak("en")
    page = await put(anna, upload_request, "leeg.pdf", b"")
    assert page.response.text == "leeg.pdf is empty. Choose another file."


async def test_fewer_bytes_than_declared_are_refused(anna: Person, upload_request: UUID) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield PDF[:20]

    page = await put(anna, upload_request, "half.pdf", half(), **{"Content-Length": str(len(PDF))})
    assert page.status == 400
    assert page.response.text == "half.pdf is niet helemaal aangekomen. Probeer het opnieuw."
    assert await counted("uploaded_file") == 0


async def test_more_files_than_fit_are_refused(office: Office, anna: Person, upload_request: UUID) -> None:
    for number in range(50):
        assert (await put(anna, upload_request, f"{number}.pdf")).status == 200
    page = await put(anna, upload_request, "51.pdf")
    assert page.status == 422
    assert page.response.text == "51.pdf is niet toegevoegd: er passen hooguit 50 bestanden bij dit verzoek."
    assert await counted("uploaded_file") == 50


async def test_a_confirmed_request_takes_no_more_files(anna: Person, upload_request: UUID) -> None:
    await put(anna, upload_request)
    await anna.post(f"/upload-requests/{upload_request}/confirmation")
    page = await put(anna, upload_request, "te laat.pdf")
    assert page.status == 409
    assert page.response.text.startswith("te laat.pdf is niet toegevoegd")


HOSTILE = [
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "a\x00b.pdf",
    "factuur\u202efdp.exe",
    "x" * 300 + ".pdf",
    "CON",
    "   ",
    "",
    "a\r\nb",
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_are_shown_clean(office: Office, anna: Person, upload_request: UUID, name: str) -> None:
    assert (await put(anna, upload_request, name)).status == 200
    row = (await database.query("SELECT name FROM uploaded_file"))[0]
    kept = row["name"]
    assert kept and len(kept) <= 200
    assert not set(kept) & set("/\\\x00\u202e\r\n")
    assert kept.upper().split(".")[0] != "CON"
    assert (await anna.get(f"/upload-requests/{upload_request}")).status == 200


async def test_a_name_that_is_no_utf8_is_no_error(anna: Person, upload_request: UUID) -> None:
    page = await put(anna, upload_request, **{"X-File-Name": "%ff%fe.pdf"})
    assert page.status == 200


async def test_without_the_token_no_byte_is_read(anna: Person, upload_request: UUID) -> None:
    read = 0

    async def counting() -> AsyncIterator[bytes]:
        nonlocal read
        for _chunk in range(50):
            read += 1
            yield PDF

    page: Page = await put(anna, upload_request, content=counting(), **{"X-CSRF-Token": "old"})
    assert (page.status, read) == (403, 0)


async def test_a_signed_out_uploader_gets_a_text(office: Office, upload_request: UUID) -> None:
    page = await put(office.visitor(), upload_request)
    assert page.status == 401
    assert page.headers["content-type"].startswith("text/plain")


async def test_the_office_sees_nothing_of_what_is_not_confirmed(
    office: Office, anna: Person, dossier: UUID, upload_request: UUID
) -> None:
    sanne, today = office.viewer("sanne"), office.clock.now().date()
    before = await requests.requests(dossier, sanne, today=today)
    await put(anna, upload_request)
    assert await requests.requests(dossier, sanne, today=today) == before
    assert await counted("document") == 0
