"""How the office makes, finds, closes and reopens dossiers."""

from uuid import UUID, uuid4

import pytest

from portal.dossiers.operations import dossiers
from portal.dossiers.tables import Dossier, DossierAccess
from portal.outbox.tables import OutboxEvent
from tests.staff.working import publish, rows, search
from tests.support.browser import Person
from tests.support.office import Office

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


def new(office: Office, **changes: str) -> dict[str, str]:
    """A form for a new dossier, filled in."""
    filled = {
        "number": "2026.1212",
        "title": "Koopwoning Brouwersgracht 58",
        "kind": "transfer",
        "handler": str(office.accounts["sanne"].id),
        "signing_date-day": "15",
        "signing_date-month": "1",
        "signing_date-year": "2027",
    }
    return {**filled, **changes}


async def create(office: Office, number: str, title: str, clients: tuple[str, ...] = ()) -> UUID:
    """One more dossier."""
    sanne, now = office.accounts["sanne"].id, office.clock.now()
    made = await dossiers.create_dossier(
        number=number, title=title, kind="will", handler=sanne, signing_date=None, actor=sanne, now=now
    )
    for name in clients:
        await dossiers.give_access(made, office.accounts[name].id, actor=sanne, now=now)
    return made


@BOTH
async def test_sanne_makes_a_dossier_and_nobody_sees_it_yet(
    office: Office, sanne: Person, anna: Person, htmx: bool
) -> None:
    page = await sanne.post("/staff/dossiers", new(office), htmx=htmx)
    made = await sanne.get(page.location)
    assert "Koopwoning Brouwersgracht 58" in made.one("h1").text_content()
    assert "15 januari 2027" in made.text
    assert "Brouwersgracht" not in (await anna.get("/dossiers")).text


@BOTH
async def test_who_may_see_it_is_looked_for_in_the_same_form(
    office: Office, sanne: Person, bas: Person, carla: Person, htmx: bool
) -> None:
    page = await sanne.post("/staff/dossiers", {**new(office), "words": "ozturk"}, htmx=htmx)
    assert page.status == 200
    assert page.value("title") == "Koopwoning Brouwersgracht 58"
    account = page.one("#dossier-people input[name=account]")
    assert account.get("checked") is None
    ticked = {**new(office), "account": str(account.get("value")), "words": "vastgoed"}
    page = await sanne.post("/staff/dossiers", ticked, htmx=htmx)
    assert page.one("#dossier-people input[name=account]").get("checked") is not None
    assert await Dossier.count() == 0
    ticked = {**ticked, "organisation": page.value("organisation"), "words": ""}
    made = await sanne.post("/staff/dossiers", ticked, htmx=htmx)
    made = made if htmx else await sanne.follow(made)
    assert len(rows(made, "#people")) == 2
    assert "Brouwersgracht" in (await carla.get("/dossiers")).text
    assert await DossierAccess.exists().where(
        (DossierAccess.account == bas.id) & (DossierAccess.organisation == office.organisation)
    )


@pytest.mark.parametrize("words", ["Piet", ""])
async def test_a_search_that_finds_nobody_says_so_and_makes_nothing(office: Office, sanne: Person, words: str) -> None:
    page = await sanne.post("/staff/dossiers", {**new(office), "words": words, "search": "1"})
    assert page.status == 422
    assert page.value("words") == words
    assert "Geen klant gevonden" in page.one("#people-words-error").text_content()
    assert await Dossier.count() == 0


@pytest.mark.parametrize("ticked", ["sanne", "nobody", "no id"])
async def test_who_is_no_client_is_not_let_in(office: Office, sanne: Person, ticked: str) -> None:
    account = {"sanne": str(sanne.id), "nobody": str(uuid4()), "no id": "anna"}[ticked]
    assert (await sanne.post("/staff/dossiers", {**new(office), "account": account})).status == 404
    assert await Dossier.count() == 0


@BOTH
async def test_what_is_missing_is_named_and_what_was_typed_stays(office: Office, sanne: Person, htmx: bool) -> None:
    typed = new(office, number="", **{"signing_date-day": "31", "signing_date-month": "2"})
    page = await sanne.post("/staff/dossiers", typed, htmx=htmx)
    assert page.status == 422
    assert page.value("title") == "Koopwoning Brouwersgracht 58"
    assert page.value("signing_date-day") == "31"
    links = {link.get("href") for link in page.all("#errors a")}
    assert links == {"#number", "#signing_date"}
    assert all(page.one(link) is not None for link in links)


async def test_a_number_is_given_out_once(office: Office, sanne: Person, dossier: UUID) -> None:
    page = await sanne.post("/staff/dossiers", new(office, number="2026.1184"))
    assert page.status == 422
    assert page.one("#number-error") is not None
    assert page.value("number") == "2026.1184"


async def test_a_title_may_be_as_long_as_its_column_and_no_longer(office: Office, sanne: Person) -> None:
    assert (await sanne.post("/staff/dossiers", new(office, title="Ĳ" * 201))).status == 422
    assert (await sanne.post("/staff/dossiers", new(office, title="Ĳ" * 200))).status == 303


@BOTH
async def test_sanne_changes_what_stands_above_a_dossier(
    office: Office, sanne: Person, anna: Person, dossier: UUID, htmx: bool
) -> None:
    form = await sanne.get(f"/staff/dossiers/{dossier}/details")
    assert (form.value("number"), form.value("signing_date-month")) == ("2026.1184", "12")
    changed = new(office, number="2026.1185", title="Koopwoning Prinsengracht 7")
    page = await sanne.post(f"/staff/dossiers/{dossier}/details", changed, htmx=htmx)
    assert page.location == f"/staff/dossiers/{dossier}"
    assert "Koopwoning Prinsengracht 7" in (await anna.get("/dossiers")).text
    assert len(rows(await search(sanne, "1185 prinsengr vries"), "#dossiers")) == 1
    assert rows(await search(sanne, "lindengracht"), "#dossiers") == []


