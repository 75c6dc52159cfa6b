"""What the office asks of clients, what it sees of it, and what it does not see."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from portal.accounts.viewer import Viewer
from portal.files.delivering import Delivery
from portal.files.limits import limits_of
from portal.outbox.tables import OutboxEvent
from portal.uploads import operations as uploads
from portal.uploads.operations.delivering import deliver
from portal.uploads.tables import UploadRequest
from tests.staff.working import rows
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import pdf

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


def asking(*people: Person, **changes: str) -> dict[str, str | list[str]]:
    """A filled-in upload request."""
    return {
        "people": [str(person.id) for person in people],
        "title": "Kopie van uw paspoort",
        "message": "Graag beide kanten.",
        "due_date-day": "4",
        "due_date-month": "12",
        "due_date-year": "2026",
        **changes,
    }


async def only_request() -> UUID:
    """The one request there is."""
    [row] = await UploadRequest.select(UploadRequest.id)
    return UUID(str(row["id"]))


async def add_file(office: Office, name: str, request: UUID) -> Viewer:
    """Have a client add a file, and not confirm it yet."""
    viewer = office.viewer(name)

    async def chunks() -> AsyncIterator[bytes]:
        yield pdf()

    await deliver(
        request,
        Delivery(uuid4(), "paspoort-geheim.pdf", chunks(), None),
        storage=office.adapters.storage,
        keys=office.adapters.keys,
        viewer=viewer,
        limits=limits_of(office.settings),
        now=office.clock.now(),
    )
    return viewer


@BOTH
async def test_each_person_gets_an_action_of_their_own(
    office: Office, sanne: Person, anna: Person, carla: Person, htmx: bool
) -> None:
    dossier = await office.dossier(clients=("anna", "carla"))
    page = await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asking(anna, carla), htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    table = rows(page, "#placed")
    assert len(table) == 2
    assert all("Open, uiterlijk 4 dec" in row for row in table)
    assert page.value("message").strip() == ""
    for person in (anna, carla):
        assert "Kopie van uw paspoort" in (await person.get("/actions")).text


@BOTH
async def test_a_request_that_is_not_complete_keeps_what_was_typed(
    sanne: Person, anna: Person, dossier: UUID, htmx: bool
) -> None:
    typed = asking(title="", **{"due_date-day": "22", "due_date-month": "11"})
    page = await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", typed, htmx=htmx)
    assert page.status == 422
    assert page.value("message").strip() == "Graag beide kanten."
    links = {link.get("href") for link in page.all("#errors a")}
    assert links == {"#upload-people", "#upload-title", "#upload-due_date"}
    assert "voorbij" in page.one("#upload-due_date-error").text_content()


async def test_somebody_without_access_cannot_be_asked(sanne: Person, bas: Person, dossier: UUID) -> None:
    page = await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asking(bas))
    assert page.status == 422
    assert await UploadRequest.count() == 0


async def test_staff_see_nothing_of_what_is_not_confirmed(
    office: Office, sanne: Person, anna: Person, dossier: UUID
) -> None:
    await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asking(anna))
    paths = (f"/staff/dossiers/{dossier}", "/staff", "/staff/dossiers")
    await sanne.get(paths[0])  # which says, once, that the request was placed
    before = [(await sanne.get(path)).one("main").text_content() for path in paths]
    viewer = await add_file(office, "anna", await only_request())
    after = [(await sanne.get(path)).one("main").text_content() for path in paths]
    assert after == before
    await uploads.confirm(await only_request(), viewer, now=office.clock.now())
    page = await sanne.get(f"/staff/dossiers/{dossier}")
    assert "Ontvangen 23 nov" in rows(page, "#placed")[0]
    assert "paspoort-geheim" in rows(page, "#supplied")[0]
    assert "paspoort-geheim" in rows(await sanne.get("/staff"), "#came-in")[0]


async def test_what_came_in_is_downloaded_and_is_then_no_longer_new(
    office: Office, sanne: Person, anna: Person, dossier: UUID
) -> None:
    await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asking(anna))
    viewer = await add_file(office, "anna", await only_request())
    await uploads.confirm(await only_request(), viewer, now=office.clock.now())
    page = await sanne.get(f"/staff/dossiers/{dossier}")
    assert "Nieuw" in rows(page, "#supplied")[0]
    link = page.one("#supplied a[href$='/download']").get("href")
    answer = await sanne.client.get(link)
    assert answer.content == pdf()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "Nieuw" not in rows(await sanne.get(f"/staff/dossiers/{dossier}"), "#supplied")[0]
    assert (await anna.client.get(link)).status_code in {303, 401}


async def test_overdue_starts_on_the_day_after(office: Office, sanne: Person, anna: Person, dossier: UUID) -> None:
    await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asking(anna))
    office.clock.advance(days=11)  # 4 December
    again = await office.browser("sanne")
    assert rows(await again.get("/staff"), "#overdue") == []
    assert "Open, uiterlijk 4 dec" in rows(await again.get(f"/staff/dossiers/{dossier}"), "#placed")[0]
    assert "te laat" not in rows(await again.get("/staff/dossiers"), "#dossiers")[0]
    office.clock.advance(days=1)
    again = await office.browser("sanne")
    assert "Kopie van uw paspoort" in rows(await again.get("/staff"), "#overdue")[0]
    assert "Te laat" in rows(await again.get(f"/staff/dossiers/{dossier}"), "#placed")[0]
    assert "1 te laat" in rows(await again.get("/staff/dossiers"), "#dossiers")[0]


@BOTH
async def test_a_reminder_is_sent_and_seen(sanne: Person, anna: Person, dossier: UUID, htmx: bool) -> None:
    await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asking(anna))
    page = await sanne.post(f"/staff/upload-requests/{await only_request()}/reminders", htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert "Herinnerd 23 nov" in rows(page, "#placed")[0]
    assert await OutboxEvent.count().where(OutboxEvent.kind == "reminder") == 1


@BOTH
async def test_withdrawing_asks_first_and_tells_the_client(
    sanne: Person, anna: Person, dossier: UUID, htmx: bool
) -> None:
    await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asking(anna))
    address = f"/staff/upload-requests/{await only_request()}/withdrawal"
    question = await sanne.get(address)
    assert question.one("#confirm form").get("action") == address
    assert "Anna de Vries" in question.text
    page = await sanne.post(address, htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert "Ingetrokken" in rows(page, "#placed")[0]
    assert await OutboxEvent.count().where(OutboxEvent.kind == "request_withdrawn") == 1
    assert (await sanne.post(address)).status == 409


async def test_a_request_is_of_one_kind(sanne: Person, anna: Person, dossier: UUID) -> None:
    await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asking(anna))
    assert (await sanne.get(f"/staff/questionnaire-requests/{await only_request()}/withdrawal")).status == 404
    assert (await sanne.get(f"/staff/upload-requests/{uuid4()}/withdrawal")).status == 404
