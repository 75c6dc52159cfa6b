"""One-time links: opening one uses nothing up, choosing a password does."""

import pytest

from portal.accounts import links
from portal.accounts.forms import NewPassword
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.outbox.tables import OutboxEvent
from tests.accounts.post import events
from tests.support.office import PASSWORD, Office

CHOSEN = {"password": "paars fietsbel donderdag"}


async def link(office: Office, name: str = "carla") -> str:
    return await links.make_link(office.accounts[name].id, now=office.clock.now())


async def test_carla_chooses_a_password_and_is_in(office: Office) -> None:
    token, visitor = await link(office), office.visitor()
    for _scanner in range(3):
        page = await visitor.get(f"/activate/{token}")
        assert (page.status, page.location) == (303, "/activate")
    assert token not in (await visitor.get("/activate")).response.text
    page = await visitor.post("/activate", CHOSEN)
    assert (page.status, page.location) == (303, "/")
    assert (await visitor.get("/")).status == 200


async def test_a_link_works_once_and_for_seven_days(office: Office) -> None:
    used, late, visitor = await link(office), await link(office, "daan"), office.visitor()
    await visitor.get(f"/activate/{used}")
    await visitor.post("/activate", CHOSEN)
    await visitor.get(f"/activate/{used}")
    assert (await visitor.get("/activate")).status == 410
    office.clock.advance(days=7, seconds=1)
    other = office.visitor()
    await other.get(f"/activate/{late}")
    assert (await other.post("/activate", CHOSEN)).status == 410
    await other.get("/activate/never-existed")
    assert (await other.get("/activate")).status == 410
    assert (await office.visitor().get("/activate")).status == 410


async def test_whoever_is_late_is_sent_another_invitation(office: Office) -> None:
    from portal.accounts.tables import Account

    carla = office.accounts["carla"].id
    await Account.update({Account.password_hash: ""}).where(Account.id == carla)
    visitor = office.visitor()
    await visitor.get(f"/activate/{await link(office)}")
    office.clock.advance(days=8)
    page = await visitor.get("/activate")
    assert page.status == 410
    page = await visitor.post(page.one("form[action='/activate/again']").get("action", ""))
    assert page.location == "/activate/sent"
    assert (await visitor.follow(page)).status == 200
    assert await events(carla) == [EventKind.INVITATION]


async def test_whoever_was_in_before_is_sent_a_link_for_a_new_password(office: Office) -> None:
    visitor = office.visitor()
    await visitor.get(f"/activate/{await link(office)}")
    await visitor.post("/activate", CHOSEN)
    assert (await visitor.post("/activate/again")).status == 303
    assert await events(office.accounts["carla"].id) == [], "the cookie of a used link is gone"
    await visitor.get(f"/activate/{await link(office)}")
    office.clock.advance(days=8)
    for _impatient in range(5):
        assert (await visitor.post("/activate/again", htmx=True)).status == 200
    assert await events(office.accounts["carla"].id) == [EventKind.PASSWORD_RESET] * 3


async def test_of_two_invitations_the_one_that_is_used_makes_the_other_worthless(office: Office) -> None:
    carla, now = office.accounts["carla"].id, office.clock.now()
    first, second = await link(office), await link(office)
    await tell(carla, EventKind.INVITATION, now=now)
    visitor, late = office.visitor(), office.visitor()
    await visitor.get(f"/activate/{first}")
    assert (await visitor.post("/activate", CHOSEN)).status == 303
    await late.get(f"/activate/{second}")
    assert (await late.post("/activate", CHOSEN)).status == 410
    assert [event.outcome for event in await OutboxEvent.objects().where(OutboxEvent.account == carla)] == ["dropped"]


async def test_nobody_is_sent_anything_for_a_link_that_never_was(office: Office) -> None:
    visitor = office.visitor()
    await visitor.get("/activate/never-existed")
    assert (await visitor.post("/activate/again")).location == "/activate/sent"
    assert [await events(account.id) for account in office.accounts.values()] == [[]] * len(office.accounts)


async def test_a_weak_password_is_refused_with_the_reason(office: Office) -> None:
    visitor = office.visitor()
    await visitor.get(f"/activate/{await link(office)}")
    page = await visitor.post("/activate", {"password": "kort"})
    assert page.status == 422
    assert "15" in page.text


async def test_a_new_password_ends_the_other_sessions(office: Office) -> None:
    elsewhere, visitor = await office.browser("carla"), office.visitor()
    await visitor.get(f"/activate/{await link(office)}")
    await visitor.post("/activate", CHOSEN)
    assert (await elsewhere.get("/")).location == "/login"


@pytest.mark.parametrize(
    ("typed", "is_good"),
    [
        ("paars fietsbel donderdag", True),
        (PASSWORD, True),
        ("kort", False),
        ("wachtwoordwachtwoord", False),
        ("annadevriesannadevries", False),
        ("aaaaaaaaaaaaaaaaaaaa", False),
        ("x" * 257, False),
        ("1234567890123456", False),
    ],
)
def test_what_makes_a_password(typed: str, *, is_good: bool) -> None:
    assert (NewPassword(typed, "Anna de Vries", "anna@example.com").error() == "") is is_good
