"""Leaving a step in the middle of a sentence: whichever way one goes, what was typed is there when one comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Arrive, Office, follow, land_on, press
from tests.browser.routes import response


@pytest.fixture(autouse=True)
def _only_with_script(office: Office) -> None:
    if not office.has_script:
        pytest.skip("without JavaScript a step is saved by its buttons")


def _by_a_link(page: Any) -> None:
    follow(page, "Dossiers", within="nav")
    land_on(page, "/dossiers")


def _by_the_language(page: Any) -> None:
    press(page, "English", within="footer")
    expect(page.get_by_label("Issued in")).to_have_value("the language")  # at once, and not only after coming back
    press(page, "Nederlands", within="footer")
    expect(page.get_by_label("Afgegeven in")).to_be_visible()


def _by_signing_out(page: Any) -> None:
    press(page, "Uitloggen", within="header")
    land_on(page, "/login")


@pytest.mark.parametrize(
    ("typed", "leave"), [("a link", _by_a_link), ("the language", _by_the_language), ("signing out", _by_signing_out)]
)
def test_what_was_being_typed_is_there_after_coming_back(
    office: Office, arrive: Arrive, typed: str, leave: Callable[[Any], None]
):
    page = arrive("anna")
    step = f"/questionnaires/{response(office.site)}/steps/you_id"
    page.goto(step)
    page.get_by_label("Afgegeven in").fill(typed)
    leave(page)
    back = arrive("anna")
    back.goto(step)
    expect(back.get_by_label("Afgegeven in")).to_have_value(typed)
