"""The main journeys once more, in English: a client with JavaScript, and the office without."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.demo.people import PASSWORD
from tests.browser.journey import Arrive, Office, downloaded, follow, land_on, press
from tests.browser.test_journeys_of_clients import PASSPORT, PURCHASE
from tests.browser.test_journeys_of_personas import Filling
from tests.browser.test_journeys_of_staff import RIGHT, file, give
from tests.browser.visitors import NOBODY
from tests.questionnaires.personas import testament
from tests.support.papers import pdf

TITLE = "Purchase of Keizersgracht 5"


def test_a_client_who_reads_english(office: Office, arrive: Arrive):
    if not office.has_script:
        pytest.skip("once is enough: the Dutch journeys go both ways")
    page = arrive(NOBODY)
    sign_in_reading_english(page, "anna@example.com", "/login")
    expect(page.locator("#start")).to_contain_text("To do now")
    follow(page, "Case files", "nav")
    follow(page, PURCHASE)
    for tab in ("Progress", "Documents", "Correspondence", "Documents I supplied"):
        follow(page, tab, ".tabs")
        expect(page.locator(".tabs [aria-current]")).to_contain_text(tab)
    _hand_over(page)
    _fill_in(page)
    follow(page, "How this portal works", ".foot")
    expect(page.get_by_role("heading", level=1)).to_have_text("How this portal works")
    press(page, "Sign out", ".site")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_an_office_that_reads_english(office: Office, arrive: Arrive):
    if office.has_script:
        pytest.skip("once is enough: the Dutch journeys go both ways")
    page = arrive(NOBODY)
    sign_in_reading_english(page, "sanne@example.com", "/staff/login")
    follow(page, "New case file")
    page.get_by_label("Kind of case file").select_option("transfer")
    page.get_by_label("Number of the case file").fill("2026.2002")
    page.get_by_label("Title for the client").fill(TITLE)
    page.get_by_label("Name of a person or company, or e-mail address").fill("carla")
    press(page, "Search")
    page.locator("#dossier-people label", has_text="Carla").click()
    press(page, "Make case file")
    expect(page.locator(".told")).to_have_text("The case file was made.")
    expect(page.locator("#people")).to_contain_text("Carla")
    _publish_and_ask(page)
    follow(page, "Questionnaires", "nav")
    follow(page, "Import a questionnaire")
    give(page, "pet.md", RIGHT)
    press(page, "Publish")
    expect(page.locator("#versions")).to_contain_text("Published")
    press(page, "Sign out", ".site")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in at the office")


def sign_in_reading_english(page: Any, email: str, address: str) -> None:
    """Choose English at a page to sign in, and sign in."""
    page.goto(address)
    press(page, "English")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def _hand_over(page: Any) -> None:
    follow(page, "Actions", "nav")
    page.locator(".list > li", has_text=PASSPORT).get_by_role("link").click()
    page.locator("#file").set_input_files(file("front.pdf"))
    expect(page.locator("#announcement")).to_have_text("front.pdf: uploaded.")
    press(page, "Confirm")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your files")
    follow(page, "Documents I supplied")
    assert downloaded(page, "Download front.pdf") == pdf()


def _fill_in(page: Any) -> None:
    follow(page, "Actions", "nav")
    page.locator(".list > li", has_text="Will").get_by_role("link").click()
    land_on(page, "*/steps/*")
    for _page in Filling(testament.SINGLE, "Next", "Check your answers").pages(page):
        pass
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_label("I have answered the questions truthfully").check()
    press(page, "Send the answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your questionnaire was sent")
    assert downloaded(page, "Download the PDF").startswith(b"%PDF")


def _publish_and_ask(page: Any) -> None:
    page.locator("#publish-title-1").fill("Draft deed")
    page.locator("#publish-file-1").set_input_files(file("a.pdf"))
    press(page, "Publish", "#publish")
    expect(page.locator("#published")).to_contain_text("Draft deed")
    page.locator("#upload-title").fill("Copy of your passport")
    page.locator("#upload-message").fill("Would you send us a copy?")
    press(page, "Place request", "#ask-upload")
    row = page.locator("#placed tr", has_text="Copy of your passport")
    row.get_by_role("button").click()
    expect(row).to_contain_text("Reminded")
    row.get_by_role("link", name="Withdraw").click()
    press(page, "Withdraw request")
    expect(page.locator(".told")).to_have_text("The request was withdrawn.")
    expect(row).to_contain_text("Withdrawn")