async def test_a_dossier_is_not_changed_into_what_it_cannot_be(office: Office, sanne: Person, dossier: UUID) -> None:
    await create(office, "2026.9", "Iets anders")
    details = f"/staff/dossiers/{dossier}/details"
    for typed, field in ((new(office, number="2026.9"), "number"), (new(office, title=""), "title")):
        page = await sanne.post(details, typed)
        assert page.status == 422
        assert page.one(f"#errors a[href='#{field}']") is not None
        assert page.value("signing_date-day") == "15"
    assert (await sanne.get(details)).value("title") == "Koopwoning Lindengracht 112"


@pytest.mark.parametrize("words", ["1184", "lindengr", "LINDENGRACHT 112", "ozturk", "Öztürk", "öztürk koopwoning"])
async def test_a_dossier_is_found_by_number_title_and_person(office: Office, sanne: Person, words: str) -> None:
    await office.dossier(clients=("carla",))
    await create(office, "2026.9", "Iets anders")
    found = rows(await search(sanne, words), "#dossiers")
    assert len(found) == 1
    assert "Lindengracht" in found[0]


@pytest.mark.parametrize("words", ["zoe", "ZOË", "łukasz", "LUKASZ", "50%"])
async def test_search_knows_no_accents_and_no_wildcards(office: Office, sanne: Person, words: str) -> None:
    await create(office, "2026.1", "Zoë en Łukasz, 50% eigendom")
    await create(office, "2026.2", "Iets van 500 euro")
    assert len(rows(await search(sanne, words), "#dossiers")) == 1


async def test_the_address_of_a_search_tells_nothing_and_is_sannes_alone(
    office: Office, sanne: Person, dossier: UUID
) -> None:
    page = await sanne.post("/staff/dossiers/searches", {"words": "de vries"})
    assert "vries" not in page.location.lower()
    assert (await sanne.get(page.location)).value("words") == "de vries"
    assert (await sanne.get("/staff/dossiers?find=bm9uc2Vuc2U")).value("words") == ""


async def test_a_search_that_finds_nothing_says_so(sanne: Person, dossier: UUID) -> None:
    page = await search(sanne, "lindengragt")
    assert "lindengragt" in page.one("#dossiers h2").text_content()
    assert page.value("words") == "lindengragt"


async def test_closed_dossiers_are_found_apart(office: Office, sanne: Person, dossier: UUID) -> None:
    await create(office, "2026.2", "Testament")
    await dossiers.close(dossier, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert [row.split()[0] for row in rows(await search(sanne, "", state="closed"), "#dossiers")] == ["2026.1184"]
    assert [row.split()[0] for row in rows(await search(sanne, "", state="open"), "#dossiers")] == ["2026.2"]


async def test_sanne_pages_through_all_dossiers_and_back(office: Office, sanne: Person) -> None:
    for number in range(60):  # all made in the same instant
        await create(office, f"2026.{number:04}", f"Zaak {number}")
    pages, address = [], "/staff/dossiers"
    while address:
        page = await sanne.get(address)
        pages.append([row.split()[0] for row in rows(page, "#dossiers")])
        address = next((link.get("href") for link in page.all("#dossiers a[rel=next]")), "")
    assert [len(one) for one in pages] == [25, 25, 10]
    assert len({number for one in pages for number in one}) == 60
    back = page.one("#dossiers a[rel=prev]").get("href")
    assert [row.split()[0] for row in rows(await sanne.get(back), "#dossiers")] == pages[1]


@BOTH
async def test_closing_asks_first_and_withdraws_what_is_open(
    office: Office, sanne: Person, anna: Person, dossier: UUID, htmx: bool
) -> None:
    asked = {"people": str(anna.id), "title": "Paspoort", "message": "Graag een kopie."}
    await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asked)
    question = await sanne.get(f"/staff/dossiers/{dossier}/closing")
    assert "1 open verzoek" in question.text
    await sanne.post(f"/staff/dossiers/{dossier}/closing", htmx=htmx)
    assert "Paspoort" not in (await anna.get("/actions")).text
    told = await OutboxEvent.select(OutboxEvent.account).where(OutboxEvent.kind == "request_withdrawn")
    assert [row["account"] for row in told] == [anna.id]
    page = await sanne.get(f"/staff/dossiers/{dossier}")
    assert "Ingetrokken" in rows(page, "#placed")[0]
    assert page.all("#publish, #ask-upload") == []


async def test_a_closed_dossier_refuses_new_things_until_it_is_reopened(
    office: Office, sanne: Person, anna: Person, dossier: UUID
) -> None:
    asked = {"people": str(anna.id), "title": "Paspoort", "message": "Graag een kopie."}
    await sanne.post(f"/staff/dossiers/{dossier}/closing")
    assert (await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asked)).status == 409
    assert (await publish(sanne, dossier)).status == 409
    await sanne.post(f"/staff/dossiers/{dossier}/reopening")
    assert (await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asked)).status == 303
    assert (await publish(sanne, dossier)).status == 303


async def test_a_dossier_that_is_not_there_is_not_found(sanne: Person) -> None:
    missing = f"/staff/dossiers/{uuid4()}"
    for path in ("", "/closing", "/progress-steps"):
        assert (await sanne.get(missing + path)).status == 404
    for path in ("/closing", "/reopening", "/people", "/people/searches", "/upload-requests", "/progress-steps"):
        assert (await sanne.post(missing + path, {"words": "x"})).status == 404
