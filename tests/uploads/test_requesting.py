"""Asking for documents, reminding, and taking the request back."""

import datetime
from uuid import UUID

import pytest

from portal import database
from portal.dossiers.operations import dossiers
from portal.errors import Conflict, NotFound
from portal.staff.queries import requests
from portal.staff.views import State
from portal.uploads import operations
from portal.uploads.operations import RequestClosed
from tests.support.browser import Person
from tests.support.office import Office
from tests.uploads.conftest import MESSAGE, ask
from tests.uploads.sending import put

TODAY = datetime.date(2026, 11, 23)


async def told(office: Office, name: str) -> list[str]:
    rows = await database.query(
        "SELECT kind FROM outbox_event WHERE account = {} ORDER BY created_at", office.accounts[name].id
    )
    return [row["kind"] for row in rows]


async def acts(subject: UUID) -> list[str]:
    rows = await database.query("SELECT action FROM audit_entry WHERE subject = {} ORDER BY id", subject)
    return [row["action"] for row in rows]


async def states(office: Office, dossier: UUID, today: datetime.date = TODAY) -> list[State]:
    return [row.state for row in await requests.requests(dossier, office.viewer("sanne"), today=today)]


async def test_the_addressee_is_told_and_the_act_is_recorded(office: Office, upload_request: UUID) -> None:
    assert await told(office, "anna") == ["upload_requested"]
    assert await acts(upload_request) == ["upload_requested"]


async def test_the_message_is_encrypted_in_the_database(upload_request: UUID) -> None:
    row = (await database.query("SELECT message FROM upload_request WHERE id = {}", upload_request))[0]
    assert MESSAGE.encode() not in bytes(row["message"])


async def test_the_addressee_reads_the_message(anna: Person, upload_request: UUID) -> None:
    page = await anna.get(f"/upload-requests/{upload_request}")
    assert page.status == 200
    assert page.one("h1").text_content().strip() == "Kopie van uw paspoort"
    assert MESSAGE in page.text
    assert "4 december 2026" in page.text


async def test_a_closed_dossier_takes_no_request(office: Office, dossier: UUID) -> None:
    await dossiers.close(dossier, actor=office.accounts["sanne"].id, now=office.clock.now())
    with pytest.raises(Conflict):
        await ask(office, dossier)


async def test_who_may_not_see_the_dossier_is_not_asked(office: Office, dossier: UUID) -> None:
    with pytest.raises(NotFound):
        await ask(office, dossier, "carla")
    assert await told(office, "carla") == []


async def test_a_reminder_tells_the_addressee_again(office: Office, upload_request: UUID) -> None:
    await operations.remind(upload_request, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert sorted(await told(office, "anna")) == ["reminder", "upload_requested"]


async def test_a_withdrawn_request_is_explained_calmly(
    office: Office, anna: Person, dossier: UUID, upload_request: UUID
) -> None:
    await operations.withdraw(upload_request, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert sorted(await told(office, "anna")) == ["request_withdrawn", "upload_requested"]
    assert await states(office, dossier) == [State.WITHDRAWN]
    page = await anna.get(f"/upload-requests/{upload_request}")
    assert page.status == 200
    assert "U hoeft niets meer te doen" in page.text
    assert page.all("input[type=file]") == []
    refused = await put(anna, upload_request)
    assert refused.status == 409


async def test_what_is_withdrawn_or_absent_cannot_be_reminded_or_withdrawn(
    office: Office, dossier: UUID, upload_request: UUID
) -> None:
    sanne, now = office.accounts["sanne"].id, office.clock.now()
    await operations.withdraw(upload_request, actor=sanne, now=now)
    for act in (operations.withdraw, operations.remind):
        with pytest.raises(RequestClosed):
            await act(upload_request, actor=sanne, now=now)
        with pytest.raises(NotFound):
            await act(dossier, actor=sanne, now=now)


async def test_closing_a_dossier_withdraws_what_is_open_and_leaves_the_rest(
    office: Office, anna: Person, dossier: UUID, upload_request: UUID
) -> None:
    confirmed = await ask(office, dossier, title="Koopovereenkomst")
    await put(anna, confirmed)
    await anna.post(f"/upload-requests/{confirmed}/confirmation")
    withdrawn = await operations.withdraw_all(dossier, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert withdrawn == 1
    assert sorted(await states(office, dossier)) == [State.COMPLETED, State.WITHDRAWN]


async def test_a_request_is_overdue_from_the_day_after_its_due_date(
    office: Office, dossier: UUID, upload_request: UUID
) -> None:
    assert await states(office, dossier, datetime.date(2026, 12, 4)) == [State.OPEN]
    assert await states(office, dossier, datetime.date(2026, 12, 5)) == [State.OVERDUE]
