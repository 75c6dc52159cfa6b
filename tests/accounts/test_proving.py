"""Proving again, before anything about the safety of an account: with every method that somebody may have."""

from collections.abc import Awaitable, Callable

import pytest

from portal.accounts.factors.sms.codes import TRIES
from portal.accounts.factors.sms.limits import ACCOUNT_HOUR
from portal.audit.tables import AuditEntry
from tests.accounts.factors import code_now, give_app, wrong_code
from tests.accounts.passkeys import enrol, options
from tests.accounts.sms.texting import another, code_of, deliver, give_sms, kept
from tests.support.browser import Page, Person
from tests.support.office import PASSWORD, Office

PROOF = "/account/proof"
Prove = Callable[[bool], Awaitable[Page]]


@pytest.fixture(autouse=True)
def nothing_was_sent(at_an_address_for_passkeys: None, office: Office) -> None:
    """Where browsers allow passkeys, with no text message yet."""
    kept(office).messages.clear()


async def anna_with(office: Office, way: str) -> tuple[Person, Callable[[str, bool], Awaitable[Page]]]:
    """Anna with this second factor only, and how she proves with it, rightly or wrongly, and goes on to an address."""
    if way == "passkey":
        anna = await office.browser("anna")
        device = await enrol(anna)

        async def by_passkey(target: str, is_right: bool) -> Page:
            asked = await options(anna, f"{PROOF}/passkey-options")
            brought = device.get(asked) if is_right else "{}"
            return await anna.post(PROOF, {"credential": brought, "next": target})

        return anna, by_passkey
    key = await give_app(office, "anna") if way in {"app", "password"} else ""
    if way == "sms":
        await give_sms(office, "anna")
    anna = await office.browser("anna")

    async def typed(target: str, is_right: bool) -> Page:
        match way:
            case "app":
                brought = {"code": code_now(office, key) if is_right else wrong_code(office, key)}
            case "password":
                brought = {"password": PASSWORD if is_right else "iets anders"}
            case _:
                office.clock.advance(minutes=1)
                assert (await anna.post(f"{PROOF}/message", {"next": target})).location == f"{PROOF}?next={target}"
                code = await code_of(office)
                brought = {"sms_code": code if is_right else another(code)}
        return await anna.post(PROOF, {**brought, "next": target})

    return anna, typed


@pytest.mark.parametrize("way", ["password", "app", "sms", "passkey"])
async def test_whatever_anna_has_she_proves_with_it_and_turns_it_off(office: Office, way: str) -> None:
    anna, prove = await anna_with(office, way)
    link = (await anna.get("/account/two-step")).one("a[href$=removal]").get("href", "")
    office.clock.advance(minutes=11)
    assert (await anna.get(link)).location == f"{PROOF}?next={link}"
    assert (await anna.post(link, {"current": PASSWORD})).location.startswith(PROOF)
    wrong = await prove(link, False)
    assert wrong.status == 422
    assert wrong.all(".error-summary a")
    assert (await anna.get(link)).location.startswith(PROOF), "a wrong one proves nothing"
    before = anna.client.cookies.get(anna.cookie)
    assert (await prove(link, True)).location == link
    assert anna.client.cookies.get(anna.cookie) != before
    assert (await anna.get(link)).status == 200
    assert (await anna.post(link, {"current": PASSWORD})).location == "/account/two-step"
    assert (await anna.get("/account/two-step")).location == "/account/two-step/new", "nothing is left"


async def test_who_has_everything_chooses(office: Office) -> None:
    anna, _prove = await anna_with(office, "passkey")
    await give_sms(office, "anna")
    await give_app(office, "anna")
    anna = await office.browser("anna")
    await anna.post(f"{PROOF}/message", {"next": "/account"})
    page = await anna.get(f"{PROOF}?next=/account")
    assert page.all("form[data-passkey=get]")
    assert {box.get("name") for box in page.all("input.input")} == {"code", "sms_code", "password"}
    bas = await (await office.browser("bas")).get(PROOF)
    assert {box.get("name") for box in bas.all("input.input")} == {"password"}


async def test_a_code_is_good_for_its_session_and_once(office: Office) -> None:
    anna, _prove = await anna_with(office, "sms")
    other = await office.browser("anna")
    await anna.post(f"{PROOF}/message", {"next": "/account"})
    code = await code_of(office)
    assert (await other.post(PROOF, {"sms_code": code})).status == 422
    assert (await anna.post(PROOF, {"sms_code": code, "next": "/account"})).location == "/account"
    assert (await anna.post(PROOF, {"sms_code": code})).status == 422
    visitor = office.visitor()
    await visitor.post("/login", {"email": "anna@example.com", "password": PASSWORD})
    office.clock.advance(minutes=1)
    await anna.post(f"{PROOF}/message", {"next": "/account"})
    of_session = await code_of(office)
    assert (await visitor.post("/login/code", {"code": of_session})).status == 422, "and for no sign-in"


