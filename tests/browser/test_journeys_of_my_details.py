"""Anna looks after her own details: with JavaScript and without it."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.demo.people import ANNA, CARLA, PASSWORD
from tests.browser.journey import Arrive, Office, follow, press
from tests.browser.visitors import NOBODY

NEW = "anna.nieuw@example.com"
MESSAGE = "Mijn nummer is veranderd. Het is nu 06 12 34 56 87."


def test_she_says_what_is_not_right_and_the_office_corrects_it(arrive: Arrive):
    anna, sanne = arrive("anna"), arrive("sanne")
    anna.goto("/account")
    follow(anna, "Klopt er iets niet?")
    expect(anna).to_have_title(re.compile("^Klopt er iets niet"))
    press(anna, "Bericht versturen")
    expect(anna).to_have_title(re.compile("^Fout: Klopt er iets niet"))
    expect(anna.locator("#errors")).to_contain_text("Vul in wat er niet klopt.")
    anna.get_by_label("Wat klopt er niet?").fill(MESSAGE)
    press(anna, "Bericht versturen")
    expect(anna.locator(".told")).to_contain_text("Uw bericht is verstuurd")
    sanne.goto("/staff")
    sanne.get_by_role("region", name="Gegevens die niet kloppen").get_by_role("link", name="Anna de Vries").click()
    expect(sanne.locator("#client")).to_contain_text(MESSAGE)
    follow(sanne, "Gegevens wijzigen")
    sanne.get_by_label("Mobiel nummer").fill("020 555 01 20")
    press(sanne, "Bewaren")
    expect(sanne.locator("#errors")).to_contain_text("mobiel")
    sanne.get_by_label("Mobiel nummer").fill("0612345687")
    press(sanne, "Bewaren")
    expect(sanne.locator("#client")).to_contain_text("06 •• •• •• 87")
    press(sanne, "Dit is afgehandeld")
    expect(sanne.locator("#client")).not_to_contain_text(MESSAGE)
    anna.goto("/account")
    expect(anna.locator("#identity")).to_contain_text("06 12 34 56 87")


def test_the_title_says_that_something_is_wrong_until_it_is_right(arrive: Arrive):
    anna = arrive("anna")
    anna.goto("/account/email")
    anna.get_by_label("Nieuw e-mailadres").fill("anna")
    press(anna, "Stuur mij een link")
    expect(anna).to_have_title(re.compile("^Fout: Uw e-mailadres wijzigen"))
    anna.get_by_label("Nieuw e-mailadres").fill(NEW)
    anna.get_by_label("Huidig wachtwoord").fill(PASSWORD)
    press(anna, "Stuur mij een link")
    expect(anna.get_by_role("heading", level=1)).to_have_text("Kijk in uw e-mail")
    expect(anna).not_to_have_title(re.compile("^Fout: "))


def test_she_sees_who_opened_her_papers_and_when_she_signed_in(arrive: Arrive):
    anna = arrive("anna")
    anna.goto("/dossiers")
    follow(anna, "Koopwoning Lindengracht 112")
    follow(anna, "Correspondentie", ".tabs")
    anna.locator("main li h3 a[href$=content], main li h3 a").first.click()
    anna.goto("/account")
    follow(anna, "Tonen wie opende")
    expect(anna.get_by_role("heading", level=1)).to_have_text("Wie heeft uw stukken geopend?")
    expect(anna.locator("#openings table").first).to_contain_text("Koopwoning Lindengracht 112")
    anna.get_by_label("Dossier").select_option(label="Testament De Vries")
    press(anna, "Tonen")
    expect(anna.locator("#openings")).not_to_contain_text("Hypotheek")
    follow(anna, "Mijn gegevens")
    follow(anna, "Tonen wanneer")
    expect(anna.locator("#tried tbody tr").first).to_contain_text("Ja")


def test_she_takes_all_her_data_along(arrive: Arrive):
    anna = arrive("anna")
    anna.goto("/account")
    follow(anna, "Alles downloaden (zip)")
    with anna.expect_download() as saving:
        press(anna, "Alles downloaden (zip)")
    assert saving.value.suggested_filename.startswith("Mijn gegevens 20")
    archive = zipfile.ZipFile(io.BytesIO(Path(saving.value.path()).read_bytes()))
    assert archive.testzip() is None
    assert any(name.startswith("dossiers/") and name.endswith(".pdf") for name in archive.namelist())
    assert ANNA.name in archive.read("index.html").decode()


def test_her_language_holds_everywhere_and_after_signing_out(arrive: Arrive):
    carla = arrive("carla")
    carla.goto("/account")
    carla.get_by_text("English", exact=True).first.click()
    press(carla, "Taal bewaren")
    expect(carla.get_by_role("heading", level=1)).to_have_text("My details")
    press(carla, "Sign out", ".site")
    expect(carla.get_by_role("heading", level=1)).to_have_text("Sign in")
    another = arrive(NOBODY)
    another.goto("/login")
    expect(another.get_by_role("heading", level=1)).to_have_text("Inloggen")
    _sign_in(another, CARLA.email)
    expect(another.locator("nav").first).to_contain_text("My details")


def test_she_changes_her_address_and_undoes_it(office: Office, arrive: Arrive):
    anna, elsewhere = arrive("anna"), arrive(NOBODY)
    anna.goto("/account")
    follow(anna, "E-mailadres wijzigen")
    _ask(anna, NEW, "een verkeerd wachtwoord")
    expect(anna.locator("#errors")).to_contain_text("Dit is niet uw huidige wachtwoord.")
    _ask(anna, NEW, PASSWORD)
    expect(anna.get_by_role("heading", level=1)).to_have_text("Kijk in uw e-mail")
    elsewhere.goto(f"/email-change/{_token(office, 'email_change')}")
    expect(elsewhere).to_have_url(f"{office.site.address}/email-change")
    expect(elsewhere.locator("#address-confirm")).to_contain_text(NEW)
    press(elsewhere, "Dit adres bevestigen")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Uw e-mailadres is gewijzigd")
    anna.goto("/account")
    expect(anna.locator("#identity")).to_contain_text(NEW)
    elsewhere.goto(f"/email-undo/{_token(office, 'email_undo')}")
    expect(elsewhere.get_by_label("U logt in met")).to_have_value(ANNA.email)
    elsewhere.locator("#password").fill("vier losse andere woorden")
    press(elsewhere, "Wachtwoord bewaren en inloggen")
    expect(elsewhere.locator("#start")).to_be_visible()
    anna.goto("/account")
    expect(anna.get_by_role("heading", level=1)).to_have_text("Inloggen")
    elsewhere.goto("/account")
    expect(elsewhere.locator("#identity")).to_contain_text(ANNA.email)


def test_all_of_it_in_english(office: Office, arrive: Arrive):
    if not office.has_script:
        pytest.skip("once is enough: the Dutch journeys go both ways")
    bas = arrive("bas")
    bas.goto("/account")
    bas.get_by_text("English", exact=True).first.click()
    press(bas, "Taal bewaren")
    for link, heading in (
        ("Change e-mail address", "Change your e-mail address"),
        ("Is something not right?", "Is something not right?"),
        ("Show who opened", "Who opened your papers?"),
        ("Show times", "When you signed in"),
        ("Download everything (zip)", "Download all your data"),
    ):
        follow(bas, link)
        expect(bas.get_by_role("heading", level=1)).to_have_text(heading)
        follow(bas, "My details")


def _ask(page: Any, email: str, password: str) -> None:
    page.get_by_label("Nieuw e-mailadres").fill(email)
    page.locator("#current").fill(password)
    press(page, "Stuur mij een link")


def _sign_in(page: Any, email: str) -> None:
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("#sign-in form[action$=login] button.btn").first.click()


def _token(office: Office, purpose: str) -> str:
    """A link like the one in the mail about the latest change."""
    account = office.site.value("SELECT account FROM email_change ORDER BY requested_at DESC")
    change = office.site.value("SELECT id FROM email_change ORDER BY requested_at DESC")
    return office.site.link(account, purpose, change)
