"""People at the browser: signed in once, and every complaint of the browser is heard."""

import re
from types import TracebackType
from typing import Any, Self

from portal.demo.people import ANNA, BAS, CARLA, DAAN, PASSWORD, SANNE
from portal.web import locale
from tests.browser.site import Site

NOBODY = "nobody"
EMAILS = {"anna": ANNA.email, "bas": BAS.email, "daan": DAAN.email, "carla": CARLA.email, "sanne": SANNE.email}
# A refusal is answered with a status that a browser notes as if a file were missing. For a PDF by itself it asks for
# an icon that no page of ours names, and its viewer, or a page on a busy machine, takes no part in a transition.
EXPECTED = re.compile(
    r"status of (401|409|410|413|415|422|429)|/favicon\.ico: .*status of 404|ViewTransition opt-in disabled|Transition was (aborted|skipped)"
)


class Complaints(list[str]):
    """What the browser complained about: a blocked script or style, an error, a file that is not there."""

    def __init__(self, page: Any) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(f"{page.url}: {error}"))

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"{message.location.get('url', '')}: {message.text}")

    def _note(self, text: str) -> None:
        if not EXPECTED.search(text):
            self.append(text)


class Visitors:
    """Pages of the people of the demo, in one browser."""

    def __init__(self, browser: Any, site: Site, language: str = "") -> None:
        self.browser = browser
        self.site = site
        self.language = language
        self.contexts: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for context in self.contexts.values():
            context.close()

    def page(self, person: str) -> Any:
        """A new page of a person, who is signed in."""
        if person not in self.contexts:
            self.contexts[person] = signed_in(self.browser, self.site, person, self.language)
        return self.contexts[person].new_page()


def signed_in(browser: Any, site: Site, person: str, language: str = "") -> Any:
    """A browser context in which somebody is signed in; `nobody` is not. A language is chosen before that."""
    context = browser.new_context(reduced_motion="reduce", base_url=site.address, locale="nl-NL")
    if language:
        context.add_cookies([{"name": locale.COOKIE, "value": language + locale.CHOSEN, "url": site.address}])
    if person != NOBODY:
        page = context.new_page()
        sign_in(page, person)
        page.close()
    return context


def sign_in(page: Any, person: str, password: str = PASSWORD) -> None:
    """Sign in by hand."""
    page.goto("/staff/login" if person == "sanne" else "/login")
    page.locator("#email").fill(EMAILS[person])
    page.locator("#password").fill(password)
    page.locator("#sign-in form:not([data-passkey]) .actions button").click()
    page.wait_for_load_state()
