"""The office reads what a client sent, takes it along as a file, and sends it back with notes."""

import json
from uuid import UUID

import pytest
from lxml import etree

from portal.audit.tables import AuditEntry
from portal.questionnaires import operations, queries
from tests.questionnaires.conftest import PROOF, ask, import_and_publish
from tests.questionnaires.filling import FAMILY, WISHES, Filling
from tests.support.browser import Page, Person
from tests.support.office import Office

NOTES = {"note-gezin.naam": "Wilt u al uw voornamen invullen?"}
CODED = PROOF.replace("| constraint | appearance |", "| constraint | appearance | bind::np:code |").replace(
    "| text | naam | Wat is uw naam? | What is your name? | yes | | | |",
    "| text | naam | Wat is uw naam? | What is your name? | yes | | | | client_name |",
)


@pytest.fixture
async def trial(office: Office) -> UUID:
    """A short questionnaire in which one question has a code."""
    return await import_and_publish(office, CODED.encode(), "proef.md")


@pytest.fixture
async def response(office: Office, dossier: UUID, trial: UUID) -> UUID:
    """Answers that Anna sent."""
    made = await ask(office, dossier, trial)
    await fill_in(Filling(await office.browser("anna"), f"/questionnaires/{made}"))
    return made


async def fill_in(filling: Filling) -> None:
    """Answer everything and send it."""
    await filling.open()
    await filling.send("next", FAMILY)
    await filling.send("next", WISHES)
    await filling.check_and_send()


def address(response: UUID) -> str:
    return f"/staff/questionnaire-responses/{response}"


async def send_back(person: Person, response: UUID, htmx: bool, seen: Page | None = None, **fields: str) -> Page:
    """Open the answers, write notes, and press the button."""
    page = seen or await person.get(address(response))
    data = {"revision": page.value("revision"), **(fields or NOTES)}
    answer = await person.post(f"{address(response)}/sending-back", data, htmx=htmx)
    return await person.follow(answer) if answer.status == 303 else answer


@pytest.mark.parametrize("htmx", [True, False])
async def test_sanne_reads_the_answers_and_sends_them_back(
    office: Office, sanne: Person, anna: Person, dossier: UUID, response: UUID, htmx: bool
) -> None:
    row = (await sanne.get(f"/staff/dossiers/{dossier}")).one(f"#request-{response}")
    assert row.cssselect("a")[0].get("href") == address(response)
    page = await sanne.get(address(response))
    for text in ("Anna de Vries", "27 maart 1958", "Hond, Kat", "VL-2026-0001", "Versie 1, Nederlands"):
        assert text in page.text
    page = await send_back(sanne, response, htmx)
    assert "Teruggestuurd door mr. S. Okafor" in page.text
    assert NOTES["note-gezin.naam"] in page.text
    assert page.all("textarea") == []
    assert "Teruggestuurd" in (await sanne.get(f"/staff/dossiers/{dossier}")).one(f"#request-{response}").text_content()
    filling = Filling(anna, f"/questionnaires/{response}")
    await filling.open()
    await filling.send("next", {"gezin.naam": "Anna Maria de Vries"})
    await filling.open("/check")
    await filling.check_and_send()
    page = await sanne.get(address(response))
    assert "Eerst: Anna de Vries" in page.text
    assert "VL-2026-0001-2" in page.text
    assert len(page.all("dd .tag")) == 1


@pytest.mark.parametrize("htmx", [True, False])
async def test_without_a_note_nothing_goes_back(sanne: Person, response: UUID, htmx: bool) -> None:
    page = await send_back(sanne, response, htmx, **{"note-gezin.naam": "  ", "due_date-day": "40"})
    assert page.status == 422
    assert {link.get("href") for link in page.all(".error-summary a")} == {"#notes", "#due_date"}
    assert (await queries.response_of(response)).is_completed


@pytest.mark.parametrize("htmx", [True, False])
async def test_who_comes_second_keeps_the_notes_and_hears_who_was_first(
    office: Office, sanne: Person, response: UUID, htmx: bool
) -> None:
    seen = await sanne.get(address(response))
    await send_back(sanne, response, htmx, seen)
    page = await send_back(sanne, response, htmx, seen, **{"note-gezin.partner": "En uw partner?"})
    assert page.status == 409
    assert "mr. S. Okafor heeft de vragenlijst al teruggestuurd" in page.text
    assert "En uw partner?" in page.text
    assert len(await queries.earlier_answers(response)) == 1


async def test_a_second_click_is_no_second_sending_back(sanne: Person, response: UUID) -> None:
    seen = await sanne.get(address(response))
    for _click in range(2):
        assert (await send_back(sanne, response, False, seen)).status == 200
    assert len(await queries.earlier_answers(response)) == 1


