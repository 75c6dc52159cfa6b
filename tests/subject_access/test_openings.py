"""Who opened which paper: a person's own openings and those of the office, and never what another client read."""

from uuid import UUID, uuid4

import pytest

from portal import database
from portal.audit.queries import Position, statement
from portal.dossiers.operations import documents
from portal.subject_access.queries import branches
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.support.papers import pdf, publish


def rows(page: Page) -> list[str]:
    """The rows of the list, as text."""
    return [" ".join(row.text_content().split()) for row in page.all("tbody tr")]


@pytest.fixture
async def shared(office: Office) -> UUID:
    """A dossier of Anna and Carla."""
    return await office.dossier(clients=("anna", "carla"))


@pytest.fixture
async def paper(office: Office, shared: UUID) -> UUID:
    """A paper for the two of them."""
    return await publish(office, shared, pdf(), title="Concept van de akte")


async def test_anna_sees_that_she_and_the_office_opened_it(anna: Person, sanne: Person, paper: UUID) -> None:
    await anna.get(f"/documents/{paper}/content")
    await sanne.get(f"/staff/documents/{paper}/content")
    page = await anna.get("/account/openings")
    office, own = rows(page)
    assert office.startswith("Concept van de akteKoopwoning Lindengracht 112 mr. S. Okaforwerkt bij ons kantoor")
    assert own.startswith("Concept van de akteKoopwoning Lindengracht 112 U ")
    assert page.one("section h2").text_content() == "November 2026"


async def test_what_another_client_read_is_not_hers_to_know(anna: Person, carla: Person, paper: UUID) -> None:
    await carla.get(f"/documents/{paper}/content")
    assert rows(await anna.get("/account/openings")) == []
    assert len(rows(await carla.get("/account/openings"))) == 1


async def test_what_the_office_opened_of_another_client_is_not_hers_to_know(
    office: Office, anna: Person, sanne: Person, shared: UUID
) -> None:
    for_carla = await publish(office, shared, pdf(), title="Voor Carla", to=("carla",))
    await sanne.get(f"/staff/documents/{for_carla}/content")
    assert rows(await anna.get("/account/openings")) == []


async def test_a_paper_that_was_withdrawn_keeps_its_name_to_itself(
    office: Office, anna: Person, sanne: Person, paper: UUID
) -> None:
    await anna.get(f"/documents/{paper}/content")
    await sanne.get(f"/staff/documents/{paper}/content")
    await documents.withdraw(paper, actor=office.accounts["sanne"].id, now=office.clock.now())
    (left,) = rows(await anna.get("/account/openings"))
    assert left.startswith("Een stuk dat er niet meer is U ")


async def test_one_dossier_is_shown_when_asked(office: Office, anna: Person, paper: UUID) -> None:
    other = await office.dossier("2026.7")
    await anna.get(f"/documents/{paper}/content")
    assert rows(await anna.get(f"/account/openings?dossier={other}")) == []
    theirs = await office.dossier("2026.8", clients=("carla",))
    assert len(rows(await anna.get(f"/account/openings?dossier={theirs}"))) == 1, "not hers: all of hers instead"


async def test_pages_go_on_where_the_last_one_ended(anna: Person, paper: UUID) -> None:
    for _time in range(60):
        await anna.get(f"/documents/{paper}/content")
    page, seen = await anna.get("/account/openings"), 0
    while True:
        seen += len(rows(page))
        if not (older := page.all("a[rel='next']")):
            break
        page = await anna.get(older[0].get("href", ""))
    assert seen == 60


async def test_the_log_is_read_by_indexes(office: Office) -> None:
    if office.adapters.engine.engine_type != "sqlite":
        pytest.skip("SQLite says what it will do, whatever is in the log")
    for dossier in (None, uuid4()):
        sql, values = statement(branches(office.accounts["anna"].id, dossier), Position(before=100))
        plan = [row["detail"] for row in await database.query(f"EXPLAIN QUERY PLAN {sql}", *values)]
        searched = [step for step in plan if " e " in step]
        assert searched
        assert all("INDEX audit_entry_by_" in step for step in searched), plan
