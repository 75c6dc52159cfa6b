"""Staff make companies, name who decides for them, and make dossiers for them."""

import pytest

from portal.accounts.tables import Account, Organisation
from portal.dossiers.tables import Dossier
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent
from portal.uploads.tables import UploadRequest
from tests.staff.working import publish, rows
from tests.support.browser import Person
from tests.support.office import Office

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
NEW = {"company": "Anders B.V.", "name": "Eva Anders", "email": "eva@example.com", "language": "en"}
DOSSIER = {"number": "2026.9", "title": "Hypotheek", "kind": "mortgage"}


@BOTH
async def test_sanne_makes_a_company_with_somebody_who_decides(office: Office, sanne: Person, htmx: bool) -> None:
    page = await sanne.post("/staff/organisations", NEW, htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    [row] = rows(page, "#organisation section:first-of-type")
    assert "eva@example.com Beheerder Uitgenodigd nog niet" in row
    eva = await Account.objects().get(Account.email == "eva@example.com")
    assert eva is not None
    assert eva.language == "en"
    assert await OutboxEvent.exists().where(
        (OutboxEvent.account == eva.id) & (OutboxEvent.kind == EventKind.INVITATION)
    )


@pytest.mark.parametrize("missing", ["company", "name", "email"])
async def test_what_is_missing_is_said_and_the_rest_kept(sanne: Person, missing: str) -> None:
    page = await sanne.post("/staff/organisations", {**NEW, missing: ""})
    assert page.status == 422
    assert page.value("company") == ("" if missing == "company" else "Anders B.V.")
    assert await Organisation.count() == 1


@BOTH
async def test_a_dossier_for_a_company_is_seen_by_its_administrator_at_once(
    office: Office, sanne: Person, htmx: bool
) -> None:
    address = f"/staff/dossiers/new?organisation={office.organisation}"
    form = await sanne.get(address)
    assert "Bakker Vastgoed" in form.one("#dossier-new").text_content()
    sent = {**DOSSIER, "handler": str(sanne.id), "organisation": form.value("organisation")}
    page = await sanne.post("/staff/dossiers", sent, htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert "Bakker Vastgoed" in rows(page, "#people")[0]
    bas = await office.browser("bas", acting_for=office.organisation)
    assert "Hypotheek" in (await bas.get("/dossiers")).text
    assert "Hypotheek" in (await sanne.get(f"/staff/organisations/{office.organisation}")).text
    found = await sanne.post("/staff/dossiers/searches", {"words": "vastgoed"})
    assert "2026.9" in (await sanne.follow(found)).text


async def test_a_dossier_for_a_company_that_is_not_there_is_not_made(sanne: Person) -> None:
    for text in ("anders", "00000000-0000-4000-8000-000000000000"):
        sent = {**DOSSIER, "handler": str(sanne.id), "organisation": text}
        assert (await sanne.post("/staff/dossiers", sent)).status == 404
    assert await Dossier.count() == 0


async def test_a_company_is_asked_as_one(office: Office, sanne: Person) -> None:
    dossier = await office.company_dossier()
    await office.allow("daan", deliver=dossier)
    page = await sanne.get(f"/staff/dossiers/{dossier}")
    [choice] = page.all("#ask-upload input[name=people]")
    asked = {"people": choice.get("value"), "title": "Statuten", "message": "Graag."}
    await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asked)
    [request] = await UploadRequest.objects()
    assert request.organisation == office.organisation
    assert "Bakker Vastgoed" in rows(await sanne.get(f"/staff/dossiers/{dossier}"), "#requests")[0]
    assert await OutboxEvent.count().where(OutboxEvent.kind == EventKind.UPLOAD_REQUESTED) == 2


async def test_a_paper_for_the_company_alone_is_for_all_who_act_for_it(
    office: Office, sanne: Person, anna: Person
) -> None:
    dossier = await office.company_dossier()
    await office.let_in(dossier, "anna")
    await office.allow("daan", read=dossier)
    chosen = {"audience": "some", "people": [str(office.organisation)]}
    assert (await publish(sanne, dossier, **chosen)).status == 303
    daan = await office.browser("daan", acting_for=office.organisation)
    assert "Concept" in (await daan.get(f"/dossiers/{dossier}/documents")).one("main").text_content()
    assert "Concept.pdf" not in (await anna.get(f"/dossiers/{dossier}/documents")).response.text
    assert not (await anna.get(f"/dossiers/{dossier}/documents")).all("#documents ul.list li")


@BOTH
async def test_a_second_administrator_is_added_and_a_third_time_is_refused(
    office: Office, sanne: Person, htmx: bool
) -> None:
    address = f"/staff/organisations/{office.organisation}/people"
    person = {name: value for name, value in NEW.items() if name != "company"}
    page = await sanne.post(address, person, htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert "Eva Anders" in page.one("#organisation").text_content()
    again = await sanne.post(address, person, htmx=htmx)
    assert again.status == 422
    assert again.value("email") == "eva@example.com"


async def test_companies_are_found_by_name(office: Office, sanne: Person) -> None:
    assert len(rows(await sanne.get("/staff/organisations"), "#organisations")) == 1
    page = await sanne.follow(await sanne.post("/staff/organisations/searches", {"words": "niets"}))
    assert "Er is geen bedrijf gevonden" in page.text


async def test_a_company_loses_a_dossier_after_asking(office: Office, sanne: Person) -> None:
    dossier = await office.company_dossier()
    bas = await office.browser("bas", acting_for=office.organisation)
    address = f"/staff/dossiers/{dossier}/people/{office.organisation}/removal"
    assert "Bakker Vastgoed" in (await sanne.get(address)).one("h1").text_content()
    await sanne.post(address)
    assert (await bas.get(f"/dossiers/{dossier}/documents")).status == 404
