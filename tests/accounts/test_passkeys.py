"""Passkeys: made, named, and used to sign in, as second step and to prove again who is there."""

import dataclasses
import datetime
import json

import pytest

from portal.accounts.factors.passkeys.tables import PasskeyChallenge
from portal.accounts.factors.tables import SecondFactor
from portal.adapters.passkeys import party_at
from tests.accounts.passkeys import ORIGIN, actions, enrol, options, sign_in
from tests.support.authenticator import Authenticator
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

pytestmark = pytest.mark.usefixtures("at_an_address_for_passkeys")


async def test_a_passkey_is_made_with_a_name_and_signs_in_without_a_password(office: Office, anna: Person) -> None:
    device = await enrol(anna)
    assert "Telefoon" in (await anna.get("/account/two-step")).text
    visitor = office.visitor()
    page = await sign_in(visitor, device, next="/actions")
    assert (page.status, page.location) == (303, "/actions")
    assert (await visitor.get("/")).status == 200
    assert "Passkey" in (await visitor.get("/account/sessions")).text


async def test_the_browser_is_asked_for_a_passkey_that_is_kept_and_guarded(office: Office, anna: Person) -> None:
    asked = await options(anna, "/account/two-step/passkey/options")
    assert asked["rp"] == {"id": "localhost", "name": office.settings.office_name}
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert len(asked["challenge"]) == 43
    assert "example.com" not in asked["user"]["id"]
    await enrol(anna)
    again = await options(anna, "/account/two-step/passkey/options")
    assert len(again["excludeCredentials"]) == 1
    for_anybody = await options(office.visitor(), "/login/passkey/options")
    assert for_anybody["allowCredentials"] == []
    assert for_anybody["userVerification"] == "required"


async def test_staff_sign_in_with_theirs_at_their_own_door_only(office: Office, sanne: Person) -> None:
    device = await enrol(sanne)
    assert (await sign_in(office.visitor("staff"), device)).location == "/staff"
    assert (await sign_in(office.visitor(), device)).status == 422


async def test_a_passkey_is_the_second_step_after_the_password(office: Office, anna: Person) -> None:
    device, visitor = await enrol(anna), office.visitor()
    page = await visitor.post("/login", {"email": "anna@example.com", "password": PASSWORD, "next": "/actions"})
    assert page.location == "/login/code"
    page = await visitor.get("/login/code")
    form = page.one("form[data-passkey=get]")
    asked = await options(visitor, form.get("data-options", ""))
    assert len(asked["allowCredentials"]) == 1
    page = await visitor.post(form.get("action", ""), {"credential": device.get(asked)})
    assert page.location == "/actions"
    assert (await visitor.get("/")).status == 200


async def test_a_wrong_passkey_as_second_step_opens_nothing(office: Office, anna: Person) -> None:
    await enrol(anna)
    other = Authenticator(ORIGIN, rp_id="localhost", user=office.accounts["anna"].id.bytes)
    visitor = office.visitor()
    await visitor.post("/login", {"email": "anna@example.com", "password": PASSWORD})
    asked = await options(visitor, "/login/code/passkey-options")
    page = await visitor.post("/login/code", {"credential": other.get(asked)})
    assert page.status == 422
    assert (await visitor.get("/")).location == "/login"
    assert "second_step_refused" in await actions()


async def test_a_passkey_proves_again_who_is_there(office: Office, anna: Person) -> None:
    device = await enrol(anna)
    office.clock.advance(minutes=20)
    assert (await anna.get("/account/two-step/passkey")).location.startswith("/account/proof")
    form = (await anna.get("/account/proof?next=/account/two-step/passkey")).one("form[data-passkey]")
    asked = await options(anna, form.get("data-options", ""))
    page = await anna.post("/account/proof", {"credential": device.get(asked), "next": "/account/two-step/passkey"})
    assert page.location == "/account/two-step/passkey"
    assert (await anna.get("/account/two-step/passkey")).status == 200


async def test_a_passkey_gets_another_name(office: Office, anna: Person, carla: Person) -> None:
    await enrol(anna)
    factor = await SecondFactor.objects().first()
    assert factor is not None
    address = f"/account/two-step/{factor.id}/name"
    assert (await carla.post(address, {"name": "Van Carla"})).status == 404
    assert (await anna.post(address, {"name": "  "})).status == 303
    assert "Telefoon" in (await anna.get("/account/two-step")).text
    assert (await anna.post(address, {"name": "<b>Laptop</b>"})).status == 303
    assert "<b>Laptop</b>" in (await anna.get("/account/two-step")).text
    assert "factor_renamed" in await actions()


async def test_challenges_that_nobody_answered_are_removed(office: Office) -> None:
    from portal.accounts.factors.passkeys import challenges

    await options(office.visitor(), "/login/passkey/options")
    await challenges.sweep(now=office.clock.now())
    assert await PasskeyChallenge.count() == 1
    await challenges.sweep(now=office.clock.now() + datetime.timedelta(minutes=6))
    assert await PasskeyChallenge.count() == 0


async def test_what_is_kept_of_a_challenge_is_its_hash(office: Office) -> None:
    asked = await options(office.visitor(), "/login/passkey/options")
    kept = await PasskeyChallenge.objects().first()
    assert kept is not None
    assert asked["challenge"] not in json.dumps(kept.to_dict(), default=str)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://portaal.example", "https://portaal.example"),
        ("https://portaal.example:8443/", "https://portaal.example:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.1", None),
        ("https://[2001:db8::1]", None),
        ("http://portaal.example", None),
        ("", None),
    ],
)
def test_where_browsers_allow_passkeys(address: str, origin: str | None) -> None:
    party = party_at(address, "Kantoor")
    assert (party.origin if party else None) == origin


async def test_the_page_says_where_a_passkey_cannot_be(office: Office, anna: Person) -> None:
    office.app.state.settings = dataclasses.replace(office.settings, base_url="http://127.0.0.1:8000")
    page = await anna.get("/account/two-step/passkey")
    assert "werken niet op dit adres" in page.text
    assert page.all("form[data-passkey]") == []
    assert not (await anna.get("/account/two-step/new")).all("a[href$='/passkey']")
    answer = await anna.client.post("/login/passkey/options", headers={"X-CSRF-Token": anna.csrf_token})
    assert answer.status_code == 400
