"""Choosing a password: with advice while one types, and without it where there is no JavaScript."""

from playwright.sync_api import expect

from portal.demo.people import PASSWORD
from tests.browser.journey import Arrive, Office, press
from tests.browser.looking import faults
from tests.browser.visitors import Visitors

FIRST, LONG = "Wachtwoord2026!", "Wachtwoord2026! met zeven geiten"


def test_another_password_is_chosen_with_advice(office: Office, arrive: Arrive):
    page = arrive("daan")
    page.goto("/account/password")
    wanted, advice = page.get_by_label("Nieuw wachtwoord", exact=True), page.locator("#password-advice")
    wanted.fill(FIRST)
    if office.has_script:
        expect(advice).to_contain_text("Makkelijk te raden.")
        expect(wanted).to_be_focused()
    page.get_by_label("Huidig wachtwoord", exact=True).fill(PASSWORD)
    press(page, "Wachtwoord bewaren")
    expect(page.locator("#errors")).to_contain_text("makkelijk te raden")
    wanted.fill("geiten")
    if office.has_script:
        expect(advice).to_contain_text("Er moeten nog 9 tekens bij.")
    wanted.fill(LONG)
    if office.has_script:
        expect(advice).to_contain_text("Sterk.")
    else:
        expect(advice).to_be_empty()
    page.get_by_label("Huidig wachtwoord", exact=True).fill(PASSWORD)
    press(page, "Wachtwoord bewaren")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw wachtwoord is gewijzigd")


def test_the_advice_is_accessible_and_fits(visitors: Visitors):
    page = visitors.page("anna")
    page.goto("/account/password")
    page.locator("#password").press_sequentially("geitenkaas")
    expect(page.locator("#password-advice")).to_contain_text("Te kort.")
    assert faults(page) == []
    page.close()
