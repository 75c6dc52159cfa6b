"""What a client sees of their dossiers, and what somebody else does not."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from portal.companies.operations.organisations import give_dossier
from portal.dossiers.operations import documents, dossiers, progress
from portal.dossiers.operations.progress import Step
from portal.dossiers.tables import Category, StepState
from portal.outbox.tables import OutboxEvent
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import publish

TABS = ("progress", "documents", "correspondence", "supplied")


async def test_anna_sees_her_dossier_and_its_four_parts(anna: Person, dossier: UUID) -> None:
    assert "Koopwoning Lindengracht 112" in (await anna.get("/dossiers")).text
    assert (await anna.get(f"/dossiers/{dossier}")).location == f"/dossiers/{dossier}/progress"
    for tab in TABS:
        page = await anna.get(f"/dossiers/{dossier}/{tab}")
        assert page.status == 200
        assert page.one("nav.tabs a[aria-current=page]").get("href") == f"/dossiers/{dossier}/{tab}"


async def test_what_is_not_yours_and_what_never_was_are_the_same(office: Office, carla: Person, dossier: UUID) -> None:
    document = await publish(office, dossier)
    answers = set()
    for path in (
        *(f"/dossiers/{dossier}/{tab}" for tab in TABS),
        f"/dossiers/{dossier}",
        f"/dossiers/{uuid4()}/documents",
        f"/documents/{document}",
        f"/documents/{document}/content",
        f"/documents/{document}/download",
        f"/documents/{uuid4()}/download",
    ):
        page = await carla.get(path)
        assert page.status == 404, path
        answers.add(page.text)
    assert len(answers) == 1


async def test_a_tab_shows_its_count_and_loses_its_mark_when_the_document_is_opened(
    office: Office, anna: Person, dossier: UUID
) -> None:
    document = await publish(office, dossier)
    tab = (await anna.get(f"/dossiers/{dossier}/documents")).one("nav.tabs a[aria-current=page]").text_content()
    assert "1" in tab
    assert "Nieuw" in tab
    assert "Concept van de akte" in (await anna.get("/")).text
    await anna.get(f"/documents/{document}/content")
    page = await anna.get(f"/dossiers/{dossier}/documents")
    assert "Nieuw" not in page.one("nav.tabs").text_content()
    assert "Nieuw" not in page.one("main").text_content()


@pytest.mark.parametrize("headers", [{"Range": "bytes=100-"}, {"Sec-Purpose": "prefetch"}])
async def test_fetching_ahead_or_going_on_is_not_opening(
    office: Office, anna: Person, dossier: UUID, headers: dict[str, str]
) -> None:
    document = await publish(office, dossier)
    await anna.get(f"/documents/{document}/content", **headers)
    await anna.client.head(f"/documents/{document}/content")
    assert "Nieuw" in (await anna.get(f"/dossiers/{dossier}/documents")).one("nav.tabs").text_content()


async def test_a_document_for_one_person_is_nobody_elses(office: Office, anna: Person) -> None:
    both = await office.dossier(clients=("anna", "carla"))
    carla = await office.browser("carla")
    document = await publish(office, both, title="Alleen voor Anna", to=("anna",))
    assert (await anna.get(f"/documents/{document}/download")).status == 200
    assert (await carla.get(f"/documents/{document}/download")).status == 404
    assert "Alleen voor Anna" not in (await carla.get(f"/dossiers/{both}/documents")).text


async def test_everyone_of_the_dossier_is_told_of_a_document(office: Office) -> None:
    both = await office.dossier(clients=("anna", "carla"))
    await publish(office, both)
    told = {event.account for event in await OutboxEvent.objects()}
    assert told == {office.accounts["anna"].id, office.accounts["carla"].id}


async def test_a_withdrawn_document_is_gone(office: Office, anna: Person, dossier: UUID) -> None:
    document = await publish(office, dossier)
    await documents.withdraw(document, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert (await anna.get(f"/documents/{document}/download")).status == 404
    assert "Concept van de akte" not in (await anna.get(f"/dossiers/{dossier}/documents")).text


async def test_a_closed_dossier_stays_readable_and_says_so(office: Office, anna: Person, dossier: UUID) -> None:
    document = await publish(office, dossier)
    await dossiers.close(dossier, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert "Afgerond" in (await anna.get("/dossiers")).text
    assert (await anna.get(f"/documents/{document}/download")).status == 200
    await dossiers.reopen(dossier, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert "Afgerond" not in (await anna.get("/dossiers")).text


async def test_progress_is_shown_in_the_language_of_the_reader(office: Office, anna: Person, dossier: UUID) -> None:
    step = Step("Concept klaar", "Draft ready", "U kunt het lezen.", "You can read it.", StepState.CURRENT, "", None)
    await progress.add_step(dossier, step, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert "Hier zijn we nu" in (await anna.get(f"/dossiers/{dossier}/progress")).text
    await anna.speak("en")
    assert "Draft ready" in (await anna.get(f"/dossiers/{dossier}/progress")).text


async def test_bas_sees_what_his_company_supplied_and_anna_does_not(office: Office, anna: Person, bas: Person) -> None:
    now, sanne = office.clock.now(), office.accounts["sanne"].id
    made = await office.dossier(clients=("anna",))
    await give_dossier(made, office.organisation, actor=sanne, now=now)
    supplied = await documents.supply(
        made,
        title="Statuten",
        file_name="Statuten.pdf",
        file=None,
        supplier=office.accounts["daan"].id,
        organisation=office.organisation,
        reference="UP-2026-0001",
        answers=uuid4(),
        language="nl",
        now=now,
    )
    assert "Statuten" in (await bas.get(f"/dossiers/{made}/supplied")).text
    assert "Statuten" not in (await anna.get(f"/dossiers/{made}/supplied")).text
    assert (await anna.get(f"/documents/{supplied}/download")).status == 404


async def test_the_counts_travel_with_every_fragment(anna: Person, dossier: UUID) -> None:
    page = await anna.get(f"/dossiers/{dossier}/documents", htmx=True)
    assert "<html" not in page.response.text
    assert page.one("#count-dossiers").text_content().split()[0] == "1"


async def test_letters_stand_with_the_correspondence(office: Office, anna: Person, dossier: UUID) -> None:
    await publish(office, dossier, title="Afspraak", category=Category.CORRESPONDENCE)
    assert "Afspraak" in (await anna.get(f"/dossiers/{dossier}/correspondence")).text
    assert "Afspraak" not in (await anna.get(f"/dossiers/{dossier}/documents")).one("main").text_content()


async def test_an_office_that_switches_progress_off_speaks_of_it_nowhere(
    office: Office, anna: Person, sanne: Person, dossier: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.app.state, "settings", replace(office.settings, show_progress=False))
    assert (await anna.get(f"/dossiers/{dossier}")).location == f"/dossiers/{dossier}/documents"
    for path in ("/", f"/dossiers/{dossier}/documents", "/help"):
        assert "oortgang" not in (await anna.get(path)).text
    assert "oortgang" not in (await sanne.get(f"/staff/dossiers/{dossier}")).text
    assert (await anna.get(f"/dossiers/{dossier}/progress")).status == 404
    assert (await sanne.get(f"/staff/dossiers/{dossier}/progress-steps")).status == 404
