"""A company with any number of dossiers: its lists come in pages, and a page asks the database the same each time."""

import datetime
from uuid import UUID

import pytest

from portal import database
from portal.companies.tables import MemberRight
from portal.database.pages import PAGE, TOP
from portal.dossiers import queries
from portal.dossiers.operations import dossiers as operations
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.support.papers import publish
from tests.uploads.conftest import ask

MANY = PAGE * 2 + 3


@pytest.fixture
async def many(office: Office) -> list[UUID]:
    """The dossiers of a company, the oldest first; the very oldest is closed."""
    made = []
    for number in range(MANY):
        office.clock.moment += datetime.timedelta(minutes=number % 2)  # two by two at the same moment
        made.append(await office.company_dossier(f"2026.{number}"))
    await operations.close(made[-1], actor=office.accounts["sanne"].id, now=office.clock.now())
    return made


async def acting(office: Office, name: str) -> Person:
    """Somebody at a browser, acting for the company."""
    return await office.browser(name, acting_for=office.organisation)


def listed(page: Page) -> list[str]:
    """The dossiers that a page lists."""
    return [link.get("href").rpartition("/")[2] for link in page.all("#dossiers .item a")]


async def walk(person: Person, path: str, towards: str, page: Page | None = None) -> list[Page]:
    """The pages that follow, or come before."""
    pages = [page or await person.get(path)]
    while following := pages[-1].all(f"a[rel={towards}]"):
        pages.append(await person.get(following[0].get("href")))
    return pages


async def test_every_dossier_is_on_one_page_there_and_back(office: Office, many: list[UUID]) -> None:
    bas = await acting(office, "bas")
    there = await walk(bas, "/dossiers", "next")
    found = [one for page in there for one in listed(page)]
    assert [len(listed(page)) for page in there] == [PAGE, PAGE, 3]
    assert sorted(found) == sorted(map(str, many))
    assert found[-1] == str(many[-1]), "a closed one is last"
    back = await walk(bas, "", "prev", there[-1])
    assert [listed(page) for page in reversed(back)] == [listed(page) for page in there]


async def test_a_list_that_fits_on_a_page_has_no_others(office: Office, anna: Person, dossier: UUID) -> None:
    page = await anna.get("/dossiers")
    assert listed(page) == [str(dossier)]
    assert not page.all("nav[aria-label=Pagina], a[rel]")


async def test_a_page_cannot_start_at_a_dossier_of_somebody_else(
    office: Office, anna: Person, many: list[UUID]
) -> None:
    await office.dossier("2026.anna")
    assert listed(await anna.get(f"/dossiers?after={many[0]}")) == []


async def test_rights_are_kept_page_by_page(office: Office, many: list[UUID]) -> None:
    bas, member = await acting(office, "bas"), await office.member("daan")
    pages = await walk(bas, f"/colleagues/{member}", "next")
    assert len(pages) == 3
    chosen = []
    for page, right in zip(pages, ("deliver", "read", "none"), strict=True):
        first, second = (select.get("name") for select in page.all(".for-chosen select")[:2])
        chosen.append(first)
        form = {"which": "chosen", "right": "read", first: right, second: "nonsense"}
        address = page.one("form.rights").get("action")
        assert (await bas.post(address, form)).location.partition("?")[2] == address.partition("?")[2]
    kept = {f"right-{row.dossier}": row.can_deliver for row in await MemberRight.objects()}
    assert kept == {chosen[0]: True, chosen[1]: False}
    daan = await acting(office, "daan")
    assert sorted(f"right-{one}" for one in listed(await daan.get("/dossiers"))) == sorted(kept)
    await bas.post(f"/colleagues/{member}/rights", {"which": "chosen", chosen[0]: "none"})
    assert [f"right-{one}" for one in listed(await daan.get("/dossiers"))] == [chosen[1]]


async def test_a_dossier_of_another_company_cannot_be_chosen(office: Office) -> None:
    own, foreign = await office.company_dossier(), await office.dossier("2026.anna")
    bas, member = await acting(office, "bas"), await office.member("daan")
    form = {"which": "chosen", f"right-{own}": "read", f"right-{foreign}": "deliver", "right-": "read"}
    await bas.post(f"/colleagues/{member}/rights", form)
    assert [row.dossier for row in await MemberRight.objects()] == [own]


@pytest.mark.parametrize("path", ["/", "/dossiers", "/colleagues/{member}", "/account/openings"])
async def test_pages_cost_the_same_statements(office: Office, path: str) -> None:
    bas, address = await acting(office, "bas"), path.format(member=await office.member("daan"))
    asked = []
    for number in range(3):
        dossier = await office.company_dossier(f"2026.{number}")
        await publish(office, dossier)
        await ask(office, dossier, "bas")
        with database.counting() as counter:
            await bas.get(address)
        asked.append(counter.statements)
    assert asked[1] == asked[2]


async def test_a_page_is_found_by_an_index_and_sorted_by_it(office: Office) -> None:
    if database.current_engine().engine_type != "sqlite":
        pytest.skip("PostgreSQL chooses by what it knows of the rows; here there are none")
    viewer = office.viewer("bas", acting_for=office.organisation)
    with database.counting() as counter:
        await queries.page(viewer, TOP)
    plan = await database.query(f"EXPLAIN QUERY PLAN {counter.sql[-1]}", viewer.id, viewer.organisation)
    details = [row["detail"] for row in plan]
    assert "dossier_access_listed (account=? AND organisation=?)" in details[0]
    assert not any("TEMP B-TREE" in detail for detail in details), details


async def test_what_is_new_comes_from_where_something_was_published_last(office: Office, many: list[UUID]) -> None:
    for number in (0, 1):
        await publish(office, many[number], title=f"Stuk {number}")
        office.clock.moment += datetime.timedelta(hours=1)
    start = await (await acting(office, "bas")).get("/")
    assert [link.text_content() for link in start.all("aside .card a")] == ["Stuk 1", "Stuk 0"]
