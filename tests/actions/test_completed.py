"""What somebody did is listed in pages, the latest first."""

import datetime
from uuid import UUID

import pytest

from portal import database
from portal.database.pages import PAGE
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.uploads.conftest import ask

DONE = "UPDATE upload_request SET state = 'completed', closed_at = {} WHERE id = {}"


async def do(office: Office, dossier: UUID, times: int) -> list[str]:
    """So many upload requests to Anna that are completed, two by two at the same moment; the oldest first."""
    made = []
    for number in range(times):
        office.clock.moment += datetime.timedelta(minutes=number % 2)
        made.append(await ask(office, dossier))
        await database.query(DONE, office.clock.now(), made[-1])
    return [str(one) for one in made]


def listed(page: Page) -> list[str]:
    """The actions that a page lists as done."""
    return [link.get("href").rpartition("/")[2] for link in page.all("details .item a")]


async def test_what_fits_on_a_page_is_counted(office: Office, anna: Person, dossier: UUID) -> None:
    done = await do(office, dossier, 3)
    page = await anna.get("/actions")
    assert listed(page)[-1] == done[0], "the oldest is last"
    assert page.one("details summary").text_content() == "Afgeronde acties (3)"
    assert not page.all("details a[rel]")


@pytest.mark.parametrize("more", [1, PAGE])
async def test_every_completed_action_is_on_one_page_there_and_back(
    office: Office, anna: Person, dossier: UUID, more: int
) -> None:
    done = await do(office, dossier, PAGE + more)
    first = await anna.get("/actions")
    second = await anna.get(first.one("details a[rel=next]").get("href"))
    assert [len(listed(first)), len(listed(second))] == [PAGE, more]
    assert sorted(listed(first) + listed(second)) == sorted(done)
    assert first.one("details summary").text_content() == "Afgeronde acties"
    assert second.one("details").get("open") is not None
    assert not second.all("details a[rel=next]")
    assert listed(await anna.get(second.one("details a[rel=prev]").get("href"))) == listed(first)


async def test_a_page_cannot_start_at_what_somebody_else_did(office: Office, anna: Person, dossier: UUID) -> None:
    await do(office, dossier, 1)
    other = await ask(office, await office.dossier("2026.bas", clients=("bas",)), "bas")
    await database.query(DONE, office.clock.now(), other)
    assert listed(await anna.get(f"/actions?after={other}")) == []
