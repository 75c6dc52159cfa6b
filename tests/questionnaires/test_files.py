"""Files at questions: sent as they are chosen, seen by the office only with the answers, and once."""

import uuid
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from portal import database
from portal.questionnaires.operations.pdf import PdfMaker
from tests.questionnaires.conftest import ask, import_and_publish
from tests.questionnaires.filling import Filling, fields_of
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.support.sample_files import PDF, png

HOME = """
| survey | | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | required | relevant |
| | begin_group | woning | Uw woning | Your home | | |
| | text | adres | Wat is het adres? | What is the address? | yes | |
| | select_one ja_nee | eigen | Is de woning van u? | Is the home yours? | yes | |
| | file | woz | Voeg uw WOZ-beschikking toe | Add your valuation | yes | ${eigen} = 'ja' |
| | image | foto | Voeg een foto toe | Add a photo | | |
| | end_group | | | | | |
| | begin_repeat | schuld | Schuld | Debt | | |
| | text | soort | Wat voor schuld is het? | What debt is it? | yes | |
| | file | bewijs | Voeg een bewijs toe | Add a proof | | |
| | end_repeat | | | | | |

| choices | | | | |
| | list_name | name | label::Nederlands (nl) | label::English (en) |
| | ja_nee | ja | Ja | Yes |
| | ja_nee | nee | Nee | No |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Woning | Home | Nederlands (nl) |
"""
OWN = {"woning.adres": "Lindengracht 112", "woning.eigen": "ja"}


@pytest.fixture(params=[True, False], ids=["htmx", "plain"])
async def home(request: pytest.FixtureRequest, anna: Person, office: Office, dossier: UUID) -> Filling:
    """Anna at a questionnaire that asks for files, with and without JavaScript."""
    response = await ask(office, dossier, await import_and_publish(office, HOME.encode(), "woning.md"))
    filling = Filling(anna, f"/questionnaires/{response}", htmx=request.param)
    await filling.open()
    await filling.send("", OWN)
    return filling


async def put(
    home: Filling, question: str, content: bytes = PDF, *, name: str = "woz.pdf", file: UUID | None = None,
    removals: int = 0, person: Person | None = None,
) -> Page:  # fmt: skip
    """Send a file as the uploader does."""
    person = person or home.person
    address = f"{home.address}/questions/{question}/files/{file or uuid.uuid4()}?removals={removals}"
    headers = {"X-CSRF-Token": person.csrf_token, "X-File-Name": name}
    return Page(await person.client.put(address, content=content, headers=headers))


async def attach(
    home: Filling, question: str, content: bytes = PDF, *, name: str = "woz.pdf", act: str = "attach"
) -> Page:
    """Send a file with the form of the step, as a browser without JavaScript does."""
    assert home.page is not None
    fields: list[tuple[str, Any]] = [("csrf_token", (None, home.person.csrf_token.encode()))]
    known = {**fields_of(home.page), "do": [act]}
    fields += [
        (key, (None, value.encode()))
        for key, values in known.items()
        for value in values
        if not key.startswith("file-")
    ]
    fields.append((f"file-{question}", (name, content)))
    answer = Page(await home.person.client.post(home.step_address, files=fields))
    home.page = await home.person.follow(answer) if answer.status == 303 else answer
    return home.page


async def add(home: Filling, question: str, content: bytes = PDF, name: str = "woz.pdf") -> Page:
    """Add a file in the way of this browser; arrives at the page that shows it."""
    if not home.htmx:
        return await attach(home, question, content, name=name)
    assert (await put(home, question, content, name=name)).status == 200
    return await home.send("")


def names(page: Page) -> list[str]:
    """The files that the page shows."""
    return [each.text_content() for each in page.all(".files .name bdi")]


async def supplied(dossier: UUID) -> list[str]:
    """What came in."""
    sql = "SELECT title FROM document WHERE dossier = {} AND category = 'supplied' ORDER BY title"
    return [row["title"] for row in await database.query(sql, dossier)]


async def test_a_file_is_kept_at_its_question_and_removed_again(home: Filling, dossier: UUID) -> None:
    page = await add(home, "woning.woz")
    assert names(page) == ["woz.pdf"]
    assert page.value("woning.adres") == "Lindengracht 112"
    value = page.one("button[value^=detach]").get("value")
    page = await home.send(value, {"woning.adres": "Lindengracht 113"})
    assert names(page) == []
    assert page.value("woning.adres") == "Lindengracht 113", "what was typed meanwhile is kept"
    assert await database.query("SELECT id FROM response_file") == []
    assert await supplied(dossier) == []


async def test_a_required_file_stands_in_the_way_until_it_is_there(home: Filling) -> None:
    page = await home.send("next")
    assert page.status == 422
    assert "woning.woz" in page.one(".error-summary a").get("href")
    await add(home, "woning.woz")
    await home.send("next")
    assert home.heading == "Schuld"


