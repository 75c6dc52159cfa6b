"""Codes by text message: set up, asked for at the next sign-in, changed; and when the gateway fails, no dead end."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Arrive, Office, follow, land_on, press
from tests.browser.looking import faults
from tests.browser.site import copy_of, serving
from tests.browser.visitors import NOBODY, sign_in, signed_in


def newest_code(page: Any, ending: str, after: str = "") -> str:
    """The code in the last message to a number, as the demo shows it on a page of its own; not the one of before."""
    beside = page.context.new_page()
    messages = beside.locator("article").filter(has_text=re.compile(f"{ending}\\D"))
    code = ""
    for _look in range(80):
        beside.goto("/demo/sms")
        if messages.count():
            code = re.findall(r"\d{6}", messages.first.locator("p").inner_text())[0]
        if code not in ("", after):
            break
        beside.wait_for_timeout(250)
    beside.close()
    return str(code)


def heading(page: Any) -> Any:
    """What the page is called."""
    return page.get_by_role("heading", level=1)


def leave(page: Any) -> None:
    """Sign out."""
    page.locator("header form[action='/logout'] button").first.click()
    page.wait_for_load_state()


def test_anna_sets_it_up_and_signs_in_with_it_and_changes_her_number(office: Office, arrive: Arrive):
    page = arrive("anna")
    page.goto("/account/two-step/new")
    follow(page, "Sms")
    expect(heading(page)).to_have_text("Wat is uw mobiele nummer?")
    page.get_by_label("Mobiel nummer").fill("020 555 01 20")
    press(page, "Stuur mij een code")
    expect(page.locator("#errors")).to_contain_text("geen mobiel nummer")
    page.get_by_label("Mobiel nummer").fill("06 12 34 56 78")
    press(page, "Stuur mij een code")
    expect(page.locator("main")).to_contain_text("06 12 34 56 78")
    if office.has_script:
        expect(page.locator("#sms-delivery")).to_contain_text("Laatste code verstuurd om")
    page.get_by_label("Code", exact=True).fill("123")
    press(page, "Code controleren")
    expect(page.locator("#errors")).to_contain_text("klopt niet")
    first = newest_code(page, "678")
    page.get_by_label("Code", exact=True).fill(first)
    press(page, "Code controleren")
    expect(heading(page)).to_have_text("Bewaar uw herstelcode")
    page.get_by_label("Ik heb de herstelcode op een veilige plek bewaard").check()
    press(page, "Klaar")
    expect(page.locator("main")).to_contain_text("06 •• •• •• 78")
    leave(page)
    sign_in(page, "anna")
    expect(heading(page)).to_have_text("Voer de code uit uw sms in")
    expect(page.locator("main")).to_contain_text("••78")
    press(page, "Stuur een nieuwe code")
    expect(page.locator("#sms-delivery")).to_contain_text("minder dan een minuut")
    page.get_by_label("Code", exact=True).fill(newest_code(page, "678", after=first))
    press(page, "Doorgaan")
    land_on(page, "/")
    page.goto("/account/two-step")
    follow(page, "Nummer wijzigen")
    page.get_by_label("Mobiel nummer").fill("+32 470 12 34 56")
    press(page, "Stuur mij een code")
    page.get_by_label("Code", exact=True).fill(newest_code(page, "3456"))
    press(page, "Code controleren")
    expect(page.locator("main")).to_contain_text("+32 ••• •• •• 56")
    expect(page.locator("main")).not_to_contain_text("•• 78")


def test_carla_does_it_in_english_on_a_phone(office: Office, arrive: Arrive):
    page = arrive("carla", viewport={"width": 390, "height": 844})
    page.goto("/account")
    page.get_by_text("English", exact=True).first.click()
    press(page, "Taal bewaren")
    page.goto("/account/two-step/sms")
    page.get_by_label("Mobile number").fill("0687654321")
    press(page, "Send me a code")
    expect(heading(page)).to_have_text("Enter the code from your text message")
    page.get_by_label("Code", exact=True).fill(newest_code(page, "321"))
    press(page, "Check the code")
    expect(heading(page)).to_have_text("Keep your recovery code")


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[str]:
    """A gateway that takes no message."""

    class Failing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_error(500)

        def log_message(self, *_said: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}/?:to={{to}}"
        server.shutdown()


@pytest.mark.parametrize("has_script", [True, False])
def test_bas_whose_message_does_not_go_out_is_told_so_and_finds_another_way(
    browser: Any, prepared: Path, failing: str, *, has_script: bool
):
    name = f"failing-gateway-{has_script}"
    serving_failing = serving(copy_of(prepared, name), PORTAL_SMS_URL=failing)
    with serving_failing as site, Office(browser, site, has_script).arriving(NOBODY) as page:
        sign_in(page, "bas")
        page.goto("/account/two-step/sms")
        page.get_by_label("Mobiel nummer").fill("0612345678")
        press(page, "Stuur mij een code")
        for _look in range(20):
            if page.locator("#sms-delivery").filter(has_text="kon niet worden verstuurd").count():
                break
            page.wait_for_timeout(1_000)
            if not has_script:
                follow(page, "Kijk of hij is verstuurd")
        expect(page.locator("#sms-delivery")).to_contain_text("kon niet worden verstuurd")
        follow(page, "Een ander slot kiezen")
        follow(page, "App met codes")
        expect(heading(page)).to_have_text("Koppel uw app")


def test_the_pages_are_accessible_and_fit(browser: Any, prepared: Path):
    with serving(copy_of(prepared, "looked-at-for-sms")) as site:
        context = signed_in(browser, site, "daan")
        page = context.new_page()
        page.goto("/account/two-step/sms")
        page.get_by_label("Mobiel nummer").fill("x")
        press(page, "Stuur mij een code")
        assert faults(page) == []
        page.get_by_label("Mobiel nummer").fill("06 11 22 33 44")
        press(page, "Stuur mij een code")
        assert faults(page) == []
        page.get_by_label("Code", exact=True).fill(newest_code(page, "344"))
        press(page, "Code controleren")
        expect(heading(page)).to_have_text("Bewaar uw herstelcode")
        context.clear_cookies()
        sign_in(page, "daan")
        expect(heading(page)).to_have_text("Voer de code uit uw sms in")
        assert faults(page) == []
        context.close()
