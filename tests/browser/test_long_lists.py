"""Searching in a long list of checkboxes, on a phone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Arrive, Office
from tests.browser.routes import PREVIEW

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
VERSION = """
    SELECT v.id FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire
    WHERE q.title_nl = 'Aankoop van een woning'
"""


@pytest.fixture
def page(office: Office, arrive: Arrive) -> Any:
    """The question about nationalities, as a client gets it."""
    version = office.site.value(VERSION)
    page = arrive("sanne", **PHONE)
    preview = PREVIEW.replace("{version_id:uuid}", version).replace("{language:str}", "nl")
    page.goto(f"{preview}/steps/you")
    return page


def test_the_list_scrolls_in_a_box_and_the_page_does_not_widen(page: Any) -> None:
    box = page.locator(".choices.is-long").first
    expect(box).to_be_visible()
    height, inner = box.evaluate("box => [box.clientHeight, box.scrollHeight]")
    assert height < 500 < inner
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_field_shows_what_matches_and_what_is_chosen(office: Office, page: Any) -> None:
    field = page.get_by_label("Zoek in deze lijst").first
    if not office.has_script:
        expect(field).to_be_hidden()
        return
    question = page.locator("fieldset:has(.is-long)").first
    question.get_by_text("Nederlandse", exact=True).click()
    field.fill("OEKRAINSE")
    shown = question.locator(".choice:visible label")
    expect(shown).to_have_text(["Nederlandse"])
    field.fill("oekraiense")
    expect(shown).to_have_text(["Nederlandse", "Oekraïense"])
    expect(question.get_by_role("status")).to_contain_text("2 van ")
    expect(question.get_by_role("status")).to_contain_text(", 1 gekozen")
    field.press("Enter")
    page.wait_for_timeout(1500)  # longer than a save on the way takes: the list must be as narrow after it
    expect(shown).to_have_text(["Nederlandse", "Oekraïense"])
    field.fill("")
    expect(question.get_by_text("Duitse", exact=True)).to_be_visible()


def test_a_list_stays_as_narrow_after_the_page_was_renewed(office: Office, page: Any) -> None:
    if not office.has_script:
        pytest.skip("nothing is renewed without a script")
    question = page.locator("fieldset:has(.is-long)").first
    page.get_by_label("Zoek in deze lijst").first.fill("bel")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        question.get_by_text("Belgische", exact=True).click()
    page.wait_for_timeout(300)
    expect(page.get_by_label("Zoek in deze lijst").first).to_have_value("bel")
    expect(question.locator(".choice:visible label")).to_have_text(["Belgische"])


def test_enter_in_the_field_searches_and_sends_nothing(office: Office, page: Any) -> None:
    if not office.has_script:
        pytest.skip("there is no such field without a script")
    field = page.get_by_label("Zoek in deze lijst").first
    address, sent = page.url, []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    field.fill("bel")
    field.press("Enter")
    page.wait_for_timeout(1500)  # longer than a save on the way takes
    assert not any("do=" in each or 'name="do"' in each for each in sent)
    assert page.url == address
    expect(page.locator("#errors")).to_have_count(0)
    expect(field).to_be_focused()
