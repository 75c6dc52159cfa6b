"""What is confidential is masked wherever it is read, and shown to who asks."""

import io
import zipfile
from uuid import UUID

import pytest

from portal.questionnaires.draft import Draft
from portal.questionnaires.sections import sections
from portal.resources import folder
from tests.questionnaires.conftest import ask, import_and_publish
from tests.questionnaires.filling import Filling
from tests.questionnaires.personas.everybody import PERSONAS
from tests.questionnaires.personas.persona import Persona
from tests.support.browser import Page, Person
from tests.support.office import Office

SECRET = """
| survey | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | bind::np:confidential |
| | begin_group | stap | Over u | About you | |
| | text | naam | Uw naam | Your name | |
| | text | geheim | Uw geheim | Your secret | yes |
| | end_group | | | | |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Geheim | Secret | Nederlands (nl) |
"""
BSN = "111222333"


def outside_details(page: Page) -> str:
    """What the page shows before anybody asks for more."""
    shown = page.tree
    for each in shown.cssselect("dl.answers details"):
        each.drop_tree()
    return str(shown.text_content())


async def send_again(filling: Filling, given: dict[str, str]) -> None:
    """Fill in the one step and send it."""
    await filling.open("/steps/stap")
    await filling.send("next", given)
    await filling.open("/check")
    await filling.check_and_send()


@pytest.mark.parametrize("htmx", [True, False])
async def test_the_office_sees_the_end_of_an_answer_and_all_of_it_on_request(
    office: Office, anna: Person, sanne: Person, dossier: UUID, htmx: bool
) -> None:
    made = await ask(office, dossier, await import_and_publish(office, SECRET.encode(), "geheim.md"))
    filling, address = Filling(anna, f"/questionnaires/{made}", htmx=htmx), f"/staff/questionnaire-responses/{made}"
    await send_again(filling, {"stap.naam": "Anna Openbaar", "stap.geheim": "Zeer geheim een"})
    page = await sanne.get(address)
    summaries = [each.text_content() for each in page.all(".answers dd.pre-line summary")]
    assert summaries == ["Tonen Uw geheim"]
    assert "Zeer geheim een" in page.one(".answers dd.pre-line details").text_content()
    shown = outside_details(page)
    assert "Anna Openbaar" in shown
    assert "••••••een" in shown
    assert "Zeer geheim" not in shown
    data = {"revision": page.value("revision"), "note-stap.geheim": "Klopt dit?"}
    await sanne.post(f"{address}/sending-back", data, htmx=htmx)
    await send_again(filling, {"stap.geheim": "Zeer geheim twee"})
    page = await sanne.get(address)
    assert [each.text_content() for each in page.all(".answers dd.pre-line summary")] == [
        "Tonen Uw geheim",
        "Tonen Eerst: Uw geheim",
    ]
    shown = outside_details(page)
    assert "••••••wee" in shown
    assert "Eerst: ••••••een" in shown
    assert "Zeer geheim" not in shown


@pytest.mark.parametrize("persona", PERSONAS, ids=[each.about for each in PERSONAS])
def test_every_bsn_and_iban_of_the_shipped_questionnaires_is_masked(persona: Persona) -> None:
    state = persona.state()
    asked = {node.ref for node in state.nodes if node.check in {"bsn", "iban"}}
    assert asked
    assert all(node.is_confidential for node in state.nodes if node.ref in asked)
    shown = [each for part in sections(state, Draft(state.submission()), "nl") for each in part.answers]
    found = [each for each in shown if each.ref in asked and each.text]
    assert all(each.masked == f"••••••{each.text[-3:]}" for each in found)


async def test_a_bsn_in_a_living_will_is_masked_on_the_check_page(office: Office, anna: Person, dossier: UUID) -> None:
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        for name in ("levenstestament.md", "gemeenten.csv", "landen.csv"):
            archive.write(folder("questionnaires") / name, name)
    questionnaire = await import_and_publish(office, source.getvalue(), "levenstestament.zip")
    made = await ask(office, dossier, questionnaire)
    filling = Filling(anna, f"/questionnaires/{made}")
    await filling.open("/steps/you")
    await filling.send("", {"you.you_has_bsn": "yes"})
    await filling.send("", {"you.you_has_bsn": "yes", "you.you_bsn": BSN})
    page = await filling.open("/check")
    shown = outside_details(page)
    assert "••••••333" in shown
    assert BSN not in shown
    assert any(BSN in each.text_content() for each in page.all("#answers details"))
