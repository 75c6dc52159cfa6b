"""Bevestigen: all files or none, once, and a receipt."""

import asyncio
import hashlib
from uuid import UUID, uuid4

import pytest

from portal import database
from portal.dossiers import queries as dossiers
from portal.uploads import operations
from tests.support.browser import Person
from tests.support.office import Office
from tests.uploads.conftest import ask
from tests.uploads.sending import PDF, PNG, put


async def supplied(dossier: UUID) -> list[tuple[str, str]]:
    """What the dossier holds of what was supplied: names and references."""
    sql = "SELECT file_name, reference FROM document WHERE dossier = {} AND category = 'supplied' ORDER BY file_name"
    return [(row["file_name"], row["reference"]) for row in await database.query(sql, dossier)]


@pytest.mark.parametrize("htmx", [True, False])
async def test_confirming_sends_every_file_and_shows_a_receipt(
    anna: Person, dossier: UUID, upload_request: UUID, htmx: bool
) -> None:
    await put(anna, upload_request, "een.pdf", PDF)
    await put(anna, upload_request, "twee.png", PNG)
    page = await anna.post(f"/upload-requests/{upload_request}/confirmation", htmx=htmx)
    assert page.status == (200 if htmx else 303)
    assert page.location == f"/upload-requests/{upload_request}"
    receipt = page if htmx else await anna.follow(page)
    assert "Wij hebben uw bestanden ontvangen" in receipt.text
    for part in ("UP-2026-0001", "maandag 23 november 2026 om 14.07 uur", "een.pdf", hashlib.sha256(PNG).hexdigest()):
        assert part in receipt.text
    assert receipt.one(f'a[href="/dossiers/{dossier}/supplied"]') is not None
    assert receipt.one("[data-print]") is not None
    assert await supplied(dossier) == [("een.pdf", "UP-2026-0001"), ("twee.png", "UP-2026-0001")]


async def test_confirming_without_files_is_refused_with_a_sentence(
    anna: Person, dossier: UUID, upload_request: UUID
) -> None:
    for htmx in (True, False):
        page = await anna.post(f"/upload-requests/{upload_request}/confirmation", htmx=htmx)
        assert page.status == 422
        assert "U hebt nog geen bestanden toegevoegd. Voeg eerst een bestand toe" in page.text
    assert await supplied(dossier) == []


async def test_a_second_confirmation_shows_the_receipt_again(anna: Person, dossier: UUID, upload_request: UUID) -> None:
    await put(anna, upload_request)
    first = await anna.post(f"/upload-requests/{upload_request}/confirmation", htmx=True)
    second = await anna.post(f"/upload-requests/{upload_request}/confirmation", htmx=True)
    assert (first.status, second.status) == (200, 200)
    assert second.text == first.text
    assert len(await supplied(dossier)) == 1


async def test_two_confirmations_at_once_are_one(office: Office, dossier: UUID, upload_request: UUID) -> None:
    windows = [await office.browser("anna") for _window in range(8)]
    await put(windows[0], upload_request)
    path = f"/upload-requests/{upload_request}/confirmation"
    answers = await asyncio.gather(*(window.post(path, htmx=True) for window in windows))
    assert [answer.status for answer in answers] == [200] * 8
    assert {answer.text for answer in answers} == {answers[0].text}
    assert await supplied(dossier) == [("paspoort.pdf", "UP-2026-0001")]
    acts = await database.query("SELECT action FROM audit_entry WHERE action = 'upload_confirmed'")
    assert len(acts) == 1


async def test_what_races_with_the_confirmation_is_in_it_or_refused(
    office: Office, dossier: UUID, upload_request: UUID
) -> None:
    one, other = await office.browser("anna"), await office.browser("anna")
    removed = uuid4()
    await put(one, upload_request, "blijft.pdf")
    await put(one, upload_request, "weg.pdf", file=removed)
    confirmed, added, gone = await asyncio.gather(
        one.post(f"/upload-requests/{upload_request}/confirmation", htmx=True),
        put(other, upload_request, "erbij.pdf"),
        other.post(f"/uploaded-files/{removed}/removal", htmx=True),
    )
    assert confirmed.status == 200
    names = {name for name, _reference in await supplied(dossier)}
    assert ("erbij.pdf" in names) == (added.status == 200)
    assert ("weg.pdf" in names) == (gone.status == 409)
    assert "blijft.pdf" in names


async def test_a_withdrawal_and_a_confirmation_at_once_have_one_winner(
    office: Office, anna: Person, dossier: UUID, upload_request: UUID
) -> None:
    await put(anna, upload_request)
    sanne, now = office.accounts["sanne"].id, office.clock.now()
    page, withdrawn = await asyncio.gather(
        anna.post(f"/upload-requests/{upload_request}/confirmation", htmx=True),
        operations.withdraw(upload_request, actor=sanne, now=now),
        return_exceptions=True,
    )
    assert not isinstance(page, BaseException)
    assert page.status == 200
    assert len(await supplied(dossier)) == (1 if isinstance(withdrawn, operations.RequestClosed) else 0)


async def test_the_files_are_found_back_in_the_dossier(
    office: Office, anna: Person, dossier: UUID, upload_request: UUID
) -> None:
    await put(anna, upload_request)
    await anna.post(f"/upload-requests/{upload_request}/confirmation")
    rows = await database.query("SELECT supplied_by, organisation, answers FROM document WHERE dossier = {}", dossier)
    assert (rows[0]["supplied_by"], rows[0]["organisation"]) == (office.accounts["anna"].id, None)
    assert rows[0]["answers"] == upload_request


async def test_what_a_company_supplies_is_seen_by_its_members(office: Office, bas: Person, daan: Person) -> None:
    dossier = await office.company_dossier()
    await office.allow("daan", read=dossier)
    asked = await ask(office, dossier, "bas")
    assert (await daan.get(f"/upload-requests/{asked}")).status == 404
    await put(bas, asked)
    await bas.post(f"/upload-requests/{asked}/confirmation")
    viewer = office.viewer("daan", acting_for=office.organisation)
    assert [row.file_name for row in await dossiers.documents(dossier, viewer)] == ["paspoort.pdf"]


async def test_references_count_on_within_the_year(office: Office, anna: Person, dossier: UUID) -> None:
    for _request in range(2):
        asked = await ask(office, dossier)
        await put(anna, asked)
        await anna.post(f"/upload-requests/{asked}/confirmation")
    assert [reference for _name, reference in await supplied(dossier)] == ["UP-2026-0001", "UP-2026-0002"]
