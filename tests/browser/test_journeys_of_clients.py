"""The main journeys of clients, as a person does them: once with JavaScript, once without."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.demo.people import PASSWORD
from tests.browser.journey import Arrive, Office, downloaded, figure, follow, land_on, press
from tests.browser.visitors import NOBODY, sign_in
from tests.support.papers import pdf
from tests.support.sample_files import png

PURCHASE = "Koopwoning Lindengracht 112"
PASSPORT = "Kopie van uw paspoort"


def test_signing_in_with_a_wrong_and_then_the_right_password(arrive: Arrive):
    page = arrive(NOBODY)
    page.goto("/dossiers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    page.get_by_label("E-mailadres").fill("anna@example.com")
    page.get_by_label("Wachtwoord", exact=True).fill("verkeerd wachtwoord")
    press(page, "Inloggen")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_contain_text("U bent niet ingelogd")
    expect(page.get_by_label("E-mailadres")).to_have_value("anna@example.com")
    expect(page.get_by_label("Wachtwoord", exact=True)).to_have_value("")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    press(page, "Inloggen")
    land_on(page, "/dossiers")


def test_the_start_page_counts_what_there_is(arrive: Arrive):
    page = arrive("anna")
    page.goto("/")
    for name in ("dossiers", "actions"):
        tile = page.locator(f'.tiles li:has(a[href="/{name}"])')
        assert tile.locator(".big").inner_text() == figure(page, name)
    follow(page, "Dossiers", "#start")
    expect(page.locator("#dossiers .list > li")).to_have_count(int(figure(page, "dossiers")))
    follow(page, "Acties", "nav")
    expect(page.locator("#actions > .list > li")).to_have_count(int(figure(page, "actions")))


def test_opening_a_letter_and_a_document_takes_their_mark_away(arrive: Arrive):
    page = arrive("anna")
    page.goto("/dossiers")
    follow(page, PURCHASE)
    follow(page, "Documenten", ".tabs")
    row = page.locator("#documents li", has_text="Nota van afrekening")
    expect(row).to_contain_text("Nieuw")
    row.get_by_role("link", name="Nota van afrekening").first.click()
    land_on(page, "*/content")
    page.go_back()
    page.reload()
    expect(row).not_to_contain_text("Nieuw")
    follow(page, "Correspondentie", ".tabs")
    letter = page.locator("#correspondence li", has_text="Bevestiging van uw opdracht")
    expect(letter).to_contain_text("Nieuw")
    letter.get_by_role("link", name="Bevestiging van uw opdracht").first.click()
    expect(page.locator("#mail article")).to_be_visible()
    follow(page, "Terug naar het dossier")
    expect(letter).not_to_contain_text("Nieuw")
    follow(page, "Voortgang", ".tabs")
    expect(page.locator("#progress")).to_contain_text("Hier zijn we nu")


def test_files_are_nobodys_business_until_they_are_confirmed(office: Office, arrive: Arrive):
    anna, sanne = arrive("anna"), arrive("sanne")
    before, open_actions = office.count_of_files(), int(figure_of_actions(anna))
    anna.goto("/actions")
    anna.locator(".list > li", has_text=PASSPORT).get_by_role("link").click()
    add(office, anna, **{"voorkant.pdf": pdf(), "achterkant.png": png()})
    if office.has_script:
        for name in ("voorkant.pdf", "achterkant.png"):  # the one that is done first is named first
            expect(anna.locator("#announcement")).to_contain_text(f"{name}: geüpload.")
    add(office, anna, **{"vergissing.pdf": pdf()})
    anna.locator("#uploaded-files li", has_text="vergissing").get_by_role("button").click()
    expect(anna.locator("#uploaded-files")).not_to_contain_text("vergissing.pdf")
    expect(anna.locator("#uploaded-files")).to_contain_text("Nog niet verstuurd")

    sanne.goto("/staff")
    follow(sanne, PURCHASE)
    expect(sanne.locator("#dossier")).not_to_contain_text("voorkant.pdf")
    assert office.count_of_files() == before

    press(anna, "Bevestigen")
    expect(anna.get_by_role("heading", level=1)).to_have_text("Wij hebben uw bestanden ontvangen")
    expect(anna.locator(".receipt")).to_contain_text("achterkant.png")
    expect(anna.locator(".receipt")).not_to_contain_text("vergissing.pdf")
    assert int(figure(anna, "actions")) == open_actions - 1

    sanne.reload()
    expect(sanne.locator("#supplied")).to_contain_text("voorkant.pdf")
    expect(sanne.locator("#supplied")).to_contain_text("achterkant.png")
    follow(anna, "Door mij aangeleverde documenten")
    assert downloaded(anna, "voorkant.pdf downloaden") == pdf()


def test_a_file_of_an_unknown_kind_is_refused_in_words(office: Office, arrive: Arrive):
    page = arrive("bas")
    page.goto("/actions")
    page.locator(".list > li", has_text="Kopie van de statuten").get_by_role("link").click()
    choose(office, page, **{"programma.exe": b"MZ\x90\x00\x03"})
    expect(page.locator("main")).to_contain_text("programma.exe kunnen wij niet gebruiken")
    expect(page.locator("#uploaded-files")).not_to_contain_text("programma.exe")


def test_a_file_on_its_way_shows_its_progress_and_can_be_cancelled(office: Office, arrive: Arrive):
    if not office.has_script:
        pytest.skip("without JavaScript the browser itself shows the progress")
    page = arrive("bas")
    held: list[Any] = []
    page.route("**/files/*", lambda route: held.append(route))
    page.goto("/actions")
    page.locator(".list > li", has_text="Kopie van de statuten").get_by_role("link").click()
    choose(office, page, **{"statuten.pdf": pdf()})
    row = page.locator("#sending li")
    expect(row).to_contain_text("statuten.pdf")
    expect(row.get_by_role("progressbar", name="statuten.pdf")).to_be_visible()
    row.get_by_role("button", name="Annuleren").click()
    expect(row).to_have_count(0)
    expect(page.locator("#file")).to_be_focused()
    assert len(held) == 1


def test_the_language_changes_at_once_and_stays_after_signing_out(arrive: Arrive):
    page = arrive(NOBODY)
    page.goto("/login")
    press(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page, "carla")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".nav")).to_contain_text("Case files")
    press(page, "Nederlands", ".foot")
    expect(page.locator(".nav")).to_contain_text("Dossiers")
    press(page, "English", ".foot")
    press(page, "Sign out", ".site")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_after_signing_out_the_way_back_shows_nothing_private(arrive: Arrive):
    page = arrive("daan")
    page.goto("/dossiers")
    follow(page, "Hypotheek Overtoom 310")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hypotheek Overtoom 310")
    press(page, "Uitloggen", ".site")
    land_on(page, "/login")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    expect(page.locator("body")).not_to_contain_text("Overtoom")


def figure_of_actions(page: Any) -> str:
    """The number of open actions on the start page."""
    page.goto("/")
    return figure(page, "actions")


def choose(office: Office, page: Any, **files: bytes) -> None:
    """Choose files, all at once; without JavaScript they are sent by a button."""
    kind = "application/octet-stream"
    chosen = [{"name": name, "mimeType": kind, "buffer": content} for name, content in files.items()]
    page.locator("#file").set_input_files(chosen)
    if not office.has_script:
        page.get_by_role("button", name="Toevoegen", exact=True).click()


def add(office: Office, page: Any, **files: bytes) -> None:
    """Choose files, all at once, and see each among the uploaded ones."""
    choose(office, page, **files)
    for name in files:
        expect(page.locator("#uploaded-files")).to_contain_text(name)
    expect(page.locator("#sending li")).to_have_count(0)
