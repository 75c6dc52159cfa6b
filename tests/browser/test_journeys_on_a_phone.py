"""Accounts on a phone and in English: the same journeys as elsewhere, each once; no page scrolls sideways."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.web import locale
from tests.browser.journey import Arrive, Office, follow, land_on, press
from tests.browser.looking import PHONE, sticks_out
from tests.browser.site import copy_of, serving
from tests.browser.test_journeys_of_companies import DOSSIER
from tests.browser.test_journeys_of_passkeys import plug_in
from tests.browser.test_journeys_of_two_steps import code_of
from tests.browser.visitors import NOBODY, sign_in

CHOSEN = "four loose words in a row"
EDITH = "edith@example.com"
SCREEN = {"viewport": {"width": PHONE, "height": 844}}


@pytest.fixture(scope="module")
def office(browser, prepared: Path) -> Iterator[Office]:
    """One demo office, at an address at which browsers allow passkeys."""
    with serving(copy_of(prepared, "on-a-phone"), host="localhost") as running:
        yield Office(browser, running, has_script=True)


def arrive_reading_english(office: Office, arrive: Arrive, person: str) -> Any:
    """Somebody with a phone who chose English before signing in."""
    page = arrive(NOBODY, **SCREEN)
    cookie = {"name": locale.COOKIE, "value": "en" + locale.CHOSEN, "url": office.site.address}
    page.context.add_cookies([cookie])
    if person != NOBODY:
        sign_in(page, person)
    return page


def is_called(page: Any, name: str) -> None:
    """The page has this heading, and fits the phone."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert sticks_out(page, PHONE) == []


def keep_the_code(page: Any) -> None:
    is_called(page, "Keep your recovery code")
    page.get_by_label("I have kept the recovery code in a safe place").check()
    press(page, "Done")
    is_called(page, "Two-step verification")


def test_an_app_is_linked_and_asked_for(office: Office, arrive: Arrive):
    page = arrive_reading_english(office, arrive, "anna")
    page.goto("/account/two-step/new")
    is_called(page, "Choose a second lock")
    follow(page, "App with codes")
    is_called(page, "Link your app")
    key = page.locator("#key").inner_text().replace(" ", "")
    page.locator("#code").fill(code_of(key, before=True))
    page.locator("#code").press("Enter")
    keep_the_code(page)
    press(page, "Sign out", ".site")
    sign_in(page, "anna")
    is_called(page, "Enter the code from your app")
    page.locator("#code").fill(code_of(key))
    press(page, "Continue")
    land_on(page, "/")


def test_a_passkey_is_made_and_signs_in(office: Office, arrive: Arrive):
    page = arrive_reading_english(office, arrive, "carla")
    plug_in(page)
    page.goto("/account/two-step/new")
    follow(page, "Passkey")
    is_called(page, "Make a passkey")
    press(page, "Make a passkey")
    keep_the_code(page)
    press(page, "Sign out", ".site")
    is_called(page, "Sign in")
    press(page, "Sign in with a passkey")
    land_on(page, "/")


def test_a_colleague_is_invited_comes_in_and_may_deliver(office: Office, arrive: Arrive):
    bas = arrive_reading_english(office, arrive, "bas")
    follow(bas, "Accounts", "nav.nav")
    is_called(bas, "Extra accounts")
    bas.get_by_label("Name of your colleague").fill("Edith Wolfeschlegelsteinhausenbergerdorff")
    bas.get_by_label("E-mail address at work").fill(EDITH)
    press(bas, "Invite")
    follow(bas, "Edith")
    is_called(bas, "Edith Wolfeschlegelsteinhausenbergerdorff")
    bas.get_by_text("Only the case files that I choose").click()
    bas.get_by_label(DOSSIER).select_option(label="Fill in and hand over")
    press(bas, "Save rights")
    expect(bas.locator("#member")).to_contain_text("1 case file")
    edith = arrive_reading_english(office, arrive, NOBODY)
    _choose_a_password(edith, office, EDITH)
    is_called(edith, "Bakker Vastgoed B.V.")
    follow(edith, "Hand over")
    is_called(edith, "Kopie van de statuten")


def test_a_client_is_invited_by_an_office_that_reads_english(office: Office, arrive: Arrive):
    page = arrive(NOBODY, **SCREEN)
    page.goto("/staff/login")
    press(page, "English")
    sign_in(page, "sanne")
    follow(page, "Clients", "nav.nav")
    is_called(page, "Clients")
    for state in ("Active", "Invited until", "Invitation expired", "E-mail refused", "Blocked"):
        expect(page.locator("#clients .tag", has_text=state).first).to_be_visible()
    form = page.locator("#invite")
    form.get_by_label("Name", exact=True).fill("Olu Adeyemi")
    form.get_by_label("E-mail address").fill("olu@example.com")
    form.get_by_text("English", exact=True).click()
    press(page, "Invite", "#invite")
    follow(page, "Olu Adeyemi", "#clients")
    is_called(page, "Olu Adeyemi")
    olu = arrive_reading_english(office, arrive, NOBODY)
    _choose_a_password(olu, office, "olu@example.com")
    expect(olu.get_by_role("heading", level=1)).to_contain_text("Olu Adeyemi")
    page.reload()
    expect(page.locator(".facts")).to_contain_text("Active since")


def test_a_dossier_is_made_for_people_who_are_looked_for(arrive: Arrive):
    page = arrive("sanne", **SCREEN)
    page.goto("/staff/dossiers/new")
    page.locator("#number").fill("2026.3003")
    page.locator("#title").fill("Koop Singel 30")
    for words, found in (("vastgoed", "Bakker Vastgoed B.V."), ("daan", "Daan Smit")):
        page.locator("#people-words").fill(words)
        page.locator("#people-search").click()
        page.locator("#dossier-people label", has_text=found).click()
    assert sticks_out(page, PHONE) == []
    page.locator("#kind").select_option("transfer")
    page.locator("#number").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Koop Singel 30")
    expect(page.locator("#people")).to_contain_text("Daan Smit")
    expect(page.locator("#people")).to_contain_text("Bakker Vastgoed B.V.")


def test_daan_looks_after_his_details(office: Office, arrive: Arrive):
    page = arrive_reading_english(office, arrive, "daan")
    follow(page, "My details", "nav.nav")
    for link, heading in (
        ("Change e-mail address", "Change your e-mail address"),
        ("Is something not right?", "Is something not right?"),
        ("Change password", "Change your password"),
        ("Show devices", "Where you are signed in"),
        ("Show who opened", "Who opened your papers?"),
        ("Show times", "When you signed in"),
        ("Download everything (zip)", "Download all your data"),
    ):
        is_called(page, "My details")
        follow(page, link)
        is_called(page, heading)
        follow(page, "My details", "main")


def _choose_a_password(page: Any, office: Office, email: str) -> None:
    """Follow the link of an invitation, and come in."""
    account = office.site.value("SELECT id FROM account WHERE email = ?", email)
    page.goto(f"/activate/{office.site.link(account, 'invitation')}")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Welcome"))
    assert sticks_out(page, PHONE) == []
    page.locator("#password").fill(CHOSEN)
    page.locator("#password").press("Enter")
    land_on(page, "/")
