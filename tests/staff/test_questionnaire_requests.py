"""How the office asks for a questionnaire to be filled in."""

from uuid import UUID

import pytest

from portal.questionnaires import operations
from portal.questionnaires.tables import QuestionnaireResponse
from tests.questionnaires.conftest import PROOF, import_and_publish
from tests.staff.working import rows
from tests.support.browser import Person
from tests.support.office import Office

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


@pytest.fixture
async def proof(office: Office) -> UUID:
    """A published questionnaire."""
    return await import_and_publish(office, PROOF.encode(), "proef.md")


@BOTH
async def test_each_person_gets_a_questionnaire_of_their_own(
    office: Office, sanne: Person, anna: Person, carla: Person, proof: UUID, htmx: bool
) -> None:
    dossier = await office.dossier(clients=("anna", "carla"))
    typed = {"people": [str(anna.id), str(carla.id)], "questionnaire": str(proof)}
    page = await sanne.post(f"/staff/dossiers/{dossier}/questionnaire-requests", typed, htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert ["Proef" in row and "Open" in row for row in rows(page, "#placed")] == [True, True]
    for person in (anna, carla):
        assert "Proef" in (await person.get("/actions")).text


async def test_only_what_is_published_can_be_asked(
    office: Office, sanne: Person, anna: Person, dossier: UUID, proof: UUID
) -> None:
    address = f"/staff/dossiers/{dossier}/questionnaire-requests"
    page = await sanne.post(address, {"people": str(anna.id), "questionnaire": str(dossier)})
    assert page.status == 422
    assert page.one("#questionnaire-questionnaire-error") is not None
    await operations.withdraw_questionnaire(proof, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert (await sanne.post(address, {"people": str(anna.id), "questionnaire": str(proof)})).status == 422
    assert await QuestionnaireResponse.count() == 0


@BOTH
async def test_it_is_reminded_of_and_withdrawn(
    sanne: Person, anna: Person, dossier: UUID, proof: UUID, htmx: bool
) -> None:
    typed = {"people": str(anna.id), "questionnaire": str(proof)}
    await sanne.post(f"/staff/dossiers/{dossier}/questionnaire-requests", typed)
    [row] = await QuestionnaireResponse.select(QuestionnaireResponse.id)
    address = f"/staff/questionnaire-requests/{row['id']}"
    page = await sanne.post(f"{address}/reminders", htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert "Herinnerd" in rows(page, "#placed")[0]
    assert "Proef" in (await sanne.get(f"{address}/withdrawal")).one("h1").text_content()
    page = await sanne.post(f"{address}/withdrawal", htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert "Ingetrokken" in rows(page, "#placed")[0]
    assert "Proef" not in (await anna.get("/actions")).text


async def test_staff_do_not_see_that_somebody_has_begun(
    sanne: Person, anna: Person, dossier: UUID, proof: UUID
) -> None:
    typed = {"people": str(anna.id), "questionnaire": str(proof)}
    await sanne.post(f"/staff/dossiers/{dossier}/questionnaire-requests", typed)
    before = (await sanne.get(f"/staff/dossiers/{dossier}")).one("#dossier").text_content()
    changed = {
        QuestionnaireResponse.revision: 3,
        QuestionnaireResponse.steps_done: 1,
        QuestionnaireResponse.saved_at: QuestionnaireResponse.created_at,
    }
    await QuestionnaireResponse.update(changed).where(QuestionnaireResponse.dossier == dossier)
    assert (await sanne.get(f"/staff/dossiers/{dossier}")).one("#dossier").text_content() == before


async def test_closing_the_dossier_withdraws_it(sanne: Person, anna: Person, dossier: UUID, proof: UUID) -> None:
    typed = {"people": str(anna.id), "questionnaire": str(proof)}
    await sanne.post(f"/staff/dossiers/{dossier}/questionnaire-requests", typed)
    await sanne.post(f"/staff/dossiers/{dossier}/closing")
    assert (await sanne.post(f"/staff/dossiers/{dossier}/questionnaire-requests", typed)).status == 409
    assert "Proef" not in (await anna.get("/actions")).text
