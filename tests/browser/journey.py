"""What people do at a browser, in the words of a person, with JavaScript or without it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.site import Site
from tests.browser.visitors import NOBODY, Complaints, sign_in

Arrive = Callable[..., Any]  # the fixture `arrive`: a person and options of the browser, answered with a page
PATIENCE = 20_000
STORED = "() => [localStorage.length, sessionStorage.length]"


@dataclass(frozen=True)
class Office:
    """A demo office, and a browser that runs scripts or not."""

    browser: Any
    site: Site
    has_script: bool

    @contextmanager
    def arriving(self, person: str, **options: Any) -> Iterator[Any]:
        """A page at which somebody is signed in; afterwards nothing was complained about and nothing was kept."""
        context = self.browser.new_context(
            reduced_motion="reduce",  # no transitions between pages: on a busy machine they swallow keys
            base_url=self.site.address,
            locale="nl-NL",
            java_script_enabled=self.has_script,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints = Complaints(page)
        if person != NOBODY:
            sign_in(page, person)
        yield page
        if self.has_script:
            assert page.evaluate(STORED) == [0, 0], "something was kept in the browser"
        assert complaints == [], complaints
        context.close()

    def count_of_files(self) -> int:
        """How many documents the office has received."""
        return len(self.site.values("SELECT id FROM document WHERE category = 'supplied'"))


def press(page: Any, name: str, within: str = "main") -> None:
    """Press the first button with this name."""
    page.locator(within).get_by_role("button", name=name).first.click()


def follow(page: Any, name: str, within: str = "main") -> None:
    """Follow the first link with this name."""
    page.locator(within).get_by_role("link", name=name).first.click()


def land_on(page: Any, path: str) -> None:
    """Wait until the browser is at this path (`*`: any part of it); what a query says of a page to come does not count."""
    page.wait_for_url(lambda address: fnmatch(urlsplit(address).path, path))


def figure(page: Any, name: str) -> str:
    """The figure beside an item of the navigation."""
    return str(page.locator(f"#count-{name} .count").inner_text()).split()[0]


def downloaded(page: Any, name: str) -> bytes:
    """What a link saves."""
    with page.expect_download() as saving:
        follow(page, name)
    return Path(saving.value.path()).read_bytes()
