"""Who gets in: people of a dossier, clients of the office, and who stays outside the back-office."""

from uuid import UUID

import pytest

from portal.accounts.tables import Account
from portal.dossiers.tables import DossierAccess
from portal.outbox.tables import OutboxEvent
from tests.staff.working import rows
from tests.support.browser import Person
from tests.support.office import Office

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


@BOTH
async def test_sanne_chooses_whom_she_means_and_adds_them(
    office: Office, sanne: Person, carla: Person, dossier: UUID, htmx: bool
) -> None:
    page = await sanne.post(f"/staff/dossiers/{dossier}/people/searches", {"words": "ozturk"}, htmx=htmx)
    assert "carla@example.com" in page.one("#add-person").text_content()
    account = page.one("#add-person input[name=account]").get("value")
    added = await sanne.post(f"/staff/dossiers/{dossier}/people", {"account": account}, htmx=htmx)
    added = added if htmx else await sanne.follow(added)
    assert len(rows(added, "#people")) == 2
    assert "Carla Öztürk" in added.one("#ask-upload").text_content()
    assert "Lindengracht" in (await carla.get("/dossiers")).text


async def test_bas_is_added_for_his_company(office: Office, sanne: Person, bas: Person, dossier: UUID) -> None:
    page = await sanne.post(f"/staff/dossiers/{dossier}/people/searches", {"words": "vastgoed"})
    found = page.one("#add-person input[name=organisation]")
    await sanne.post(f"/staff/dossiers/{dossier}/people", {"organisation": found.get("value")})
    [row] = await DossierAccess.select(DossierAccess.organisation).where(DossierAccess.account == bas.id)
    assert row["organisation"] == office.organisation
    assert rows(await sanne.get(f"/staff/dossiers/{dossier}"), "#people")[1].startswith("Bakker Vastgoed B.V. Bedrijf")


async def test_nobody_found_says_so_and_keeps_the_name(sanne: Person, dossier: UUID) -> None:
    page = await sanne.post(f"/staff/dossiers/{dossier}/people/searches", {"words": "Piet"})
    assert page.status == 422
    assert page.one("#people-words").get("value") == "Piet"


async def test_staff_are_no_clients(office: Office, sanne: Person, dossier: UUID) -> None:
    assert (await sanne.post(f"/staff/dossiers/{dossier}/people", {"account": str(sanne.id)})).status == 404
    assert (await sanne.post(f"/staff/dossiers/{dossier}/people", {"account": "anna"})).status == 404


async def test_access_is_stopped_after_asking(sanne: Person, anna: Person, dossier: UUID) -> None:
    address = f"/staff/dossiers/{dossier}/people/{anna.id}/removal"
    assert "Anna de Vries" in (await sanne.get(address)).one("h1").text_content()
    await sanne.post(address)
    assert (await anna.get(f"/dossiers/{dossier}/documents")).status == 404
    assert (await sanne.post(address)).status == 404


@BOTH
async def test_a_new_client_is_invited(sanne: Person, htmx: bool) -> None:
    typed = {"name": "Łukasz Żółć", "formal_name": "de heer Żółć", "email": "Lukasz@Example.com", "language": "en"}
    page = await sanne.post("/staff/clients", typed, htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert any("lukasz@example.com" in row for row in rows(page, "#clients"))
    made = await Account.objects().get(Account.email == "lukasz@example.com")
    assert made is not None
    assert (made.language, made.kind) == ("en", "client")
    assert await OutboxEvent.count().where((OutboxEvent.account == made.id) & (OutboxEvent.kind == "invitation")) == 1
    await sanne.post(f"/staff/clients/{made.id}/invitations", htmx=htmx)
    assert await OutboxEvent.count().where((OutboxEvent.account == made.id) & (OutboxEvent.kind == "invitation")) == 2


@BOTH
@pytest.mark.parametrize("email", ["anna@example.com", "geen adres", ""])
async def test_an_address_that_will_not_do_is_refused_and_kept(sanne: Person, email: str, htmx: bool) -> None:
    page = await sanne.post("/staff/clients", {"name": "Piet", "email": email, "language": "nl"}, htmx=htmx)
    assert page.status == 422
    assert page.one("#email-error") is not None
    assert page.value("name") == "Piet"
    assert page.value("email") == email


async def test_clients_are_found_and_the_address_tells_nothing(sanne: Person) -> None:
    page = await sanne.post("/staff/clients/searches", {"words": "OZTURK"})
    assert "ozturk" not in page.location.lower()
    assert [row.split()[0] for row in rows(await sanne.follow(page), "#clients")] == ["Carla"]


async def test_the_page_of_a_client_leads_to_their_dossiers(sanne: Person, anna: Person, dossier: UUID) -> None:
    link = next(one for one in (await sanne.get("/staff/clients")).all("#clients td a") if "Anna" in one.text_content())
    page = await sanne.get(link.get("href"))
    assert "mevrouw De Vries" in page.text
    assert page.one("#client td a").get("href") == f"/staff/dossiers/{dossier}"
    assert (await sanne.get(f"/staff/clients/{sanne.id}")).status == 404


PAGES = ("/staff", "/staff/dossiers", "/staff/dossiers/new", "/staff/clients")


@pytest.mark.parametrize("path", PAGES)
async def test_who_is_not_staff_gets_the_sign_in_page(office: Office, anna: Person, path: str) -> None:
    anna.client.cookies.set("portal-staff", anna.token)
    for person in (anna, office.visitor(), office.visitor("staff")):
        page = await person.get(path)
        assert page.status == 303
        assert page.location.startswith("/staff/login?next=")


async def test_who_is_not_staff_changes_nothing(office: Office, anna: Person, dossier: UUID) -> None:
    anna.client.cookies.set("portal-staff", anna.token)
    for path in ("/closing", "/people", "/publications", "/upload-requests", "/progress-steps"):
        assert (await anna.post(f"/staff/dossiers/{dossier}{path}")).status in {303, 401, 403}
    assert "Afgerond" not in (await anna.get("/dossiers")).text
