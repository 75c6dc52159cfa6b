"""A whole questionnaire in English on a phone, without scripts: from the start page to the PDF, with all that goes wrong."""

import re
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.journey import Arrive, Office, downloaded, follow, land_on, press
from tests.browser.test_journeys_in_english import sign_in_reading_english
from tests.browser.test_journeys_with_rows_and_files import DEED, PHONE, answer, arrived, ask, titles
from tests.browser.visitors import NOBODY

WOJCIECH = "Wojciech Świętosławski-Żółkiewski van Wassenaer-Obdam tot Katwijk aan den Rijn"
NAME, PARTNER = "What is the name of this child?", "To whom?"
BACK_TO_LIST = "Save and back to the list"


def test_a_questionnaire_in_english_without_scripts(office: Office, arrive: Arrive):
    if office.has_script:
        pytest.skip("with scripts it is walked in Dutch")
    address = ask(office)
    page = arrive(NOBODY, **PHONE)
    sign_in_reading_english(page, "anna@example.com", "/login")
    page.locator("main .list > li", has_text="Children and papers").get_by_role("link").first.click()
    _the_first_child(page)
    press(page, "Save and go on later")
    land_on(page, "/actions")
    elsewhere = page.context.new_page()
    elsewhere.goto(address)
    _another_tab_is_noticed(page, elsewhere, address)
    _the_papers(page)
    _send(page)
    _paper(page)


def _the_first_child(page: Any) -> None:
    arrived(page, "Child 1")
    press(page, BACK_TO_LIST)
    expect(page.locator("#errors li")).to_have_text(
        [f"Fill in an answer to the question “{NAME}”", "Choose an answer to the question “Is this child married?”"]
    )
    page.get_by_label(NAME).fill(WOJCIECH)
    answer(page, "Yes")
    press(page, BACK_TO_LIST)
    expect(page.locator("#errors")).to_contain_text("Your answers bring up more questions")
    page.get_by_label(PARTNER).fill("Gülşah Çağlayan İpekçioğlu")


def _another_tab_is_noticed(page: Any, elsewhere: Any, address: str) -> None:
    page.goto(address)
    arrived(page, "Your papers")
    press(page, "Back")
    press(page, "Add another child")
    arrived(page, "Child 2")
    page.get_by_label(NAME).fill("Zoë")
    answer(page, "No")
    elsewhere.goto(page.url)
    elsewhere.get_by_label(NAME).fill("Zoé")
    press(page, BACK_TO_LIST)
    expect(titles(page)).to_have_count(2)
    expect(page.get_by_role("heading", name="Child", exact=True)).to_have_count(1)
    press(elsewhere, BACK_TO_LIST)
    arrived(elsewhere, "Not saved yet")
    expect(elsewhere.locator(".answers").first).to_have_text(re.compile(r"Typed here\s*Zoé\s*Saved\s*Zoë"))
    follow(elsewhere, "Keep what was saved")
    expect(elsewhere.get_by_label(NAME)).to_have_value("Zoë")
    elsewhere.close()
    press(page, "Next")


def _the_papers(page: Any) -> None:
    arrived(page, "Your papers")
    press(page, "Next")
    expect(page.locator("#errors")).to_contain_text("Choose a file for the question “Add the deed”")
    page.locator("input[type=file]").set_input_files([DEED])
    press(page, "Next")


def _send(page: Any) -> None:
    arrived(page, "Check your answers")
    answers = page.locator("#answers")
    expect(answers.get_by_role("heading", level=2)).to_have_text(["Child", "Your papers"])
    for text in (WOJCIECH, "Gülşah Çağlayan İpekçioğlu", "Zoë", "akte.pdf"):
        expect(answers).to_contain_text(text)
    press(page, "Send the answers")
    expect(page.locator("#errors")).to_contain_text("Tick the box")
    page.get_by_label("I have answered the questions truthfully").check()
    press(page, "Send the answers")
    arrived(page, "Your questionnaire was sent")


def _paper(page: Any) -> None:
    ready = page.get_by_role("link", name="Download the PDF")
    for _second in range(30):
        if ready.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    paper = PdfReader(BytesIO(downloaded(page, "Download the PDF")))
    text = " ".join("".join(sheet.extract_text() for sheet in paper.pages).split())
    for printed in ("Gülşah Çağlayan İpekçioğlu", "Zoë", "akte.pdf", "Page 1 of"):
        assert printed in text
