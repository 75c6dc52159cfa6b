"""The portal without a mouse: nothing but Tab, Enter, space and letters."""

from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from portal.demo.people import BAS, PASSWORD
from tests.browser.journey import Arrive, Office, land_on
from tests.browser.visitors import NOBODY
from tests.support.papers import pdf

FURTHEST = 80
FOCUSED = """() => {
  const one = document.activeElement;
  return [one.id, one.tagName, one.innerText || one.value || ""].join(" ").replace(/\\s+/g, " ").trim();
}"""
OUTLINE = "() => getComputedStyle(document.activeElement).outlineStyle"


def test_signing_in_and_confirming_an_upload_with_the_keyboard(office: Office, arrive: Arrive):
    if not office.has_script:
        pytest.skip("the same keys do the same without JavaScript; once is enough")
    page = arrive(NOBODY)
    page.goto("/login")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    tab_to(page, "email")
    page.keyboard.type(BAS.email)
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    tab_to(page, "BUTTON Inloggen")
    page.keyboard.press("Space")
    land_on(page, "/")
    tab_to(page, "A Aanleveren")
    page.keyboard.press("Enter")
    land_on(page, "/upload-requests/*")
    tab_to(page, "file INPUT")
    chooser = opened_by_a_key(page)
    chooser.set_files({"name": "statuten.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    expect(page.locator("#uploaded-files")).to_contain_text("statuten.pdf")
    tab_to(page, "BUTTON Bevestigen")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Wij hebben uw bestanden ontvangen")
    expect(heading).to_be_focused()


def opened_by_a_key(page: Any) -> Any:
    """The chooser of the focused file field; on a busy machine Chromium drops a key that comes during a transition."""
    for key in ("Enter", "Space", "Enter"):
        try:
            with page.expect_file_chooser(timeout=6_000) as choosing:
                page.keyboard.press(key)
        except PlaywrightTimeout:
            continue
        return choosing.value
    raise AssertionError("no key opens the file field")


def tab_to(page: Any, wanted: str) -> None:
    """Press Tab until something is focused, and see that it shows."""
    passed = []
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        if wanted in passed[-1]:
            if "INPUT" not in passed[-1]:
                assert page.evaluate(OUTLINE) != "none", f"{wanted} has no visible focus"
            return
    raise AssertionError(f"{wanted} is not reached by Tab: {passed}")
