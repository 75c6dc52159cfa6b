"""What an author wrote in Markdown, on the page of a step and in the preview of the office."""

import io
import json
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import html
from pypdf import PdfReader

from portal.cli import main
from portal.questionnaires import operations
from portal.questionnaires.operations.pdf import PdfMaker
from tests.questionnaires.conftest import ask, import_and_publish
from tests.questionnaires.filling import Filling
from tests.support.browser import Page, Person
from tests.support.office import Office

MARKED = r"""
| survey | | | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | hint::Nederlands (nl) | guidance_hint::Nederlands (nl) | required | appearance | relevant |
| | begin_group | stap | **Uw** wens | Your wish | | | | field-list |
| | text | naam | Wat is uw **naam**? | Name? | Zie *uw paspoort* | Lees dit:\n\n- een\n- **twee** | yes | |
| | note | uitleg | Dag **${naam}**, neem mee:\n\n- uw *paspoort*\n- [dit formulier](https://kantoor.nl/f) | Hello | | | | |
| | select_one soort | soort | Welke **soort**? | Which kind? | | | | |
| | select_one soort | menu | Uit een **menu**? | From a menu? | | | | minimal |
| | text | waarom | Waarom **dit**? | Why? | | | | | ${soort} = 'kort' |
| | end_group | | | | | | | |

| choices | | | |
| | list_name | name | label::Nederlands (nl) | label::English (en) |
| | soort | kort | Heel **kort** | Short |
| | soort | lang | Lang | Long |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Opmaak | Markup | Nederlands (nl) |
"""
SIGNS = frozenset("*[]")
EVIL = "<b>A</b> **x** & [y](https://kwaad.nl)"


def source() -> bytes:
    """The questionnaire as a workbook, for a cell of Markdown's own tables has no lines."""
    book, sheet = openpyxl.Workbook(), None
    for line in MARKED.strip().splitlines():
        cells = [cell.strip().replace("\\n", "\n") for cell in line.strip("|").split(" |")]
        if cells[0] and set(cells[1:]) <= {""}:
            sheet = book.create_sheet(cells[0])
        elif sheet is not None and line:
            sheet.append(cells[1:])
    book.remove(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture(params=[True, False], ids=["htmx", "plain"])
async def marked(request: pytest.FixtureRequest, anna: Person, office: Office, dossier: object) -> Filling:
    """Anna at a questionnaire whose texts have Markdown in them."""
    response = await ask(office, dossier, await import_and_publish(office, source(), "opmaak.xlsx"))  # type: ignore[arg-type]
    filling = Filling(anna, f"/questionnaires/{response}", htmx=request.param)
    await filling.open()
    return filling


def inner(page: Page, selector: str) -> str:
    """The markup in the first element of a selector."""
    element = page.all(selector)[0]
    return " ".join(
        ((element.text or "") + "".join(html.tostring(each, encoding="unicode") for each in element)).split()
    )


def check_markup(page: Page) -> None:
    assert inner(page, "label[for='stap.naam']") == "Wat is uw <strong>naam</strong>?"
    assert inner(page, "[id='stap.naam-hint']") == "Zie <em>uw paspoort</em>"
    assert inner(page, "label[for='stap.soort']") == "Heel <strong>kort</strong>"
    assert [each.text_content() for each in page.all("details li strong")] == ["twee"]
    assert [each.text_content() for each in page.all(".note li")] == ["uw paspoort", "dit formulier"]
    assert page.one(".note li a").get("href") == "https://kantoor.nl/f"
    assert [each.text for each in page.all("option")] == ["Kies", "Heel kort", "Lang"]
    assert not page.all(".note p p, label p")


async def test_labels_hints_choices_notes_and_explanations_show_their_markup(marked: Filling) -> None:
    assert marked.page is not None
    check_markup(marked.page)


async def test_an_answer_in_a_text_is_shown_as_it_was_typed(marked: Filling) -> None:
    page = await marked.send("", {"stap.naam": EVIL, "stap.soort": "kort"})
    assert page.one(".note p strong").text_content() == EVIL
    assert not page.all(".note b, a[href*=kwaad]")
    assert inner(page, ".reveal > .hint") == "Omdat u ‘Heel <strong>kort</strong>’ hebt gekozen"


async def test_the_summary_of_errors_is_plain_text(marked: Filling) -> None:
    page = await marked.send("next")
    assert page.status == 422
    assert not page.all(".error-summary strong, h1 strong")
    assert page.one("h1").text_content() == "Uw wens"
    summary = page.one(".error-summary").text_content()
    assert "‘Wat is uw naam?’" in summary
    assert not SIGNS.intersection(page.one("title").text_content() + summary)


async def test_the_check_page_the_result_and_the_pdf_are_plain_text(
    marked: Filling, anna: Person, maker: PdfMaker
) -> None:
    page = await marked.send("next", {"stap.naam": EVIL, "stap.soort": "kort", "stap.menu": "kort"})
    page = await marked.send("next", {"stap.waarom": "Daarom"})
    assert [each.text_content() for each in page.all("h2")][:1] == ["Uw wens"]
    questions = ["Wat is uw naam?", "Welke soort?", "Uit een menu?", "Waarom dit?"]
    assert [each.text_content() for each in page.all("dt")] == questions
    assert [each.text_content().strip() for each in page.all("dd.pre-line")] == [EVIL, *["Heel kort"] * 2, "Daarom"]
    page = await marked.check_and_send()
    assert [each.text_content() for each in page.all("dt")][-4:] == questions
    await maker.make_pdf(UUID(marked.address.rpartition("/")[2]))
    page = await anna.get(f"{marked.address}/result")
    pdf = (await anna.get(page.one("a[href^='/documents/']").get("href"))).response.content
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages).split())
    assert all(each in text for each in ("Uw wens", "Heel kort", *questions))
    assert "**" not in text.replace("**x**", "")


def test_evaluate_prints_the_texts_as_odk_does(tmp_path: Path) -> None:
    file = tmp_path / "opmaak.xlsx"
    file.write_bytes(source())
    done = CliRunner().invoke(main, ["questionnaire", "evaluate", str(file)])
    nodes = {each["ref"]: each for each in json.loads(done.stdout)["nodes"]}
    assert nodes["/data/stap/naam"]["label"] == "Wat is uw **naam**?"
    assert nodes["/data/stap/soort"]["choices"][0]["label"] == "Heel **kort**"


async def test_the_office_sees_the_same_in_the_preview(office: Office, sanne: Person) -> None:
    actor = office.accounts["sanne"].id
    version = await operations.import_version(source(), "opmaak.xlsx", actor=actor, now=office.clock.now())
    page = await Filling(sanne, f"/staff/questionnaire-versions/{version}/preview/nl").open()
    check_markup(page)
