"""Where somebody is signed in, signing out there, and a device that we did not know."""

import pytest

from portal.outbox.events import EventKind
from portal.web import sessions
from portal.web.tables import Session
from tests.accounts.post import events
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36 Edg/131.0.0.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)


async def signed_in(office: Office, device: str = EDGE, visitor: Person | None = None) -> Person:
    visitor = visitor or office.visitor()
    await visitor.get("/login")
    form = {"email": "anna@example.com", "password": PASSWORD}
    page = await visitor.post("/login", form, **{"User-Agent": device})
    assert page.status == 303
    return visitor


async def test_anna_sees_where_she_is_signed_in(office: Office) -> None:
    await signed_in(office, IPHONE)
    here = await signed_in(office, EDGE)
    page = await here.get("/account/sessions")
    assert [item.text_content() for item in page.all("#sessions strong")] == ["Edge op Windows", "Safari op iPhone"]
    assert "Dit apparaat" in page.all("#sessions .setting")[0].text_content()
    assert page.all("a[href='/account']")


@pytest.mark.parametrize("htmx", [True, False])
async def test_she_signs_out_on_another_device(office: Office, *, htmx: bool) -> None:
    there, here = await signed_in(office, IPHONE), await signed_in(office)
    form = (await here.get("/account/sessions")).one("#sessions form[action$='/ending'] button.link").getparent()
    page = await here.post(form.get("action", ""), htmx=htmx)
    assert page.status == (200 if htmx else 303)
    assert (await there.get("/")).location == "/login"
    assert len((await here.get("/account/sessions")).all("#sessions .setting")) == 1
    assert (await here.post(form.get("action", ""))).status == 404


@pytest.mark.parametrize("htmx", [True, False])
async def test_she_signs_out_everywhere_but_here(office: Office, *, htmx: bool) -> None:
    others = [await signed_in(office) for _other in range(3)]
    here = await signed_in(office)
    await here.post("/account/sessions/others/ending", htmx=htmx)
    assert [(await other.get("/")).location for other in others] == ["/login"] * 3
    assert (await here.get("/")).status == 200


async def test_nobody_signs_another_person_out(office: Office, carla: Person) -> None:
    here, there = await signed_in(office), await signed_in(office)
    address = (await here.get("/account/sessions")).one("#sessions form button.link").getparent().get("action", "")
    assert (await carla.post(address)).status == 404
    assert (await there.get("/")).status == 200


async def test_the_eleventh_session_ends_the_one_that_was_used_longest_ago(office: Office, carla: Person) -> None:
    had = []
    for _device in range(sessions.AT_MOST):
        had.append(await signed_in(office))
        office.clock.advance(minutes=2)
    assert (await had[0].get("/")).status == 200, "the first is used again, so that the second is the oldest"
    await signed_in(office)
    assert [(await one.get("/")).location for one in had[:3]] == ["", "/login", ""]
    assert await Session.count().where(Session.account == office.accounts["anna"].id) == sessions.AT_MOST
    assert (await carla.get("/")).status == 200


async def test_what_is_over_is_not_listed(office: Office) -> None:
    await signed_in(office)
    office.clock.advance(minutes=31)
    here = await signed_in(office)
    assert len((await here.get("/account/sessions")).all("#sessions .setting")) == 1


async def test_the_last_times_are_listed_the_wrong_ones_too(office: Office) -> None:
    await office.visitor().post("/login", {"email": "anna@example.com", "password": "x"}, **{"User-Agent": IPHONE})
    office.clock.advance(minutes=1)
    page = await (await signed_in(office)).get("/account/sessions")
    rows = [" ".join(row.text_content().split()) for row in page.all("tbody tr")]
    assert ["Edge op Windows" in rows[0], "Ja" in rows[0]] == [True, True]
    assert ["Safari op iPhone" in rows[1], "Nee" in rows[1]] == [True, True]


async def test_a_device_that_we_do_not_know_is_told(office: Office) -> None:
    anna = office.accounts["anna"].id
    known = await signed_in(office)
    assert await events(anna) == [], "the first time is no news"
    await known.post("/logout")
    office.clock.advance(days=30)
    await signed_in(office, visitor=known)
    assert await events(anna) == []
    await signed_in(office)
    assert await events(anna) == [EventKind.NEW_DEVICE]
    office.clock.advance(days=91)
    await signed_in(office, visitor=known)
    assert await events(anna) == [EventKind.NEW_DEVICE] * 2


@pytest.mark.parametrize("agent", ["", "x" * 4000, "<script>", "Mozilla/5.0 ("])
async def test_a_browser_may_say_anything_of_itself(office: Office, agent: str) -> None:
    here = await signed_in(office, agent)
    page = await here.get("/account/sessions")
    assert page.status == 200
    assert "<script>x" not in page.response.text