async def test_five_wrong_codes_lead_to_another_way(office: Office) -> None:
    anna, _prove = await anna_with(office, "sms")
    await anna.post(f"{PROOF}/message", {"next": "/account"})
    code = await code_of(office)
    for _try in range(TRIES):
        page = await anna.post(PROOF, {"sms_code": another(code)})
    assert "te vaak een verkeerde code" in page.text
    assert not page.all("[name=sms_code]")
    assert (await anna.post(PROOF, {"sms_code": code})).status == 422
    assert (await anna.post(PROOF, {"password": PASSWORD, "next": "/account"})).location == "/account"


async def test_no_more_messages_than_may_be_sent_and_the_page_says_so(office: Office) -> None:
    anna, _prove = await anna_with(office, "sms")
    assert (await anna.post(f"{PROOF}/message", {"next": "/account"})).status == 303
    page = await anna.post(f"{PROOF}/message", {"next": "/account"})
    assert page.status == 429
    assert "minder dan een minuut geleden" in page.text
    for _again in range(ACCOUNT_HOUR):
        office.clock.advance(minutes=1)
        page = await anna.post(f"{PROOF}/message", {"next": "/account"})
    assert page.status == 429
    assert "te veel sms" in page.text.lower()
    assert page.value("next") == "/account"
    await deliver(office)
    assert len(kept(office).messages) == ACCOUNT_HOUR


async def test_the_page_tells_how_far_the_message_is_and_keeps_the_way_back(office: Office) -> None:
    anna, _prove = await anna_with(office, "sms")
    assert not (await anna.get(f"{PROOF}?next=/account")).all("[name=sms_code]"), "nothing was asked for"
    await anna.post(f"{PROOF}/message", {"next": "/account"})
    page = await anna.get(f"{PROOF}?next=/account")
    assert page.one("#sms-delivery").get("hx-get") == f"{PROOF}/message"
    assert page.one("#sms-delivery a").get("href") == f"{PROOF}?next=/account"
    await deliver(office)
    fragment = await anna.get(f"{PROOF}/message", htmx=True)
    assert "verstuurd om" in fragment.text
    assert "<main" not in fragment.response.text


async def test_a_message_goes_to_nobody_who_set_up_no_number(office: Office, bas: Person) -> None:
    assert (await bas.post(f"{PROOF}/message", {"next": "/account"})).status == 404
    assert (await office.visitor().post(f"{PROOF}/message", {})).status == 303
    await deliver(office)
    assert not kept(office).messages


async def test_every_proof_and_every_failure_is_in_the_log(office: Office) -> None:
    for way in ("app", "sms"):
        _anna, prove = await anna_with(office, way)
        before = {entry.id for entry in await AuditEntry.objects()}
        await prove("/account", False)
        office.clock.advance(minutes=1)
        await prove("/account", True)
        noted = {entry.action for entry in await AuditEntry.objects() if entry.id not in before}
        assert {"second_step_refused", "proved_again"} <= noted, way


@pytest.mark.parametrize("way", ["app", "sms", "passkey"])
async def test_every_second_step_leads_on_in_every_other_way_also_after_a_mistake(office: Office, way: str) -> None:
    anna = await office.browser("anna")
    await give_app(office, "anna")
    await give_sms(office, "anna")
    anna = await office.browser("anna")
    await enrol(anna)
    visitor = office.visitor()
    await visitor.post("/login", {"email": "anna@example.com", "password": PASSWORD})
    await visitor.post("/login/way", {"way": way})
    right = await visitor.get("/login/code")
    wrong = await visitor.post("/login/code", {"code": "12345", "credential": "{}"})
    no_code = await visitor.post("/login/recovery-code", {"recovery_code": "0000"})
    for page in (right, wrong, no_code):
        others = {form.get("value") for form in page.all("form[action='/login/way'] [name=way]")}
        assert others == {"app", "sms", "passkey"} - {way}
        assert page.all("form[action='/login/recovery-code'] [name=recovery_code]")
        assert page.all("details a[href^='tel:']"), "and the office, for who lost everything"
    assert (wrong.status, no_code.status) == (422, 422)
    assert wrong.all("#errors")
    assert no_code.one("#recovery_code-error").text_content().strip()
    assert no_code.all("details[open]"), "what went wrong is in sight"
    for page in (wrong, no_code):
        ids = {link.get("href", "").removeprefix("#") for link in page.all("#errors a")}
        assert ids, "the summary leads to what it tells of"
        assert all(page.all(f"[id='{place}']") for place in ids)
