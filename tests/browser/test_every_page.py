"""Every page of the route table, on a desktop and on a phone, with small and with large text."""

import pytest

from tests.browser.looking import WIDTH_OF_LARGE_TEXT, faults, sticks_out
from tests.browser.routes import NO_PAGES, page_routes, routes, visits
from tests.browser.site import Site
from tests.browser.visitors import NOBODY, Complaints, Visitors


@pytest.mark.parametrize("route", page_routes())
def test_a_page_is_accessible_and_fits(route: str, site: Site, visitors: Visitors):
    found = []
    for visit in visits(route, site):
        page = visitors.page(visit.person)
        complaints = Complaints(page)
        answer = page.goto(visit.path)
        assert answer is not None
        if not answer.ok:
            found.append(f"{visit}: {answer.status}")
        # axe styles elements for a moment, which the policy blocks: what was complained about comes first
        found += [f"{visit}: {fault}" for fault in [*complaints, *faults(page)]]
        page.close()
    assert found == []


@pytest.mark.parametrize("route", page_routes())
def test_a_page_fits_with_text_of_twice_the_size(route: str, site: Site, large_text_visitors: Visitors):
    found = []
    for visit in visits(route, site):
        page = large_text_visitors.page(visit.person)
        page.goto(visit.path)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        found += [f"{visit}: {fault}" for fault in sticks_out(page, WIDTH_OF_LARGE_TEXT)]
        page.close()
    assert found == []


def test_what_is_called_no_page_exists():
    assert set(NO_PAGES) <= routes()


def test_what_is_wrong_is_seen(visitors: Visitors):
    page = visitors.page(NOBODY)
    page.goto("/login")
    complaints = Complaints(page)
    page.evaluate("""() => {
      document.querySelector("label[for=email]").remove();
      document.querySelector("main").insertAdjacentHTML("beforeend", "<h1>Again</h1><script>1</script>");
      document.querySelector("h1").style.minWidth = "350px";
      document.body.append(Object.assign(document.createElement("script"), {text: "1"}));
    }""")
    told = "\n".join([*complaints, *faults(page, "en")])
    for wrong in ("Content Security Policy", "lang is nl", "2 h1", "1280 px: label", "390 px: label", "320 px: "):
        assert wrong in told, told
    page.close()


@pytest.mark.parametrize("person", [NOBODY, "anna", "sanne"])
def test_a_page_that_is_not_there_is_accessible_and_fits(person: str, visitors: Visitors):
    page = visitors.page(person)
    page.goto("/staff/nothing-here" if person == "sanne" else "/nothing-here")
    assert faults(page) == []
    page.close()


@pytest.mark.parametrize("address", ["/login", "/staff/login"])
def test_a_refused_form_is_accessible_and_fits(address: str, visitors: Visitors):
    page = visitors.page(NOBODY)
    page.goto(address)
    page.locator("#email").fill("anna@example.com")
    page.locator("#password").fill("not the password")
    page.locator("#sign-in form:not([data-passkey]) .actions button").click()
    page.locator("#errors").wait_for()
    assert faults(page) == []
    page.close()
