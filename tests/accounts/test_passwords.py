"""A password that was forgotten, and one that is changed."""

from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from portal import database
from portal.accounts import links, staffing
from portal.accounts.invitations import block, unblock
from portal.accounts.operations import create_account
from portal.accounts.sign_in import Place, SignInRefused, sign_in
from portal.accounts.tables import AccountKind, LinkPurpose
from portal.adapters.passwords import Passwords
from portal.outbox.events import EventKind
from portal.web.tables import Session
from tests.accounts import factors
from tests.accounts.factors import code_now, give_app
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


@pytest.mark.parametrize("purpose", [LinkPurpose.RESET, LinkPurpose.INVITATION])
async def test_a_password_that_is_chosen_makes_every_earlier_link_worthless(
    office: Office, purpose: LinkPurpose
) -> None:
    used, other = (
        await reset_link(office),
        await links.make_link(office.accounts["anna"].id, purpose=purpose, now=office.clock.now()),
    )
    visitor, finder = office.visitor(), office.visitor()
    address = "/reset" if purpose is LinkPurpose.RESET else "/activate"
    await finder.get(f"{address}/{other}")
    assert (await finder.get(address)).status == 200
    await visitor.get(f"/reset/{used}")
    await visitor.post("/reset", {"password": NEW})
    assert (await finder.post(address, {"password": "zes heel andere losse woorden"})).status == 410
    assert (await office.visitor().post("/login", {"email": "anna@example.com", "password": NEW})).status == 303


class Meanwhile(Passwords):
    """The passwords of an office in which something happens while one is being checked, as that takes a while."""

    def __init__(self, happens: Callable[[], Awaitable[object]]) -> None:
        super().__init__(memory_kib=64, passes=1)
        self._happens = happens

    async def verify(self, kept: str, password: str) -> bool:
        """What it is, and was."""
        is_right = await super().verify(kept, password)
        await self._happens()
        return is_right


async def signed_in_while(office: Office, happens: Callable[[], Awaitable[object]]) -> str:
    """The token that somebody gets who has Anna's password of before, while this happens."""
    entered = await sign_in(
        "anna@example.com",
        PASSWORD,
        kind="client",
        place=Place("192.0.2.7"),
        secret=office.settings.secret_key,
        passwords=Meanwhile(happens),
        clock=office.clock,
    )
    return entered.token


async def test_who_signs_in_with_the_old_password_at_that_very_moment_stays_outside(office: Office) -> None:
    token = await reset_link(office)

    async def reset() -> None:
        visitor = office.visitor()
        await visitor.get(f"/reset/{token}")
        assert (await visitor.post("/reset", {"password": NEW})).location == "/"

    with pytest.raises(SignInRefused):
        await signed_in_while(office, reset)
    assert await Session.count().where(Session.account == office.accounts["anna"].id) == 1, "that of the new password"


async def test_who_is_blocked_while_signing_in_stays_outside(office: Office) -> None:
    sanne, anna = office.accounts["sanne"].id, office.accounts["anna"].id
    with pytest.raises(SignInRefused):
        await signed_in_while(office, partial(block, anna, actor=sanne, now=office.clock.now()))
    await unblock(anna, actor=sanne, now=office.clock.now())
    assert await Session.count().where(Session.account == anna) == 0


@pytest.mark.parametrize("name", ["anna", "bram"])
async def test_a_session_that_began_at_the_moment_of_blocking_never_opens(office: Office, name: str) -> None:
    sanne, now = office.accounts["sanne"].id, office.clock.now()
    office.accounts["bram"] = await create_account(AccountKind.STAFF, email="bram@example.com", name="B", now=now)
    person, is_staff = office.accounts[name], name == "bram"
    await (staffing.block if is_staff else block)(person.id, actor=sanne, now=now)
    late = await office.browser(name)
    start = "/staff" if is_staff else "/"
    assert "/login" in (await late.get(start)).location
    await (staffing.unblock if is_staff else unblock)(person.id, actor=sanne, now=now)
    assert "/login" in (await late.get(start)).location


@pytest.mark.parametrize("is_forgotten", [True, False])
async def test_a_sign_in_that_was_halfway_with_the_old_password_is_over(office: Office, *, is_forgotten: bool) -> None:
    key, thief, anna = await give_app(office, "anna"), office.visitor(), office.visitor()
    assert (await factors.sign_in(thief, office, "anna")).location == "/login/code"
    if is_forgotten:
        await anna.get(f"/reset/{await reset_link(office)}")
        await anna.post("/reset", {"password": NEW})
    else:
        await factors.sign_in(anna, office, "anna")
        await anna.post("/login/code", {"code": code_now(office, key)})
        page = await anna.post("/account/password", {"current": PASSWORD, "password": NEW})
        assert page.location == "/account/password/changed"
    office.clock.advance(seconds=60)
    assert (await thief.post("/login/code", {"code": code_now(office, key)})).location != "/"
    assert (await thief.get("/account")).location.startswith("/login")
