"""From an invitation at the office to a client who is in: once with JavaScript, once without."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.journey import Arrive, follow, press
from tests.browser.visitors import NOBODY

PASSWORD = "vijf losse woorden bij elkaar"


def test_an_invitation_goes_to_the_wrong_address_and_then_to_the_right_one(arrive: Arrive):
    sanne, noor = arrive("sanne"), arrive(NOBODY)
    _invite(sanne)
    wrong = _link(noor, "noor@example.con")
    _follow_up(sanne)
    noor.goto(wrong)
    expect(noor.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")
    noor.goto(_link(noor, "noor@example.com"))
    noor.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    press(noor, "Wachtwoord bewaren en inloggen")
    noor.wait_for_url(re.compile(r"/(?!activate)[^/]*$"))
    noor.goto("/dossiers")
    expect(noor.locator("#dossiers")).to_contain_text("Testament De Vries")
    sanne.reload()
    expect(sanne.locator(".facts")).to_contain_text("Actief sinds")
    expect(sanne.locator("#invitation")).to_have_count(0)


def test_a_client_is_blocked_and_let_in_again(arrive: Arrive):
    sanne, daan = arrive("sanne"), arrive("daan")
    sanne.goto("/staff/clients")
    sanne.get_by_label("Zoek op naam, bedrijf of e-mailadres").fill("Daan")
    press(sanne, "Zoeken")
    follow(sanne, "Daan Smit", "#clients")
    follow(sanne, "Toegang blokkeren")
    press(sanne, "Toegang blokkeren")
    expect(sanne.locator(".facts")).to_contain_text("Geblokkeerd")
    daan.goto("/dossiers")
    expect(daan.get_by_role("heading", level=1)).to_contain_text("Inloggen")
    press(sanne, "Toegang deblokkeren")
    expect(sanne.locator(".facts")).not_to_contain_text("Geblokkeerd")


def test_reminders_have_a_switch_of_their_own(arrive: Arrive):
    page = arrive("carla")
    page.goto("/account")
    switch = page.get_by_label("Herinneringen")
    for is_on in (False, True):
        switch.set_checked(is_on)
        save = page.locator("#notifications").get_by_role("button", name="Bewaren")
        if save.is_visible():
            save.click()
        expect(page.locator("main")).to_contain_text("Notificaties bewaard")
        page.reload()
        expect(switch).to_be_checked(checked=is_on)


def test_the_office_sees_what_was_sent_about_a_dossier(arrive: Arrive):
    sanne = arrive("sanne")
    sanne.goto("/staff/dossiers")
    follow(sanne, "Koopwoning Lindengracht 112")
    follow(sanne, "E-mails over dit dossier")
    expect(sanne.locator("#dossier-mails")).to_contain_text("1 verzoek om documenten")
    expect(sanne.locator("#dossier-mails")).to_contain_text("Geaccepteerd")
    follow(sanne, "Anna de Vries")
    expect(sanne.locator("#mails")).to_contain_text("Koopwoning Lindengracht 112")


def _invite(sanne: Any) -> None:
    """One form, at first with a number that is none."""
    sanne.goto("/staff/clients")
    form = sanne.locator("#invite")
    form.get_by_label("Naam").fill("Noor Jansen")
    form.get_by_label("E-mailadres").fill("noor@example.con")
    form.get_by_label("Mobiel nummer").fill("020 555 01 20")
    form.get_by_label("Dossier").fill("testament vries")
    press(sanne, "Zoeken", "#invite")
    expect(form.get_by_label("2026.1207 Testament De Vries")).to_be_checked()
    press(sanne, "Uitnodigen", "#invite")
    expect(sanne.locator("#errors")).to_contain_text("geen mobiel nummer")
    expect(form.get_by_label("Naam")).to_have_value("Noor Jansen")
    form.get_by_label("Mobiel nummer").fill("06 12345687")
    press(sanne, "Uitnodigen", "#invite")
    expect(sanne.locator("#clients")).to_contain_text("Noor Jansen")


def _follow_up(sanne: Any) -> None:
    """See that the mail was accepted, and correct the address."""
    follow(sanne, "Noor Jansen", "#clients")
    expect(sanne.locator(".facts")).to_contain_text("•• 87")
    expect(sanne.locator("#invitation")).to_contain_text("Mail geaccepteerd door de mailserver")
    expect(sanne.locator("#mails")).to_contain_text("Uitnodiging")
    address = sanne.get_by_label("Klopt het adres niet? Verbeter het")
    address.fill("noor")
    press(sanne, "Verbeteren en uitnodigen")
    expect(sanne.locator("#errors")).to_contain_text("Dit is geen e-mailadres")
    address.fill("noor@example.com")
    press(sanne, "Verbeteren en uitnodigen")
    expect(sanne.locator(".facts")).to_contain_text("noor@example.com")


def _link(page: Any, email: str) -> str:
    """The path of the link in the mail to an address, as the demo shows it."""
    mail = page.locator("article", has_text=f"Aan: {email}")
    for _look in range(60):
        page.goto("/demo/mails")
        if mail.count():
            break
        page.wait_for_timeout(500)
    found = re.search(r"/activate/[\w-]+", mail.first.inner_text())
    assert found is not None
    return found.group(0)
