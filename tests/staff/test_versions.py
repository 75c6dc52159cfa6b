"""Importing a version with its lists, seeing what it changes, and taking one out of use."""

import asyncio
import io
import zipfile
from typing import Any
from uuid import UUID

import pytest

from portal import database
from portal.questionnaires import operations, queries
from portal.questionnaires.operations import versions
from tests.questionnaires.conftest import PROOF, ask, import_and_publish
from tests.questionnaires.filling import Filling
from tests.support.browser import HTMX, Page, Person
from tests.support.office import Office

IMPORTS = "/staff/questionnaires/imports"
LISTED = PROOF.replace(
    "| | end_group | | | | | | | |\n",
    "| | select_one_from_file landen.csv | land | Welk land? | Which country? | | | | |\n"
    "| | end_group | | | | | | | |\n",
    1,
)
COUNTRIES = b"name,label::Nederlands (nl),label::English (en)\nnl,Nederland,Netherlands\nbe,Belgi\xc3\xab,Belgium\n"


@pytest.fixture
async def trial(office: Office) -> UUID:
    """A questionnaire with one published version."""
    return await import_and_publish(office, PROOF.encode(), "proef.md")


async def upload(person: Person, files: dict[str, bytes], *, htmx: bool = False, owner: str = "") -> Page:
    """Send files as the form of the office does."""
    headers: dict[str, Any] = {**HTMX, "X-CSRF-Token": person.csrf_token} if htmx else {}
    sent = [("csrf_token", (None, person.csrf_token)), ("questionnaire", (None, owner))]
    page = Page(
        await person.client.post(
            IMPORTS, files=[*sent, *(("file", (name, content)) for name, content in files.items())], headers=headers
        )
    )
    page.check()
    return page


@pytest.mark.parametrize("htmx", [True, False])
async def test_a_form_comes_with_its_lists_and_goes_out_complete(sanne: Person, htmx: bool) -> None:
    page = await upload(sanne, {"landen.csv": COUNTRIES, "proef.md": LISTED.encode()}, htmx=htmx)
    shown = page if htmx else await sanne.follow(page)
    assert "Nederland · België" in shown.text
    answer = (await sanne.get(f"{page.location}/source")).response
    assert 'filename="proef.zip"' in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "landen.csv": COUNTRIES,
            "proef.md": LISTED.encode(),
        }
    again = await upload(sanne, {"proef.zip": answer.content})
    assert again.status == 303
    assert [(one.name, one.title_nl) for one in await queries.questionnaires()] == [("proef", "Proef")]


async def test_a_list_that_is_absent_is_told_with_its_row(sanne: Person) -> None:
    page = await upload(sanne, {"proef.md": LISTED.encode()})
    assert page.status == 422
    assert "landen.csv" in page.text
    assert page.all(".error-summary a")


@pytest.mark.parametrize("htmx", [True, False])
async def test_which_questionnaire_it_is_a_version_of_can_be_chosen(
    office: Office, sanne: Person, trial: UUID, htmx: bool
) -> None:
    form = await sanne.get(f"{IMPORTS}?questionnaire={trial}")
    assert form.one("option[selected]").get("value") == str(trial)
    await upload(sanne, {"heel-anders.md": PROOF.encode()}, owner=str(trial), htmx=htmx)
    assert len(await queries.versions(trial)) == 2
    await upload(sanne, {"proef.md": PROOF.encode()}, owner="new", htmx=htmx)
    assert len(await queries.versions(trial)) == 2
    assert len(await queries.questionnaires()) == 2
    await upload(sanne, {"proef.md": PROOF.encode()}, htmx=htmx)
    assert len(await queries.versions(trial)) == 3
    page = await upload(sanne, {"proef.md": PROOF.encode()}, owner="00000000-0000-4000-8000-000000000000", htmx=htmx)
    assert page.status == 422
    assert page.one(".error-summary a").get("href") == "#questionnaire"


@pytest.mark.parametrize("files", [{}, {"proef.md": b"x" * 10_000_001}, {f"{n}.csv": b"a,b" for n in range(40)}])
async def test_whatever_is_sent_ends_in_a_sentence(sanne: Person, files: dict[str, bytes]) -> None:
    page = await upload(sanne, files)
    assert page.status == 422
    assert page.all(".error-summary a")


async def test_a_draft_says_what_it_changes(office: Office, sanne: Person, trial: UUID) -> None:
    page = await upload(sanne, {"proef.md": PROOF.replace("Wat is uw naam?", "Hoe heet u?").encode()})
    shown = await sanne.follow(page)
    assert "Veranderd sinds versie 1: 1 aangepast." in shown.text
    assert shown.one("#changed del").text == "Wat is uw naam?"
    assert shown.one("#changed ins").text == "Hoe heet u?"


@pytest.mark.parametrize("htmx", [True, False])
async def test_after_a_version_is_withdrawn_the_one_before_it_is_asked(
    office: Office, sanne: Person, anna: Person, dossier: UUID, trial: UUID, htmx: bool
) -> None:
    await import_and_publish(office, PROOF.replace("Wat is uw naam?", "Hoe heet u?").encode(), "proef.md")
    second = await ask(office, dossier, trial)
    newest, oldest = await queries.versions(trial)
    address = f"/staff/questionnaire-versions/{newest.id}/withdrawal"
    asked = await sanne.get(address)
    assert "Nieuwe verzoeken krijgen vanaf nu versie 1." in asked.text
    for _time in range(2):
        page = await sanne.post(address, htmx=htmx)
        shown = page if htmx else await sanne.follow(page)
        assert "Ingetrokken" in shown.text
    assert (await queries.questionnaire(trial)).current == oldest.id
    third = await ask(office, dossier, trial)
    assert "Hoe heet u?" in (await Filling(anna, f"/questionnaires/{second}").open()).text
    assert "Wat is uw naam?" in (await Filling(anna, f"/questionnaires/{third}").open()).text
    await operations.withdraw_version(oldest.id, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert not (await queries.questionnaire(trial)).can_be_asked


async def test_versions_that_are_published_at_once_get_numbers_of_their_own(office: Office, trial: UUID) -> None:
    acting = {"actor": office.accounts["sanne"].id, "now": office.clock.now()}
    drafts = [await operations.import_version(PROOF.encode(), "proef.md", **acting) for _draft in range(3)]
    await asyncio.gather(*(operations.publish(draft, **acting) for draft in drafts))
    assert sorted(one.number for one in await queries.versions(trial)) == [1, 2, 3, 4]


@pytest.mark.parametrize(("chosen", "made"), [(operations.As.NAMESAKE, 1), (operations.As.NEW, 3)])
async def test_a_questionnaire_that_several_import_at_once_is_made_as_often_as_was_asked(
    office: Office, chosen: operations.As, made: int
) -> None:
    definition, name = versions._read(PROOF.encode(), "proef.md")

    async def owner() -> UUID:
        async with database.transaction():
            return await versions._owner(chosen, name, definition, now=office.clock.now())

    assert len(set(await asyncio.gather(*(owner() for _person in range(3))))) == made


async def test_the_versions_say_how_many_have_and_had_them(
    office: Office, sanne: Person, dossier: UUID, trial: UUID
) -> None:
    await ask(office, dossier, trial)
    page = await sanne.get(f"/staff/questionnaires/{trial}")
    row = page.one("#versions tbody tr")
    cells = {cell.get("data-label"): " ".join(cell.text_content().split()) for cell in row.cssselect("td")}
    assert (cells["Open bij"], cells["Ingevuld door"]) == ("1 klant", "niemand")
