"""A password that was forgotten, and one that is changed."""

import pytest

from portal import database
from portal.accounts import links
from portal.accounts.tables import LinkPurpose
from portal.outbox.events import EventKind
from tests.accounts.post import events
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

NEW = "paars fietsbel donderdag"


async def reset_link(office: Office, name: str = "anna") -> str:
    account = office.accounts[name].id
    return await links.make_link(account, purpose=LinkPurpose.RESET, now=office.clock.now())


@pytest.mark.parametrize("htmx", [True, False])
async def test_anna_forgot_her_password(office: Office, *, htmx: bool) -> None:
    visitor = office.visitor()
    page = await visitor.post("/forgotten", {"email": " Anna@Example.com"}, htmx=htmx)
    assert page.location == "/forgotten/sent"
    assert (await visitor.get("/forgotten/sent")).status == 200
    assert await events(office.accounts["anna"].id) == [EventKind.PASSWORD_RESET]


async def test_nobody_learns_whether_there_is_an_account(office: Office) -> None:
    answers = []
    for email in ("anna@example.com", "nobody@example.com", "sanne@example.com"):
        with database.counting() as counter:
            page = await office.visitor().post("/forgotten", {"email": email}, htmx=True)
        answers.append((page.status, page.text, counter.statements))
    assert len(set(answers)) == 1
    assert await events(office.accounts["sanne"].id) == [], "staff ask at their own door"


async def test_who_asks_and_asks_gets_three_mails_an_hour(office: Office) -> None:
    for _again in range(5):
        assert (await office.visitor().post("/forgotten", {"email": "anna@example.com"})).status == 303
    assert len(await events(office.accounts["anna"].id)) == 3
    office.clock.advance(hours=1, seconds=1)
    await office.visitor().post("/forgotten", {"email": "anna@example.com"})
    assert len(await events(office.accounts["anna"].id)) == 4


async def test_one_address_cannot_ask_for_everybody(office: Office) -> None:
    visitor = office.visitor()
    pages = [await visitor.post("/forgotten", {"email": f"{number}@example.com"}) for number in range(21)]
    assert {page.status for page in pages[:20]} == {303}
    assert pages[20].status == 429
    assert "60" in pages[20].text


@pytest.mark.parametrize("email", ["", "anna", "x" * 5000])
async def test_what_is_no_address_is_asked_again(office: Office, email: str) -> None:
    page = await office.visitor().post("/forgotten", {"email": email})
    assert page.status == 422
    assert page.value("email") == email


async def test_anna_chooses_a_new_password(office: Office, anna: Person) -> None:
    visitor = office.visitor()
    await visitor.get(f"/reset/{await reset_link(office)}")
    assert (await visitor.post("/reset", {"password": "kort"})).status == 422
    page = await visitor.post("/reset", {"password": NEW})
    assert page.location == "/"
    assert (await visitor.get("/")).status == 200
    assert (await anna.get("/")).location == "/login", "other sessions end"
    assert await events(office.accounts["anna"].id) == [EventKind.PASSWORD_CHANGED]
    assert (await office.visitor().post("/login", {"email": "anna@example.com", "password": NEW})).status == 303
    assert (await office.visitor().post("/login", {"email": "anna@example.com", "password": PASSWORD})).status == 422


async def test_a_reset_link_works_once_for_half_an_hour_and_for_nothing_else(office: Office) -> None:
    used, late, other = await reset_link(office), await reset_link(office), await reset_link(office)
    visitor = office.visitor()
    await visitor.get(f"/reset/{used}")
    await visitor.post("/reset", {"password": NEW})
    await visitor.get(f"/reset/{used}")
    assert (await visitor.post("/reset", {"password": NEW})).status == 410
    await visitor.get(f"/activate/{other}")
    assert (await visitor.post("/activate", {"password": NEW})).status == 410
    office.clock.advance(minutes=30, seconds=1)
    await visitor.get(f"/reset/{late}")
    page = await visitor.get("/reset")
    assert page.status == 410
    assert page.all("a[href='/forgotten']")


@pytest.mark.parametrize("htmx", [True, False])
async def test_anna_changes_her_password(office: Office, anna: Person, *, htmx: bool) -> None:
    elsewhere = await office.browser("anna")
    page = await anna.post("/account/password", {"current": PASSWORD, "password": NEW}, htmx=htmx)
    assert page.location == "/account/password/changed"
    assert (await anna.get("/account/password/changed")).status == 200
    assert (await elsewhere.get("/")).location == "/login"
    assert await events(anna.id) == [EventKind.PASSWORD_CHANGED]
    assert "23 november 2026" in (await anna.get("/account")).text


async def test_a_wrong_present_password_changes_nothing(office: Office, anna: Person) -> None:
    for _guess in range(10):
        page = await anna.post("/account/password", {"current": "guess", "password": NEW})
        assert page.status == 422
        assert page.all("#current-error")
    assert (await anna.post("/account/password", {"current": PASSWORD, "password": NEW})).status == 429
    office.clock.advance(minutes=16)
    assert (await anna.post("/account/password", {"current": PASSWORD, "password": "kort"})).status == 422
    assert await events(anna.id) == []
    assert (await office.visitor().post("/login", {"email": "anna@example.com", "password": PASSWORD})).status == 303