async def test_a_file_that_is_refused_is_named_at_its_question_and_the_rest_is_kept(home: Filling) -> None:
    refused = await put(home, "woning.foto", PDF, name="woz.pdf")
    assert refused.status == 415
    assert "woz.pdf" in refused.response.text
    assert "PNG" in refused.response.text
    assert "PDF" not in refused.response.text
    page = await attach(home, "woning.foto", PDF, act="next")
    assert page.status == 422
    assert "woz.pdf" in page.text
    assert page.value("woning.adres") == "Lindengracht 112"
    page = await attach(home, "woning.foto", b"", name="leeg.png")
    assert "leeg.png is leeg" in page.text
    assert names(await attach(home, "woning.foto", png(), name="huis.png")) == ["huis.png"]


async def test_the_files_travel_with_the_answers(
    home: Filling, anna: Person, office: Office, maker: PdfMaker, dossier: UUID
) -> None:
    await add(home, "woning.woz", name="woz.pdf")
    await add(home, "woning.woz", name="woz bladzijde 2.pdf")
    await home.send("next")
    await home.send("open schuld.1")
    await add(home, "schuld.1.bewijs", name="lening.pdf")
    await home.send("next", {"schuld.1.soort": "Lening"})
    await home.send("next")
    assert home.heading == "Controleer uw antwoorden"
    assert home.page is not None
    assert "woz bladzijde 2.pdf" in home.page.text
    sanne = await office.browser("sanne")
    assert "woz.pdf" not in (await sanne.get(f"/staff/dossiers/{dossier}")).text
    page = await home.check_and_send(files=home.page.value("files"))
    assert home.heading == "Uw vragenlijst is verstuurd"
    assert "lening.pdf" in page.text, page.text
    assert await supplied(dossier) == ["Woning", "lening.pdf", "woz bladzijde 2.pdf", "woz.pdf"]
    shown = await anna.get(f"/dossiers/{dossier}/supplied")
    assert shown.text.count("VL-2026-0001") == 4
    assert "woz.pdf" in (await sanne.get(f"/staff/dossiers/{dossier}")).text
    await maker.make_pdf(UUID(home.address.rpartition("/")[2]))
    page = await anna.get(f"{home.address}/result")
    pdf = (await anna.get(page.one("#response-pdf a").get("href"))).response.content
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)
    assert "woz bladzijde 2.pdf" in text


async def test_files_that_were_not_looked_at_are_not_sent(home: Filling, dossier: UUID) -> None:
    await add(home, "woning.woz")
    await home.send("next")
    await home.send("open schuld.1")
    await home.send("next", {"schuld.1.soort": "Lening"})
    checked = await home.send("next")
    await put(home, "woning.woz", name="nog een.pdf")
    page = await home.check_and_send(files=checked.value("files"))
    assert page.status == 422
    assert "nog een.pdf" in page.text
    assert await supplied(dossier) == []


async def test_a_file_at_a_question_that_is_not_asked_any_more_stays_behind(home: Filling, dossier: UUID) -> None:
    await add(home, "woning.woz")
    await home.send("next", {"woning.eigen": "nee"})
    await home.send("open schuld.1")
    await home.send("next", {"schuld.1.soort": "Lening"})
    page = await home.send("next")
    await home.check_and_send(files=page.value("files"))
    assert await supplied(dossier) == ["Woning"]
    assert await database.query("SELECT id FROM response_file") == []


async def test_a_file_moves_along_with_its_row(home: Filling) -> None:
    await add(home, "woning.woz")
    await home.send("next")
    await home.send("add .schuld")
    await add(home, "schuld.2.bewijs", name="tweede.pdf")
    await home.send("next", {"schuld.2.soort": "Tweede"})
    await home.send("remove schuld.1")
    page = await home.open("/steps/schuld.1")
    assert page.value("schuld.1.soort") == "Tweede"
    assert names(page) == ["tweede.pdf"]
    late = await put(home, "schuld.1.bewijs", name="eerste.pdf")
    assert late.status == 409, "a page from before may mean another row"
    assert (await put(home, "schuld.1.bewijs", name="meer.pdf", removals=1)).status == 200


async def test_the_same_file_twice_is_one(home: Filling) -> None:
    file = uuid.uuid4()
    for _time in range(2):
        assert (await put(home, "woning.woz", file=file)).status == 200
    assert names(await home.send("")) == ["woz.pdf"]


async def test_there_is_no_way_in_for_others(home: Filling, office: Office) -> None:
    for name in ("bas", "carla"):
        assert (await put(home, "woning.woz", person=await office.browser(name))).status == 404
    assert (await put(home, "woning.adres")).status == 404
    assert (await put(home, "woning.geen")).status == 404
    assert await database.query("SELECT id FROM response_file") == []


async def test_nothing_comes_in_after_sending(home: Filling) -> None:
    await add(home, "woning.woz")
    await home.send("next")
    await home.send("open schuld.1")
    await home.send("next", {"schuld.1.soort": "Lening"})
    page = await home.send("next")
    await home.check_and_send(files=page.value("files"))
    late = await put(home, "woning.woz", name="later.pdf")
    assert late.status == 409
    assert "later.pdf" in late.response.text