async def test_notes_are_kept_when_the_client_sent_again_meanwhile(anna: Person, sanne: Person, response: UUID) -> None:
    seen = await sanne.get(address(response))
    await send_back(sanne, response, False, seen)
    filling = Filling(anna, f"/questionnaires/{response}")
    await filling.open()
    await filling.send("next", {"gezin.naam": "Iemand anders"})
    await filling.open("/check")
    await filling.check_and_send()
    page = await send_back(sanne, response, True, seen, **{"note-gezin.partner": "En uw partner?"})
    assert page.status == 409
    assert "Iemand anders" in page.text
    assert page.value("note-gezin.partner").strip() == "En uw partner?"
    assert (await send_back(sanne, response, True, page, **{"note-gezin.partner": "En uw partner?"})).status == 200


async def test_what_was_never_sent_cannot_be_read(
    office: Office, anna: Person, sanne: Person, dossier: UUID, trial: UUID
) -> None:
    made = await ask(office, dossier, trial)
    filling = Filling(anna, f"/questionnaires/{made}")
    await filling.open()
    await filling.send("next", FAMILY)
    for path in ("", "/json", "/xform"):
        assert (await sanne.get(address(made) + path)).status == 404


@pytest.mark.parametrize("name", ["anna", "bas", "carla"])
async def test_others_do_not_find_it(office: Office, response: UUID, name: str) -> None:
    person = await office.browser(name)
    for path in ("", "/json", "/xform"):
        assert (await person.get(address(response) + path)).status in {303, 404}


async def test_the_json_has_codes_values_and_texts(sanne: Person, response: UUID) -> None:
    answer = (await sanne.get(f"{address(response)}/json")).response
    assert 'filename="VL-2026-0001.json"' in answer.headers["content-disposition"]
    found = json.loads(answer.content)
    assert (found["questionnaire"]["name"], found["questionnaire"]["version"]) == ("proef", 1)
    answers = found["answers"]
    assert answers["client_name"] == {"question": "Wat is uw naam?", "value": "Anna de Vries", "text": "Anna de Vries"}
    assert answers["geboren"]["value"] == "1958-03-27"
    assert answers["geboren"]["text"] == "27 maart 1958"
    assert (answers["dieren"]["value"], answers["dieren"]["text"]) == ("hond kat", "Hond, Kat")
    assert "partner_naam" not in answers


async def test_the_instance_is_one_of_the_form(sanne: Person, response: UUID) -> None:
    answer = (await sanne.get(f"{address(response)}/xform")).response
    root = etree.fromstring(answer.content)
    assert (root.tag, root.get("version")) == ("data", "1")
    assert root.get("id")
    assert root.findtext("gezin/naam") == "Anna de Vries"
    assert root.findtext("wensen/toelichting") == "Regel één\nRegel twee"
    assert root.find("gezin/partner_naam") is None
    assert root.findtext("{*}meta/{*}instanceID") == f"uuid:{response}"


async def test_reading_and_taking_along_are_in_the_audit_log(sanne: Person, response: UUID) -> None:
    for path in ("", "/json", "/xform"):
        await sanne.get(address(response) + path)
    rows = await AuditEntry.select(AuditEntry.detail).where(AuditEntry.action == "answers_opened")
    assert sorted(json.loads(row["detail"])["form"] for row in rows) == ["json", "page", "xml"]


async def test_a_closed_dossier_shows_why_it_cannot_go_back(
    office: Office, sanne: Person, dossier: UUID, response: UUID
) -> None:
    seen = await sanne.get(address(response))
    await sanne.post(f"/staff/dossiers/{dossier}/closing")
    assert "Heropen het" in (await sanne.get(address(response))).text
    page = await send_back(sanne, response, False, seen)
    assert page.status == 409
    assert NOTES["note-gezin.naam"] in page.text


async def test_the_dutch_copy_of_english_answers_is_there_for_the_office(
    office: Office, anna: Person, sanne: Person, dossier: UUID, trial: UUID
) -> None:
    made = await ask(office, dossier, trial)
    await anna.speak("en")
    filling = Filling(anna, f"/questionnaires/{made}")
    await filling.open()
    await filling.send("next", FAMILY)
    await filling.send("next", {**WISHES, "wensen.bedrag": "1,250.50"})
    await filling.check_and_send()
    rows = (await sanne.get(f"/staff/dossiers/{dossier}")).all("#supplied tbody tr")
    assert sorted(row.text_content().split()[0] for row in rows) == ["Proef", "Trial"]
    assert all("Anna de Vries" in row.text_content() for row in rows)


async def test_in_english_too(sanne: Person, response: UUID) -> None:
    await sanne.speak("en")
    page = await sanne.get(address(response))
    for text in ("What is your name?", "27 March 1958", "Dog, Cat", "Send back"):
        assert text in page.text


async def test_after_withdrawing_what_was_sent_stays(office: Office, sanne: Person, response: UUID) -> None:
    await send_back(sanne, response, False)
    await operations.withdraw(response, actor=office.accounts["sanne"].id, now=office.clock.now())
    page = await sanne.get(address(response))
    assert "Anna de Vries" in page.text
    assert "Dit verzoek is ingetrokken" in page.text
