"""Passkeys: made, used to sign in with and without a password, and refused for everything that is not quite right."""

import asyncio
import contextvars
import dataclasses
import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest

from portal import database
from portal.accounts.factors.method import Tools
from portal.accounts.factors.passkeys.checking import PasskeyUnusable
from portal.accounts.factors.passkeys.sign_in import sign_in as passkey_sign_in
from portal.accounts.factors.passkeys.tables import PasskeyChallenge
from portal.accounts.factors.tables import SecondFactor
from portal.accounts.sign_in import Place
from portal.accounts.tables import Account, SignInAttempts
from portal.adapters.passkeys import party_at
from portal.audit.tables import AuditEntry
from portal.web.tables import Session
from tests.support.authenticator import Authenticator
from tests.support.browser import Page, Person
from tests.support.office import PASSWORD, Office

ORIGIN = "http://localhost:8000"
NOT_HERE = "kunt u hier niet gebruiken"


@pytest.fixture(autouse=True)
def at_an_address_for_passkeys(office: Office) -> Iterator[None]:
    """Let the portal be where browsers allow passkeys."""
    state = office.app.state
    before = state.settings
    state.settings = dataclasses.replace(before, base_url=ORIGIN)
    yield
    state.settings = before


def root(person: Person) -> str:
    return "/staff" if person.kind == "staff" else ""


async def options(person: Person, address: str) -> dict[str, Any]:
    """What the browser is asked."""
    answer = await person.client.post(address, headers={"X-CSRF-Token": person.csrf_token})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def enrol(person: Person, device: Authenticator | None = None, name: str = "Telefoon") -> Authenticator:
    """Set up a passkey."""
    device = device or Authenticator(ORIGIN)
    address = f"{root(person)}/account/two-step/passkey"
    made = device.create(await options(person, f"{address}/options"))
    page = await person.post(address, {"credential": made, "name": name})
    assert page.status == 303, page.text
    return device


async def sign_in(visitor: Person, device: Authenticator, asked: dict[str, Any] | None = None, **more: str) -> Page:
    """Sign in with a passkey alone."""
    asked = asked or await options(visitor, f"{root(visitor)}/login/passkey/options")
    return await visitor.post(f"{root(visitor)}/login/passkey", {"credential": device.get(asked), **more})


async def actions() -> list[str]:
    return [entry.action for entry in await AuditEntry.objects().order_by(AuditEntry.at)]


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


WRONG: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "https://evil.example"},
    "the origin with TLS": {"origin": "https://localhost:8000"},
    "a host below ours": {"origin": "http://a.localhost:8000"},
    "another port": {"origin": "http://localhost:8001"},
    "another relying party": {"rp_id": "evil.example"},
    "nobody verified": {"is_verified": False},
    "another passkey": {"id": b"0" * 32},
    "nobody's": {"user": b""},
    "of somebody who never was": {"user": b"0" * 16},
    "in a frame of another site": {"is_framed": True},
    "another key": {"key": Authenticator(ORIGIN).key},
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_what_is_not_quite_right_is_refused_in_the_same_words(office: Office, anna: Person, wrong: str) -> None:
    device = dataclasses.replace(await enrol(anna), **WRONG[wrong])
    visitor = office.visitor()
    page = await sign_in(visitor, device)
    assert page.status == 422
    assert NOT_HERE in page.text
    assert "anna" not in page.text.casefold()
    assert (await visitor.get("/")).location == "/login"
    assert (await actions())[-1] == "sign_in_refused"


@pytest.mark.parametrize("wrong", ["another origin", "another relying party", "nobody verified"])
async def test_such_a_passkey_is_not_made_either(anna: Person, wrong: str) -> None:
    device = dataclasses.replace(Authenticator(ORIGIN), **WRONG[wrong])
    asked = await options(anna, "/account/two-step/passkey/options")
    page = await anna.post("/account/two-step/passkey", {"credential": device.create(asked), "name": "x"})
    assert page.status == 422
    assert NOT_HERE in page.text
    assert await SecondFactor.count() == 0


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "null", "x" * 20_000, '{"id": 1, "response": {"clientDataJSON": "e30"}}', "[" * 10_000]
)
async def test_what_is_no_answer_is_refused(office: Office, sent: str) -> None:
    page = await office.visitor().post("/login/passkey", {"credential": sent})
    assert page.status == 422
    assert NOT_HERE in page.text


async def test_a_challenge_is_good_once_for_five_minutes_and_for_one_browser(office: Office, anna: Person) -> None:
    device = await enrol(anna)
    visitor, other = office.visitor(), office.visitor()
    asked = await options(visitor, "/login/passkey/options")
    assert (await sign_in(other, device, asked)).status == 422
    visitor_again = office.visitor()
    asked = await options(visitor_again, "/login/passkey/options")
    sent = {"credential": device.get(asked)}
    assert (await visitor_again.post("/login/passkey", sent)).status == 303
    visitor_again._keep(visitor_again.cookie, visitor_again.token)
    page = await visitor_again.post("/login/passkey", sent)
    assert page.status == 422
    assert "duurde te lang" in page.text
    late = office.visitor()
    asked = await options(late, "/login/passkey/options")
    office.clock.advance(minutes=5, seconds=1)
    assert (await sign_in(late, device, asked)).status == 422
    invented = {**asked, "challenge": "A" * 43}
    assert (await sign_in(late, device, invented)).status == 422


