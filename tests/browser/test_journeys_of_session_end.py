"""The end of a session: warned of in time, without losing a word, and leading back to where one was."""

import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.demo.people import PASSWORD
from tests.browser.journey import Arrive, Office, land_on, press
from tests.browser.looking import faults
from tests.browser.routes import response
from tests.browser.visitors import Visitors

WARNED_AFTER = 27 * 60 + 30
TYPED = "Jan Hendrik Willem"


@pytest.fixture(autouse=True)
def _only_with_script(office: Office) -> None:
    if not office.has_script:
        pytest.skip(
            "without JavaScript there is no warning; tests/questionnaires/test_signed_out.py has what happens then"
        )


def arrive_with_a_clock(arrive: Arrive, person: str) -> Any:
    """Somebody whose browser has a clock that the test moves on."""
    page = arrive(person)
    page.context.clock.install()
    return page


def warning(page: Any) -> Any:
    """The dialog."""
    return page.get_by_role("dialog", name="Bent u er nog?")


def idle_for(page: Any, seconds: int) -> None:
    """Do nothing for a while."""
    page.clock.fast_forward(seconds * 1000)


def step_with_text(office: Office) -> str:
    """The address of a step of Anna's will at which names are typed."""
    return f"{office.site.address}/questionnaires/{response(office.site)}/steps/you_id"


def end_sessions(office: Office) -> None:
    """Let every session of the demo have been idle for too long."""
    with closing(sqlite3.connect(office.site.data / "portal.sqlite")) as connection, connection:
        connection.execute("UPDATE session SET last_seen_at = '2020-01-01 00:00:00+00:00'")


def test_the_warning_can_be_answered_with_the_keyboard(arrive: Arrive):
    page = arrive_with_a_clock(arrive, "anna")
    page.goto("/actions")
    link = page.locator("main").get_by_role("link").first
    link.focus()
    idle_for(page, 26 * 60)
    expect(warning(page)).to_be_hidden()
    idle_for(page, 90)
    expect(warning(page)).to_be_visible()
    expect(page.get_by_role("button", name="Ingelogd blijven")).to_be_focused()
    with page.expect_response("**/session/presence") as asked:
        page.keyboard.press("Enter")
    assert asked.value.status == 204
    expect(warning(page)).to_be_hidden()
    expect(link).to_be_focused()
    idle_for(page, 26 * 60)
    expect(warning(page)).to_be_hidden()
    idle_for(page, 90)
    with page.expect_response("**/session/presence"):
        page.keyboard.press("Escape")  # to close it is to stay
    expect(warning(page)).to_be_hidden()


def test_the_warning_is_accessible_and_fits(visitors: Visitors):
    page = visitors.page("anna")
    page.goto("/actions")
    page.evaluate("document.getElementById('session').showModal()")
    assert faults(page) == []
    page.close()


def test_signing_out_from_the_warning(arrive: Arrive):
    page = arrive_with_a_clock(arrive, "daan")
    page.goto("/dossiers")
    idle_for(page, WARNED_AFTER)
    warning(page).get_by_role("button", name="Uitloggen").click()
    land_on(page, "/login")


def test_staff_are_warned_after_twelve_minutes(arrive: Arrive):
    page = arrive_with_a_clock(arrive, "sanne")
    page.goto("/staff")
    idle_for(page, 11 * 60)
    expect(warning(page)).to_be_hidden()
    idle_for(page, 90)
    expect(warning(page)).to_be_visible()
    with page.expect_response("**/staff/session/presence") as asked:
        press(page, "Ingelogd blijven", "#session")
    assert asked.value.status == 204


def test_work_in_one_window_keeps_the_other(arrive: Arrive):
    page = arrive_with_a_clock(arrive, "bas")
    page.goto("/actions")
    idle_for(page, WARNED_AFTER)
    expect(warning(page)).to_be_visible()
    other = page.context.new_page()
    other.goto("/dossiers")
    expect(warning(page)).to_be_hidden()


def test_who_types_is_there(arrive: Arrive):
    page = arrive_with_a_clock(arrive, "sanne")
    page.goto("/staff/dossiers/new")
    for _time in range(3):
        idle_for(page, 10 * 60)
        with page.expect_response("**/staff/session/presence") as asked:
            page.locator("#content").get_by_role("textbox").first.press_sequentially("J")
        assert asked.value.status == 204
        expect(warning(page)).to_be_hidden()


def test_what_was_typed_is_there_again_after_signing_in(office: Office, arrive: Arrive):
    page = arrive_with_a_clock(arrive, "anna")
    page.goto(step_with_text(office))
    step = page.url
    page.get_by_label("Afgegeven in").fill(TYPED)
    expect(page.get_by_label("Afgegeven in")).to_be_focused()
    with page.expect_response(step) as saving:
        idle_for(page, 4)
    assert saving.value.request.method == "POST"
    expect(page.get_by_label("Afgegeven in")).to_be_focused()
    expect(page.locator("#errors")).to_have_count(0)

    idle_for(page, WARNED_AFTER)
    expect(warning(page)).to_be_visible()
    end_sessions(office)
    idle_for(page, 200)
    expect(page).to_have_url(re.compile(r"/login\?next=/questionnaires/"))
    expect(page.locator("body")).not_to_contain_text("Testament")
    page.get_by_label("E-mailadres").fill("anna@example.com")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    press(page, "Inloggen")
    expect(page).to_have_url(step)
    expect(page.get_by_label("Afgegeven in")).to_have_value(TYPED)


def test_a_button_of_a_session_that_is_over_leads_to_signing_in_and_back(office: Office, arrive: Arrive):
    page = arrive("anna")
    page.goto(step_with_text(office))
    step = page.url
    end_sessions(office)
    press(page, "Volgende")
    expect(page).to_have_url(re.compile(r"/login\?next=/questionnaires/"))
    page.get_by_label("E-mailadres").fill("anna@example.com")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    press(page, "Inloggen")
    expect(page).to_have_url(step)
