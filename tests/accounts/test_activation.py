"""One-time links: opening one uses nothing up, choosing a password does."""

import pytest

from portal.accounts import operations
from portal.accounts.forms import NewPassword
from tests.support.office import PASSWORD, Office


async def link(office: Office, name: str = "carla") -> str:
    return await operations.make_link(office.accounts[name].id, now=office.clock.now())


async def test_carla_chooses_a_password_and_is_in(office: Office) -> None:
    token, visitor = await link(office), office.visitor()
    for _scanner in range(3):
        assert (await visitor.get(f"/activate/{token}")).status == 200
    page = await visitor.post(f"/activate/{token}", {"password": "paars fietsbel donderdag"})
    assert (page.status, page.location) == (303, "/")
    assert (await visitor.get("/")).status == 200


async def test_a_link_works_once_and_for_seven_days(office: Office) -> None:
    used, late, visitor = await link(office), await link(office), office.visitor()
    await visitor.post(f"/activate/{used}", {"password": "paars fietsbel donderdag"})
    assert (await visitor.get(f"/activate/{used}")).status == 410
    office.clock.advance(days=7, seconds=1)
    assert (await office.visitor().post(f"/activate/{late}", {"password": "paars fietsbel donderdag"})).status == 410
    assert (await office.visitor().get("/activate/never-existed")).status == 410


async def test_a_weak_password_is_refused_with_the_reason(office: Office) -> None:
    token = await link(office)
    page = await office.visitor().post(f"/activate/{token}", {"password": "kort"})
    assert page.status == 422
    assert "15" in page.text


async def test_a_new_password_ends_the_other_sessions(office: Office) -> None:
    elsewhere = await office.browser("carla")
    await office.visitor().post(f"/activate/{await link(office)}", {"password": "paars fietsbel donderdag"})
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