async def test_a_challenge_of_one_purpose_is_good_for_no_other(office: Office, anna: Person) -> None:
    device = await enrol(anna)
    asked = await options(anna, "/account/two-step/passkey/options")
    page = await sign_in(office.visitor(), device, {**asked, "allowCredentials": []})
    assert page.status == 422
    proof = await options(anna, "/account/proof/passkey-options")
    assert (await sign_in(office.visitor(), device, proof)).status == 422


async def test_a_key_that_was_changed_or_moved_opens_nothing(office: Office, anna: Person, carla: Person) -> None:
    device, _hers = await enrol(anna), await enrol(carla)
    of_anna = await SecondFactor.objects().get(SecondFactor.account == office.accounts["anna"].id)
    of_carla = await SecondFactor.objects().get(SecondFactor.account == office.accounts["carla"].id)
    assert of_anna is not None
    assert of_carla is not None
    await SecondFactor.update({SecondFactor.secret: of_anna.secret}).where(SecondFactor.id == of_carla.id)
    as_carla = dataclasses.replace(device, user=office.accounts["carla"].id.bytes)
    assert (await sign_in(office.visitor(), as_carla)).status == 422
    assert (await sign_in(office.visitor(), device)).status == 303
    changed = of_anna.secret[:-1] + bytes([of_anna.secret[-1] ^ 1])
    await SecondFactor.update({SecondFactor.secret: changed}).where(SecondFactor.id == of_anna.id)
    assert (await sign_in(office.visitor(), device)).status == 422


async def test_a_count_that_drops_is_noted_and_lets_in(office: Office, anna: Person) -> None:
    device = await enrol(anna)
    for _time in range(3):
        assert (await sign_in(office.visitor(), device)).status == 303
    assert "passkey_count_dropped" not in await actions()
    device.count = 0
    assert (await sign_in(office.visitor(), device)).status == 303
    assert (await actions()).count("passkey_count_dropped") == 1


async def test_a_device_that_never_counts_is_no_news(office: Office, anna: Person) -> None:
    device = await enrol(anna)
    for _time in range(2):
        device.count = -1
        assert (await sign_in(office.visitor(), device)).status == 303
    assert "passkey_count_dropped" not in await actions()


async def test_who_keeps_trying_has_to_wait_and_others_get_in(office: Office, anna: Person) -> None:
    device, visitor = await enrol(anna), office.visitor()
    wrong = dataclasses.replace(device, origin="https://evil.example")
    pages = [await sign_in(visitor, wrong) for _attempt in range(21)]
    assert [page.status for page in pages] == [422] * 20 + [429]
    elsewhere = office.visitor()
    elsewhere.come_from("192.0.2.7")
    assert (await sign_in(elsewhere, device)).status == 303
    office.clock.advance(minutes=16)
    assert (await sign_in(visitor, device)).status == 303


async def test_who_asks_to_be_asked_without_end_has_to_wait(office: Office) -> None:
    visitor = office.visitor()
    await options(visitor, "/login/passkey/options")
    await SignInAttempts.update({SignInAttempts.failures: 300}).where(SignInAttempts.failures > 0)
    answer = await visitor.client.post("/login/passkey/options", headers={"X-CSRF-Token": visitor.csrf_token})
    assert answer.status_code == 400
    assert await PasskeyChallenge.count() == 1


async def test_who_is_disabled_or_took_the_passkey_away_is_not_let_in(office: Office, anna: Person) -> None:
    device = await enrol(anna)
    of_anna = Account.id == office.accounts["anna"].id
    await Account.update({Account.is_active: False}).where(of_anna)
    assert (await sign_in(office.visitor(), device)).status == 422
    await Account.update({Account.is_active: True}).where(of_anna)
    await SecondFactor.delete(force=True)
    assert (await sign_in(office.visitor(), device)).status == 422


async def test_a_passkey_that_is_turned_off_while_it_signs_in_opens_nothing(office: Office, anna: Person) -> None:
    device, visitor = await enrol(anna), office.visitor()
    asked, outside = await options(visitor, "/login/passkey/options"), contextvars.copy_context()
    signing_in = passkey_sign_in(
        device.get(asked),
        token=visitor.token,
        kind="client",
        place=Place("192.0.2.7"),
        tools=Tools(office.adapters.keys, office.app.state.settings, office.clock),
    )
    async with database.transaction():
        await SecondFactor.delete(force=True)
        trying = asyncio.create_task(signing_in, context=outside)
        await asyncio.wait([trying], timeout=0.5)
    with pytest.raises(PasskeyUnusable):
        await trying
    assert await Session.count().where(Session.way == "passkey") == 0


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
