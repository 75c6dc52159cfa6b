"""Reading how long the portal remembers what, and whom to ask: once with JavaScript, once without it."""

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Arrive, follow, press
from tests.browser.visitors import NOBODY


@pytest.mark.parametrize("person", [NOBODY, "carla"])
def test_somebody_reads_what_the_portal_forgets_in_both_languages(arrive: Arrive, person: str):
    page = arrive(person)
    page.goto("/help")
    follow(page, "Privacy", "footer")
    expect(page.get_by_role("heading", name="Hoe lang")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Dat wij uw browser herkennen: 90 dagen")
    press(page, "English", "footer")
    expect(page.get_by_role("heading", name="How long")).to_be_visible()
    expect(page.locator("main")).to_contain_text("and the links in them: after 18 months")
    office = page.locator("#how-long ~ p a[href^='mailto:']").first
    expect(office).to_have_text("privacy@vanaemstel.example")
    press(page, "Nederlands", "footer")
    expect(page.get_by_role("heading", name="Hoe lang")).to_be_visible()
