"""Passkeys in a real browser, with a device that Chromium plays: made, used in every way, renamed and taken away."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Arrive, Office, land_on, press
from tests.browser.looking import faults
from tests.browser.site import copy_of, serving
from tests.browser.visitors import NOBODY, Visitors, sign_in

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def office(browser, prepared: Path) -> Iterator[Office]:
    """A demo office at an address at which browsers allow passkeys."""
    with serving(copy_of(prepared, "passkeys"), host="localhost") as running:
        yield Office(browser, running, has_script=True)


WAITS = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"


def plug_in(page: Any, *, is_eager: bool = False) -> tuple[Any, str]:
    """Give the browser a device; answers what commands it. An eager one also answers before any button is pressed."""
    if not is_eager:
        page.add_init_script(WAITS)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, made["authenticatorId"]


def carry_over(session: Any, device: str, other_session: Any, other: str) -> None:
    """Bring the passkeys of a device along to another browser, as a person does with their phone."""
    for credential in session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]:
        other_session.send("WebAuthn.addCredential", {"authenticatorId": other, "credential": credential})


def make(page: Any, root: str = "", name: str = "Mijn telefoon") -> None:
    """Make a passkey, and keep the recovery code."""
    page.goto(f"{root}/account/two-step/new")
    page.get_by_role("link", name="Passkey").click()
    page.get_by_label("Naam van deze passkey").fill(name)
    press(page, "Passkey maken")
    expect(page).to_have_url(re.compile("/account/recovery-code$"))


def heading(page: Any) -> Any:
    return page.get_by_role("heading", level=1)


def test_a_passkey_is_made_and_signs_in_with_and_without_the_password(arrive: Arrive):
    page = arrive("carla")
    session, device = plug_in(page)
    make(page)
    page.goto("/account/two-step")
    expect(page.locator("#two-step")).to_contain_text("Mijn telefoon")
    page.locator("summary", has_text="Naam wijzigen").click()
    page.get_by_label("Naam van deze passkey").fill("Mijn laptop")
    press(page, "Naam bewaren")
    expect(page.locator("#two-step")).to_contain_text("Mijn laptop")
    press(page, "Uitloggen", ".site")

    page.goto("/actions")
    press(page, "Inloggen met een passkey")
    land_on(page, "/actions")

    elsewhere = arrive(NOBODY)
    carry_over(session, device, *plug_in(elsewhere))
    sign_in(elsewhere, "carla")
    expect(heading(elsewhere)).to_have_text("Gebruik uw passkey")
    press(elsewhere, "Gebruik uw passkey")
    expect(elsewhere.locator(".site")).to_contain_text("Öztürk")


def test_the_browser_offers_a_passkey_by_itself_where_the_address_is_typed(arrive: Arrive):
    page = arrive("bas")
    session, device = plug_in(page)
    make(page)
    elsewhere = arrive(NOBODY)
    elsewhere.goto("/dossiers")
    carry_over(session, device, *plug_in(elsewhere, is_eager=True))
    elsewhere.reload()
    land_on(elsewhere, "/dossiers")
    expect(heading(elsewhere)).to_have_text("Dossiers")


def test_a_browser_without_the_passkey_says_so_and_knows_other_ways(arrive: Arrive):
    page = arrive(NOBODY)
    session, device = plug_in(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/login")
    press(page, "Inloggen met een passkey")
    expect(page.locator("[data-told]")).to_contain_text("Er is niets gekozen")
    expect(page.locator("#password")).to_be_visible()


def test_a_passkey_of_another_portal_is_refused_in_words(arrive: Arrive):
    page = arrive(NOBODY)
    plug_in(page)
    page.goto("/login")
    page.evaluate("""async () => {
      const challenge = new Uint8Array(32), id = new Uint8Array(16);
      await navigator.credentials.create({publicKey: {
        challenge, rp: {id: "localhost", name: "x"}, user: {id, name: "x", displayName: "x"},
        pubKeyCredParams: [{type: "public-key", alg: -7}, {type: "public-key", alg: -257}],
        authenticatorSelection: {residentKey: "required", userVerification: "required"},
      }});
    }""")
    press(page, "Inloggen met een passkey")
    expect(page.locator("#errors")).to_contain_text("Deze passkey kunt u hier niet gebruiken")


def test_staff_use_theirs_at_their_own_door_and_to_prove_again(office: Office, arrive: Arrive):
    page = arrive("sanne")
    plug_in(page)
    make(page, "/staff")
    page.goto("/staff/account/proof?next=/staff/account/two-step")
    press(page, "Gebruik uw passkey")
    land_on(page, "/staff/account/two-step")
    press(page, "Uitloggen", ".site")
    press(page, "Inloggen met een passkey")
    land_on(page, "/staff")


def test_the_same_device_is_not_asked_twice(arrive: Arrive):
    page = arrive("daan")
    plug_in(page)
    make(page)
    page.goto("/account/two-step/passkey")
    press(page, "Passkey maken")
    expect(page.locator("[data-told]")).to_contain_text("staat al een passkey")


def test_without_script_a_passkey_is_not_offered(browser, office: Office):
    context = browser.new_context(base_url=office.site.address, java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto("/login")
    expect(page.get_by_role("button", name="Inloggen met een passkey")).to_be_hidden()
    context.close()


def test_the_pages_of_passkeys_are_accessible_and_fit(browser, office: Office):
    with Visitors(browser, office.site) as visitors:
        for person, address in ((NOBODY, "/login"), ("anna", "/account/two-step/passkey")):
            page = visitors.page(person)
            page.goto(address)
            expect(page.locator("form[data-passkey]")).to_be_visible()
            assert faults(page) == []
            page.close()
