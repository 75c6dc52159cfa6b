"""Children in rows and a deed as a file, on a phone, with a break in the middle."""

import subprocess
import sys
from typing import Any

from playwright.sync_api import expect

from tests.browser.journey import Arrive, Office, follow, land_on, press
from tests.browser.looking import faults
from tests.browser.site import CHECKOUT
from tests.browser.visitors import signed_in
from tests.support.sample_files import PDF

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
DEED = {"name": "akte.pdf", "mimeType": "application/pdf", "buffer": PDF}


def test_rows_and_files_from_the_first_child_to_the_dossier(office: Office, arrive: Arrive):
    address = ask(office)
    page = arrive("anna", **PHONE)
    page.goto(address)
    _a_question_follows_in_its_row(office, page)
    _another_child(page)
    press(page, "Bewaren en later verder")
    land_on(page, "/actions")

    elsewhere = arrive("anna", **PHONE)
    elsewhere.goto(address)
    arrived(elsewhere, "Kind 2: Pieter")
    answer(elsewhere, "Nee")
    press(elsewhere, "Bewaren en terug naar de lijst")
    _one_too_many(office, elsewhere)
    _the_deed(office, elsewhere)
    _check_and_send(elsewhere)


def test_the_page_that_asks_before_a_row_goes(office: Office, arrive: Arrive):
    address = ask(office)
    page = arrive("anna", **PHONE)
    page.goto(address)
    arrived(page, "Kind 1")
    page.get_by_label("Hoe heet dit kind?").fill("Pieter")
    press(page, "Bewaren en later verder")
    land_on(page, "/actions")
    page.goto(f"{address}/steps/kind.1/removal")
    arrived(page, "Kind 1: Pieter verwijderen?")
    looking = signed_in(
        office.browser, office.site, "anna"
    ).new_page()  # the browser of a journey hears complaints of axe
    looking.goto(page.url)
    assert faults(looking) == []
    looking.context.close()
    follow(page, "Niet verwijderen")
    expect(titles(page)).to_have_text(["Kind 1: Pieter"])
    page.goto(f"{address}/steps/kind.1/removal")
    press(page, "Verwijderen")
    expect(titles(page)).to_have_count(0)


def ask(office: Office, *name: str) -> str:
    """The address of the questionnaire."""
    command = [sys.executable, "-m", "tests.browser.asking", str(office.site.data), *name]
    made = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT)
    return f"/questionnaires/{made.stdout.strip()}"


def arrived(page: Any, heading: str) -> None:
    """Wait for a page."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def answer(page: Any, choice: str) -> None:
    """Choose one of the answers."""
    page.locator(".choice").get_by_text(choice, exact=True).click()


def titles(page: Any) -> Any:
    """The rows in the list."""
    return page.locator(".rows h3")


def _a_question_follows_in_its_row(office: Office, page: Any) -> None:
    arrived(page, "Kind 1")
    page.get_by_label("Hoe heet dit kind?").fill("Łukasz")
    answer(page, "Ja")
    if not office.has_script:
        press(page, "Bewaren en terug naar de lijst")
        expect(page.locator("#errors")).to_contain_text("Door uw antwoorden zijn er vragen bij gekomen")
    partner = page.get_by_label("Met wie?")
    expect(partner).to_be_visible()
    expect(page.get_by_label("Hoe heet dit kind?")).to_have_value("Łukasz")
    partner.fill("Ayşe Yılmaz")


def _another_child(page: Any) -> None:
    press(page, "Nog een kind toevoegen")
    arrived(page, "Kind 2")
    page.get_by_label("Hoe heet dit kind?").fill("Pieter")


def _one_too_many(office: Office, page: Any) -> None:
    arrived(page, "Kind")
    press(page, "Nog een kind toevoegen")
    arrived(page, "Kind 3")
    page.locator(".back").click()
    expect(titles(page)).to_have_text(["Kind 1: Łukasz", "Kind 2: Pieter", "Kind 3"])
    press(page, "Volgende")
    expect(page.locator("#errors")).to_contain_text("Kind 3 is nog niet af")
    page.get_by_role("button", name="Verwijderen Kind 3").click()
    if office.has_script:
        asking = page.locator("dialog[open]")
        expect(asking.get_by_role("button", name="Niet verwijderen")).to_be_focused()
        asking.get_by_role("button", name="Verwijderen", exact=True).click()
        expect(page.locator("#announcement")).to_have_text("Het is verwijderd.")
    else:
        arrived(page, "Kind 3 verwijderen?")
        press(page, "Verwijderen")
    expect(titles(page)).to_have_text(["Kind 1: Łukasz", "Kind 2: Pieter"])
    press(page, "Volgende")


def _the_deed(office: Office, page: Any) -> None:
    arrived(page, "Uw papieren")
    press(page, "Volgende")
    expect(page.locator("#errors")).to_be_focused()
    for name in ("akte.pdf", "verkeerd.pdf"):
        page.locator("input[type=file]").set_input_files([{**DEED, "name": name}])
        if not office.has_script:
            page.get_by_role("button", name="Toevoegen", exact=True).click()
        expect(page.locator(".files .is-ok .name", has_text=name)).to_be_visible()
    press(page, "Verwijderen verkeerd.pdf")
    expect(page.locator(".files .is-ok .name")).to_have_text(["akte.pdf"])
    press(page, "Volgende")


def _check_and_send(page: Any) -> None:
    arrived(page, "Controleer uw antwoorden")
    answers = page.locator("#answers")
    for text in ("Kind 1: Łukasz", "Ayşe Yılmaz", "Kind 2: Pieter", "akte.pdf"):
        expect(answers).to_contain_text(text)
    row = answers.locator("dl > div", has_text="Met wie?")
    row.get_by_role("link", name="Wijzigen").click()
    page.get_by_label("Met wie?").fill("Ayşe Öztürk")
    press(page, "Bewaren en terug naar de lijst")
    arrived(page, "Controleer uw antwoorden")
    expect(answers).to_contain_text("Ayşe Öztürk")
    page.get_by_label("Ik heb de vragen naar waarheid beantwoord").check()
    press(page, "Antwoorden versturen")
    arrived(page, "Uw vragenlijst is verstuurd")
    page.get_by_role("link", name="Door mij aangeleverde documenten").click()
    expect(page.locator(".list")).to_contain_text("akte.pdf")
