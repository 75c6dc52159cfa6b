"""An open response goes over to a newer version: shown beforehand, never by itself, and nothing that fits is lost."""

import json
from uuid import UUID

import pytest

from portal.audit.tables import AuditEntry
from portal.questionnaires import operations, queries
from tests.questionnaires.conftest import PROOF, ask, import_and_publish
from tests.questionnaires.filling import FAMILY, WISHES, Filling
from tests.support.browser import Page, Person
from tests.support.office import Office

EMAIL = "| | text | mail | Wat is uw e-mailadres? | What is your e-mail address? | yes | | | |\n"
NAME = "| | text | naam | Wat is uw naam? | What is your name? | yes | | | |\n"
NEWER = (
    PROOF.replace(NAME, NAME + EMAIL)
    .replace("| decimal | bedrag", "| text | bedrag_in_woorden")
    .replace(". >= 0 | thousands-sep", "| ")
)


@pytest.fixture
async def response(office: Office, dossier: UUID) -> UUID:
    """A questionnaire that Anna has half filled in, of which there is a newer version."""
    made = await ask(office, dossier, await import_and_publish(office, PROOF.encode(), "proef.md"))
    filling = Filling(await office.browser("anna"), f"/questionnaires/{made}")
    await filling.open()
    await filling.send("next", FAMILY)
    await filling.send("", WISHES)
    await import_and_publish(office, NEWER.encode(), "proef.md")
    return made


def address(response: UUID) -> str:
    return f"/staff/questionnaire-requests/{response}/version"


async def move(person: Person, response: UUID, htmx: bool = False) -> Page:
    """Look at what would happen, and do it."""
    version = (await person.get(address(response))).value("version")
    answer = await person.post(address(response), {"version": version}, htmx=htmx)
    return await person.follow(answer) if answer.status == 303 else answer


async def test_publishing_never_moves_an_open_response(anna: Person, response: UUID) -> None:
    filling = Filling(anna, f"/questionnaires/{response}")
    await filling.open("/steps/gezin")
    assert filling.page is not None
    assert "e-mailadres" not in filling.page.text
    assert filling.page.value("gezin.naam") == "Anna de Vries"


@pytest.mark.parametrize("htmx", [True, False])
async def test_sanne_sees_beforehand_what_stays_and_what_goes_and_the_client_is_told(
    sanne: Person, anna: Person, dossier: UUID, response: UUID, htmx: bool
) -> None:
    row = (await sanne.get(f"/staff/dossiers/{dossier}")).one(f"#request-{response}")
    assert "Overzetten naar versie 2" in row.text_content()
    asked = await sanne.get(address(response))
    for text in (
        "Welk bedrag?",
        "Wat is uw e-mailadres?",
        "vragen blijven",
        "U ziet hier niet of de klant al is begonnen",
    ):
        assert text in asked.text
    assert "Anna de Vries gaat verder in versie 2" in asked.text
    page = await move(sanne, response, htmx)
    assert "Overzetten naar versie 2" not in page.text
    filling = Filling(anna, f"/questionnaires/{response}")
    await filling.open()
    assert filling.page is not None
    assert filling.heading == "Uw gezin"
    assert filling.page.value("gezin.naam") == "Anna de Vries"
    assert filling.page.value("gezin.mail") == ""
    for text in ("Wij hebben deze vragenlijst vernieuwd op 23 november 2026", "Wat is uw e-mailadres?"):
        assert text in filling.page.text
    await filling.send("next", {"gezin.mail": "anna@example.com"})
    await filling.send("next", {"wensen.bedrag_in_woorden": ""})
    assert "Wij hebben deze vragenlijst vernieuwd" in filling.page.text
    assert "Deze vragen zijn nieuw" not in filling.page.text


async def test_what_the_page_shows_beforehand_says_nothing_of_what_was_answered(
    office: Office, sanne: Person, dossier: UUID, response: UUID
) -> None:
    trial = (await queries.version((await queries.response_of(response)).version)).questionnaire
    await operations.withdraw_version(
        (await queries.questionnaire(trial)).current, actor=office.accounts["sanne"].id, now=office.clock.now()
    )
    untouched = await ask(office, dossier, trial)
    await import_and_publish(office, NEWER.encode(), "proef.md")
    begun, blank = [(await sanne.get(address(one))).text for one in (response, untouched)]
    assert begun == blank


async def test_a_version_that_was_published_meanwhile_is_shown_first(
    office: Office, sanne: Person, response: UUID
) -> None:
    version = (await sanne.get(address(response))).value("version")
    await import_and_publish(office, NEWER.encode(), "proef.md")
    page = await sanne.post(address(response), {"version": version})
    assert page.status == 409
    assert "versie 3" in page.text
    assert (await queries.version((await queries.response_of(response)).version)).number == 1


async def test_moving_twice_moves_once_and_is_in_the_audit_log(sanne: Person, response: UUID) -> None:
    version = (await sanne.get(address(response))).value("version")
    assert (await sanne.post(address(response), {"version": version})).status == 303
    assert (await sanne.post(address(response), {"version": version})).status == 409
    rows = await AuditEntry.select(AuditEntry.detail).where(AuditEntry.action == "questionnaire_moved_over")
    assert [json.loads(row["detail"]) for row in rows] == [{"before": 1, "after": 2}]


async def test_a_page_that_was_open_meanwhile_is_not_saved_over_it(anna: Person, sanne: Person, response: UUID) -> None:
    filling = Filling(anna, f"/questionnaires/{response}")
    await filling.open("/steps/gezin")
    await move(sanne, response)
    page = await filling.send("next", {"gezin.naam": "Intussen getypt"})
    assert page.status == 409
    assert "Ons kantoor heeft deze vragenlijst vernieuwd terwijl deze pagina open stond" in page.text
    assert "Intussen getypt" in page.text


async def test_notes_go_along_with_their_questions(office: Office, anna: Person, sanne: Person, dossier: UUID) -> None:
    made = await ask(office, dossier, await import_and_publish(office, PROOF.encode(), "proef.md"))
    filling = Filling(anna, f"/questionnaires/{made}")
    await filling.open()
    await filling.send("next", FAMILY)
    await filling.send("next", WISHES)
    await filling.check_and_send()
    review = f"/staff/questionnaire-responses/{made}"
    revision = (await sanne.get(review)).value("revision")
    await sanne.post(f"{review}/sending-back", {"revision": revision, "note-gezin.naam": "Al uw voornamen?"})
    await import_and_publish(office, PROOF.replace("begin_group | gezin", "begin_group | familie").encode(), "proef.md")
    await move(sanne, made)
    page = await filling.open()
    assert filling.heading == "Uw gezin"
    assert "Al uw voornamen?" in page.text
    assert page.value("familie.naam") == "Anna de Vries"


@pytest.mark.parametrize("htmx", [True, False])
async def test_what_was_typed_in_a_step_that_is_no_more_is_shown(
    office: Office, anna: Person, sanne: Person, dossier: UUID, htmx: bool
) -> None:
    trial = await import_and_publish(office, PROOF.encode(), "proef.md")
    made = await ask(office, dossier, trial)
    filling = Filling(anna, f"/questionnaires/{made}", htmx=htmx)
    await filling.open()
    await import_and_publish(office, PROOF.replace("begin_group | gezin", "begin_group | familie").encode(), "proef.md")
    await move(sanne, made)
    page = await filling.send("next", {**FAMILY, "gezin.naam": "Intussen getypt"})
    assert page.status == 409
    assert "Intussen getypt" in page.text
    assert page.all(f"main a[href='/questionnaires/{made}'], a[href='/questionnaires/{made}']")
