"""How the office puts documents ready, sees who read them, and takes them back."""

from uuid import UUID

import pytest

from portal.dossiers.tables import Document
from tests.staff.working import publish, rows
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import pdf

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
NOTHING_KNOWN = b"MZ\x90\x00" + bytes(200)


@BOTH
async def test_a_document_and_a_letter_are_there_at_once(
    sanne: Person, anna: Person, dossier: UUID, htmx: bool
) -> None:
    await publish(sanne, dossier, [("Concept van de akte", "a.pdf", pdf())], htmx=htmx)
    page = await publish(sanne, dossier, [("Uitnodiging", "b.pdf", pdf())], htmx=htmx, category="correspondence")
    page = page if htmx else await sanne.follow(page)
    table = rows(page, "#published")
    assert len(table) == 2
    assert "Correspondentie" in next(row for row in table if "Uitnodiging" in row)
    assert page.value("title-1") == ""
    assert "Concept van de akte" in (await anna.get(f"/dossiers/{dossier}/documents")).text
    assert "Uitnodiging" in (await anna.get(f"/dossiers/{dossier}/correspondence")).text


async def test_several_files_go_in_one_form_and_a_file_without_a_title_is_called_by_its_name(
    sanne: Person, anna: Person, dossier: UUID
) -> None:
    files = [("Nota", "a.pdf", pdf()), ("", "Brief aan Łukasz.pdf", pdf())]
    assert (await publish(sanne, dossier, files)).status == 303
    text = (await anna.get(f"/dossiers/{dossier}/documents")).text
    assert "Nota" in text
    assert "Brief aan Łukasz" in text
    assert "Brief aan Łukasz.pdf" not in text


@BOTH
async def test_of_two_files_the_one_that_is_refused_is_named_and_the_other_is_there(
    sanne: Person, anna: Person, dossier: UUID, htmx: bool
) -> None:
    files = [("Programma", "virus.exe", NOTHING_KNOWN), ("Nota", "nota.pdf", pdf())]
    page = await publish(sanne, dossier, files, htmx=htmx)
    assert page.status == 422
    assert "virus.exe" in page.one("#publish-file-1-error").text_content()
    assert page.all("#publish-file-2-error") == []
    assert page.value("title-1") == "Programma"
    assert page.value("title-2") == ""
    assert [row.split()[0] for row in rows(page, "#published")] == ["Nota"]
    assert "Nota" in (await anna.get(f"/dossiers/{dossier}/documents")).text


async def test_a_file_for_some_is_not_seen_by_others(
    office: Office, sanne: Person, anna: Person, carla: Person
) -> None:
    dossier = await office.dossier(clients=("anna", "carla"))
    page = await publish(sanne, dossier, audience="some", people=str(carla.id))
    assert "Alleen voor Carla Öztürk" in (await sanne.follow(page)).text
    assert "Concept" in (await carla.get(f"/dossiers/{dossier}/documents")).text
    assert "Concept" not in (await anna.get(f"/dossiers/{dossier}/documents")).text


async def test_for_some_needs_somebody_of_the_dossier(office: Office, sanne: Person, bas: Person) -> None:
    dossier = await office.dossier(clients=("anna", "carla"))
    page = await publish(sanne, dossier, audience="some", people=str(bas.id))
    assert page.status == 422
    assert page.one("#publish-people-error") is not None
    assert await Document.count() == 0


async def test_without_a_file_nothing_is_published(sanne: Person, dossier: UUID) -> None:
    page = await publish(sanne, dossier, [("Nota", "", b"")])
    assert page.status == 422
    assert page.value("title-1") == "Nota"


async def test_a_title_that_is_too_long_is_refused_and_kept(sanne: Person, dossier: UUID) -> None:
    page = await publish(sanne, dossier, [("x" * 201, "a.pdf", pdf())])
    assert page.status == 422
    assert page.value("title-1") == "x" * 201
    assert (await publish(sanne, dossier, [("Ł" * 200, "Ł" * 250 + ".pdf", pdf())])).status == 303


async def test_a_form_of_another_session_publishes_nothing(sanne: Person, dossier: UUID) -> None:
    page = await publish(sanne, dossier, token="wrong")
    assert page.status == 403
    assert await Document.count() == 0


async def test_sanne_sees_who_read_a_document_before_she_withdraws_it(
    office: Office, sanne: Person, anna: Person, carla: Person
) -> None:
    dossier = await office.dossier(clients=("anna", "carla"))
    await publish(sanne, dossier)
    [document] = await Document.select(Document.id)
    page = await sanne.get(f"/staff/dossiers/{dossier}")
    assert "Nog niet" in rows(page, "#published")[0]
    await anna.get(f"/documents/{document['id']}/content")
    assert "1 van 2" in rows(await sanne.get(f"/staff/dossiers/{dossier}"), "#published")[0]
    question = await sanne.get(f"/staff/documents/{document['id']}/withdrawal")
    facts = {fact[0].text_content(): fact[1].text_content() for fact in question.all("#confirm dl div")}
    assert facts["Anna de Vries"].startswith("Gezien op 23 november 2026")
    assert facts["Carla Öztürk"] == "Nog niet gezien"


async def test_who_read_it_is_shown_also_when_they_no_longer_may(
    office: Office, sanne: Person, anna: Person, carla: Person
) -> None:
    dossier = await office.dossier(clients=("anna", "carla"))
    await publish(sanne, dossier)
    [document] = await Document.select(Document.id)
    await anna.get(f"/documents/{document['id']}/content")
    await sanne.post(f"/staff/dossiers/{dossier}/people/{anna.id}/removal")
    assert "Anna de Vries" in (await sanne.get(f"/staff/documents/{document['id']}/withdrawal")).text


@BOTH
async def test_what_is_withdrawn_is_gone_for_the_client(sanne: Person, anna: Person, dossier: UUID, htmx: bool) -> None:
    await publish(sanne, dossier)
    [document] = await Document.select(Document.id)
    page = await sanne.post(f"/staff/documents/{document['id']}/withdrawal", htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert page.all("#published tbody tr") == []
    assert (await anna.get(f"/documents/{document['id']}/download")).status == 404


async def test_sanne_reading_along_is_no_reader(sanne: Person, dossier: UUID) -> None:
    await publish(sanne, dossier)
    [document] = await Document.select(Document.id)
    assert (await sanne.client.get(f"/staff/documents/{document['id']}/content")).content == pdf()
    assert "Nog niet" in rows(await sanne.get(f"/staff/dossiers/{dossier}"), "#published")[0]
