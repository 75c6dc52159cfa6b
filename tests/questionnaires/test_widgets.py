"""Every type of question on its page: what is typed comes back, and what is wrong is said at the question."""

import pytest

from portal.questionnaires.operations.pdf import PdfMaker
from tests.questionnaires.conftest import ask, import_and_publish
from tests.questionnaires.filling import Filling
from tests.support.browser import Person
from tests.support.office import Office

TYPES = """
| survey | | | | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | appearance | parameters | bind::np:confidential | guidance_hint::Nederlands (nl) |
| | begin_group | alles | Alles | Everything | field-list | | | |
| | time | hoe_laat | Hoe laat? | What time? | | | | Een lange uitleg |
| | dateTime | wanneer | Wanneer? | When? | | | | |
| | date | maand | Welke maand? | Which month? | month-year | | | |
| | date | jaar | Welk jaar? | Which year? | year | | | |
| | range | cijfer | Welk cijfer? | Which mark? | | start=1 end=10 step=0.5 | | |
| | rank dieren | volgorde | In welke volgorde? | In which order? | | | | |
| | text | geheim | Wat is uw geheim? | What is your secret? | | | yes | |
| | end_group | | | | | | | |

| choices | | | | |
| | list_name | name | label::Nederlands (nl) | label::English (en) |
| | dieren | hond | Hond | Dog |
| | dieren | kat | Kat | Cat |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Alles | Everything | Nederlands (nl) |
"""
GIVEN = {
    "alles.hoe_laat": "14.07",
    "alles.wanneer-day": "3",
    "alles.wanneer-month": "mei",
    "alles.wanneer-year": "2026",
    "alles.wanneer-time": "9.30",
    "alles.maand-month": "6",
    "alles.maand-year": "2027",
    "alles.jaar-year": "1998",
    "alles.cijfer": "7,5",
    "alles.volgorde-hond": "2",
    "alles.volgorde-kat": "1",
    "alles.geheim": "Dit is heel geheim",
}


@pytest.fixture(params=[True, False], ids=["htmx", "plain"])
async def everything(request: pytest.FixtureRequest, anna: Person, office: Office, dossier: object) -> Filling:
    """Anna at a questionnaire with questions of many types."""
    response = await ask(office, dossier, await import_and_publish(office, TYPES.encode(), "alles.md"))  # type: ignore[arg-type]
    filling = Filling(anna, f"/questionnaires/{response}", htmx=request.param)
    await filling.open()
    return filling


async def test_what_is_typed_is_understood_and_comes_back(everything: Filling) -> None:
    await everything.send("next", GIVEN)
    assert everything.heading == "Controleer uw antwoorden"
    assert everything.page is not None
    for shown in ("14.07 uur", "3 mei 2026, 9.30 uur", "juni 2027", "1998", "7,50", "1. Kat 2. Hond"):
        assert shown.replace("9.30", "09.30") in everything.page.text.replace(" 9.30", " 09.30"), shown
    page = await everything.open("/steps/alles")
    assert page.value("alles.hoe_laat") == "14.07"
    assert page.value("alles.wanneer-time") == "09.30"
    assert page.value("alles.volgorde-kat") == "1"
    assert not page.all("[name='alles.maand-day'], [name='alles.jaar-month']")


async def test_what_is_wrong_is_said_and_kept(everything: Filling) -> None:
    wrong = {
        "alles.hoe_laat": "half drie-ish",
        "alles.cijfer": "11",
        "alles.volgorde-kat": "2",
        "alles.volgorde-hond": "2",
    }
    page = await everything.send("next", {**GIVEN, **wrong})
    assert page.status == 422
    assert [a.get("href") for a in page.all(".error-summary a")] == [
        "#alles.hoe_laat",
        "#alles.cijfer",
        "#alles.volgorde",
    ]
    for name, text in wrong.items():
        assert page.value(name) == text


async def test_a_confidential_answer_is_masked_and_a_blank_field_never_erases_it(
    everything: Filling, anna: Person, maker: PdfMaker
) -> None:
    await everything.send("next", GIVEN)
    assert everything.page is not None
    assert everything.page.one("#answers details summary").text_content().startswith("Tonen")
    page = await everything.open("/steps/alles")
    assert page.value("alles.geheim") == ""
    assert "••••••eim" in page.text
    await everything.send("next")
    assert "Dit is heel geheim" in everything.page.text
    page = await everything.open("/steps/alles")
    await everything.send("next", {"alles.geheim": "Iets anders"})
    assert everything.page is not None
    assert "Iets anders" in everything.page.text


async def test_a_longer_explanation_opens_without_a_script(everything: Filling) -> None:
    assert everything.page is not None
    assert any("Een lange uitleg" in each.text_content() for each in everything.page.all("details"))
