"""A session that is over: the way back is known, and nothing secret is in it."""

import pytest

from portal import database
from portal.web.tables import Session
from tests.support.browser import Person
from tests.support.office import Office


async def test_asking_is_enough_to_stay_signed_in(office: Office, anna: Person) -> None:
    for _time in range(4):
        office.clock.advance(minutes=25)
        assert (await anna.post("/session/presence")).status == 204
    assert (await anna.get("/")).status == 200
    office.clock.advance(minutes=31)
    assert (await anna.post("/session/presence")).location == "/login"


async def test_nobody_stays_longer_than_the_whole_time(office: Office, anna: Person) -> None:
    page = await anna.get("/")
    dialog = page.one("#session")
    assert (dialog.get("data-idle"), dialog.get("data-left")) == ("1800", "43200")
    for _time in range(28):
        office.clock.advance(minutes=25)
        await anna.post("/session/presence")
    assert (await anna.get("/")).one("#session").get("data-left") == str(43200 - 28 * 25 * 60)
    office.clock.advance(minutes=25)
    assert (await anna.post("/session/presence")).location == "/login"


async def test_staff_have_less_time(office: Office, sanne: Person) -> None:
    dialog = (await sanne.get("/staff")).one("#session")
    assert (dialog.get("data-idle"), dialog.get("data-presence")) == ("900", "/staff/session/presence")
    office.clock.advance(minutes=14)
    assert (await sanne.post("/staff/session/presence")).status == 204
    office.clock.advance(minutes=16)
    assert (await sanne.post("/staff/session/presence")).location == "/staff/login"


async def test_to_ask_costs_one_statement(office: Office, anna: Person) -> None:
    await anna.get("/")
    with database.counting() as counter:
        await anna.post("/session/presence")
    assert counter.statements == 1


@pytest.mark.parametrize(
    ("here", "next_page"),
    [
        ("http://portal.test/actions", "/login?next=/actions"),
        (
            "http://portal.test/questionnaires/1/steps/a?then=check#b",
            "/login?next=/questionnaires/1/steps/a%3Fthen%3Dcheck",
        ),
        ("", "/login"),
        ("http://portal.test", "/login"),
        ("http://[", "/login"),
    ],
)
async def test_htmx_knows_the_way_back(office: Office, here: str, next_page: str) -> None:
    page = await office.visitor().post("/account/notifications", htmx=True, **{"HX-Current-URL": here})
    assert (page.status, page.headers["hx-redirect"]) == (401, next_page)


async def test_a_page_that_is_asked_for_is_come_back_to_with_its_query(office: Office) -> None:
    visitor = office.visitor()
    page = await visitor.get("/actions?then=check")
    assert page.location == "/login?next=/actions%3Fthen%3Dcheck"
    ways = (await visitor.get(page.location)).all("#sign-in [name=next]")
    assert [way.get("value") for way in ways] == ["/actions?then=check"] * 2, "with a password and with a passkey"


async def end(person: Person) -> None:
    """End a session behind the back of its browser."""
    await Session.delete().where(Session.account == person.id)


async def test_a_password_is_never_written_into_a_page(office: Office, anna: Person) -> None:
    await end(anna)
    typed = {"current": "four secret words here", "password": "five other secret words"}
    page = await anna.post("/account/password", typed, Referer="http://portal.test/account/password")
    assert page.location == "/login?next=/account/password"
    assert "secret" not in page.response.text
    stale = await office.browser("anna")
    page = await stale.post("/account/password", {**typed, "csrf_token": "0" * 64})
    assert page.status == 403
    assert "secret" not in page.response.text


async def test_where_nothing_was_typed_the_way_is_to_sign_in(office: Office, anna: Person) -> None:
    await end(anna)
    page = await anna.post("/account/sessions/others/ending", Referer="http://portal.test/account/sessions")
    assert page.location == "/login?next=/account/sessions"
