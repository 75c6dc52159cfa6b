"""The clients of the office: finding them, and shutting them out."""

import pytest

from portal.audit.tables import AuditEntry
from tests.staff.inviting import invite
from tests.staff.working import rows
from tests.support.browser import Person
from tests.support.mailroom import Mailroom
from tests.support.office import Office

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


@BOTH
async def test_blocking_ends_every_session_and_can_be_undone(
    office: Office, sanne: Person, anna: Person, htmx: bool
) -> None:
    address = f"/staff/clients/{anna.id}"
    assert "Anna de Vries" in (await sanne.get(f"{address}/blocking")).one("h1").text_content()
    await sanne.post(f"{address}/blocking", htmx=htmx)
    assert (await anna.get("/account")).status == 303
    assert "Geblokkeerd" in (await sanne.get(address)).text
    await sanne.post(f"{address}/unblocking", htmx=htmx)
    assert (await (await office.browser("anna")).get("/account")).status == 200
    assert await AuditEntry.count().where(AuditEntry.action.is_in(["account_blocked", "account_unblocked"])) == 2


@pytest.mark.parametrize(("access", "names"), [("active", 4), ("invited", 1), ("refused", 1), ("blocked", 0), ("?", 5)])
async def test_clients_are_found_by_how_far_they_are(mailroom: Mailroom, access: str, names: int) -> None:
    mailroom.server.answer = "550 no such mailbox"
    sanne, _noor = await invite(mailroom)
    await mailroom.deliver()
    page = await sanne.follow(await sanne.post("/staff/clients/searches", {"words": "", "access": access}))
    assert len(rows(page, "#clients")) == names


async def test_a_client_is_found_by_the_name_of_their_company_too(office: Office, sanne: Person) -> None:
    for words, found in (
        ("vastgoed", ["Bas Bakker", "Daan Smit"]),
        ("daan VASTGOED", ["Daan Smit"]),
        ("vastgoedx", []),
    ):
        page = await sanne.follow(await sanne.post("/staff/clients/searches", {"words": words}))
        assert [name.text_content() for name in page.all("#clients tbody td:first-child strong")] == found, words
