"""A real Chromium and a real portal. Without a Chromium these tests are skipped, and say so."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser.journey import PATIENCE, Arrive, Office
from tests.browser.site import Site, copy_of, serving
from tests.browser.visitors import Visitors

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
TWICE_THE_SIZE = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"


@pytest.fixture(scope="session")
def playwright():
    """Playwright, driving the browser of the system."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as started:
        yield started


def launched(playwright, *more: str):
    """A browser with arguments beside the usual ones."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])


@pytest.fixture(scope="session")
def browser(playwright):
    """The browser."""
    running = launched(playwright)
    yield running
    running.close()


@pytest.fixture(scope="session")
def large_text_browser(playwright):
    """The browser of somebody who set the text to twice its size."""
    running = launched(playwright, TWICE_THE_SIZE)
    yield running
    running.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demo office that nobody has used yet; to be copied."""
    data = tmp_path_factory.mktemp("office") / "prepared"
    with serving(data):
        return data


@pytest.fixture(scope="session")
def site(prepared: Path) -> Iterator[Site]:
    """The portal that the pages are looked at in; nobody changes anything there."""
    with serving(copy_of(prepared, "looked-at")) as running:
        yield running


@pytest.fixture(scope="session")
def visitors(browser, site: Site) -> Iterator[Visitors]:
    """The people of the demo at the browser."""
    with Visitors(browser, site) as present:
        yield present


@pytest.fixture(scope="session")
def large_text_visitors(large_text_browser, site: Site) -> Iterator[Visitors]:
    """The same people, with the text at twice its size."""
    with Visitors(large_text_browser, site) as present:
        yield present


@pytest.fixture(scope="module", params=["with JavaScript", "without JavaScript"])
def office(request: pytest.FixtureRequest, browser, prepared: Path) -> Iterator[Office]:
    """A demo office in which a module does its journeys, once with JavaScript and once without."""
    name = f"{request.module.__name__.rsplit('.', 1)[-1]} {request.param}".replace(" ", "-")
    with serving(copy_of(prepared, name)) as running:
        yield Office(browser, running, has_script=request.param == "with JavaScript")


@pytest.fixture
def arrive(office: Office) -> Iterator[Arrive]:
    """`arrive("anna")`: somebody at a browser of their own; the browser may not complain about anything until they go."""
    with ExitStack() as leaving:
        yield lambda person, **options: leaving.enter_context(office.arriving(person, **options))
