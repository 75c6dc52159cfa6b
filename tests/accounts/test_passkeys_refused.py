"""What is not quite a passkey of this person, for this purpose, at this moment: it opens nothing."""

import asyncio
import contextvars
import dataclasses
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
from portal.web.tables import Session
from tests.accounts.passkeys import ORIGIN, actions, enrol, options, sign_in
from tests.support.authenticator import Authenticator
from tests.support.browser import Person
from tests.support.office import Office

pytestmark = pytest.mark.usefixtures("at_an_address_for_passkeys")
NOT_HERE = "kunt u hier niet gebruiken"

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
