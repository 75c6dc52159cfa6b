"""What the office does with questionnaires: import, look, publish, ask, withdraw; and what it does not see."""

from typing import Any
from uuid import UUID

import pytest

from portal.questionnaires import operations, queries
from portal.questionnaires.operations import NotPublished
from portal.questionnaires.tables import QuestionnaireVersion
from tests.questionnaires.conftest import PROOF, ask, import_and_publish
from tests.questionnaires.filling import FAMILY, Filling
from tests.support.browser import HTMX, Page, Person
from tests.support.office import Office

IMPORTS = "/staff/questionnaires/imports"


async def upload(person: Person, source: bytes, name: str, *, htmx: bool = False) -> Page:
    """Send a spreadsheet as the form of the office does."""
    headers: dict[str, Any] = {**HTMX, "X-CSRF-Token": person.csrf_token} if htmx else {}
    files = {"csrf_token": (None, person.csrf_token), "file": (name, source)}
    page = Page(await person.client.post(IMPORTS, files=files, headers=headers))
    page.check()
    return page


@pytest.mark.parametrize("htmx", [True, False])
async def test_sanne_imports_looks_and_publishes(office: Office, sanne: Person, htmx: bool) -> None:
    assert "Nog geen vragenlijsten" in (await sanne.get("/staff/questionnaires")).text
    page = await upload(sanne, PROOF.encode(), "proef.md", htmx=htmx)
    address = page.location
    preview = page if htmx else await sanne.follow(page)
    for text in ("Uw gezin", "Your family", "Hoe heet uw partner?", "Hond · Kat", "Concept"):
        assert text in preview.text
    assert (await sanne.get(f"{address}/source")).response.content == PROOF.encode()
    assert await queries.published() == []
    page = await sanne.post(f"{address}/publication", htmx=htmx)
    shown = page if htmx else await sanne.follow(page)
    assert "Versie 1" in shown.text
    assert [each.title_nl for each in await queries.published()] == ["Proef"]
    again = await sanne.post(f"{address}/publication", htmx=htmx)
    assert again.status == (200 if htmx else 303)
    assert (await queries.published())[0].current_number == 1


@pytest.mark.parametrize("htmx", [True, False])
async def test_all_that_is_wrong_is_told_at_once_with_sheet_row_and_column(sanne: Person, htmx: bool) -> None:
    broken = PROOF.replace("${partner} = 'ja'", "((${partner} = 'ja'", 1).replace("integer", "text")
    broken = broken.replace("| acknowledge |", "| barcode |")
    page = await upload(sanne, broken.encode(), "proef.md", htmx=htmx)
    assert page.status == 422
    rows = [[cell.text_content() for cell in row.cssselect("td")] for row in page.all(".table tbody tr")]
    assert ["survey", "6", "relevant"] in [row[:3] for row in rows]
    assert ["survey", "16", "type"] in [row[:3] for row in rows]
    links = [link.get("href").removeprefix("#") for link in page.all(".error-summary a")]
    assert len(links) == len([row for row in rows if "Fout" in row[4]])
    assert all(page.one(f'[id="{link}"]') is not None for link in links)
    assert not await QuestionnaireVersion.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"\x00" * 100, b"x" * 5_000_001])
async def test_whatever_is_uploaded_ends_in_a_sentence(sanne: Person, content: bytes) -> None:
    page = await upload(sanne, content, "proef.xlsx")
    assert page.status == 422
    assert page.all(".error-summary a")


async def test_a_form_without_the_token_is_refused(sanne: Person) -> None:
    answer = await sanne.client.post(IMPORTS, files={"csrf_token": (None, "x"), "file": ("proef.md", PROOF.encode())})
    assert answer.status_code == 403


async def test_an_open_response_keeps_its_version(office: Office, anna: Person, dossier: UUID, response: UUID) -> None:
    changed = PROOF.replace("Wat is uw naam?", "Hoe heet u?")
    again = await import_and_publish(office, changed.encode(), "proef.md")
    newer = await ask(office, dossier, again)
    assert "Wat is uw naam?" in (await Filling(anna, f"/questionnaires/{response}").open()).text
    assert "Hoe heet u?" in (await Filling(anna, f"/questionnaires/{newer}").open()).text
    assert len(await queries.questionnaires()) == 1


async def test_a_withdrawn_questionnaire_cannot_be_asked_and_can_be_finished(
    office: Office, anna: Person, sanne: Person, dossier: UUID, trial: UUID, response: UUID
) -> None:
    page = await sanne.post(f"/staff/questionnaires/{trial}/withdrawal")
    assert "Ingetrokken" in (await sanne.follow(page)).text
    with pytest.raises(NotPublished):
        await ask(office, dossier, trial)
    filling = Filling(anna, f"/questionnaires/{response}")
    await filling.open()
    await filling.send("next", FAMILY)
    assert filling.heading == "Uw wensen"


async def test_the_office_sees_nothing_of_an_open_response(
    office: Office, anna: Person, sanne: Person, dossier: UUID, response: UUID
) -> None:
    pages = (f"/staff/dossiers/{dossier}", "/staff", "/staff/questionnaires")
    before = [_without_tokens(await sanne.get(path)) for path in pages]
    filling = Filling(anna, f"/questionnaires/{response}")
    await filling.open()
    await filling.send("next", FAMILY)
    assert [_without_tokens(await sanne.get(path)) for path in pages] == before
    for path in (f"/questionnaires/{response}", f"/questionnaires/{response}/check"):
        assert (await sanne.get(path)).status in {303, 404}


async def test_a_withdrawn_request_is_a_calm_page(office: Office, anna: Person, response: UUID) -> None:
    sanne = office.accounts["sanne"].id
    await operations.remind(response, actor=sanne, now=office.clock.now())
    await operations.withdraw(response, actor=sanne, now=office.clock.now())
    page = await anna.get(f"/questionnaires/{response}")
    assert page.status == 200
    assert "U hoeft deze vragenlijst niet meer in te vullen" in page.text
    for path in ("check", "result", "steps/gezin"):
        assert (await anna.get(f"/questionnaires/{response}/{path}")).location == f"/questionnaires/{response}"


async def test_clients_find_no_page_of_the_office(anna: Person, trial: UUID) -> None:
    for path in ("", "/imports", f"/{trial}"):
        assert (await anna.get(f"/staff/questionnaires{path}")).status == 303


def _without_tokens(page: Page) -> str:
    return page.text
