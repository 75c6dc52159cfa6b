"""What people entrust to the portal stands nowhere in the clear: not in a log, not on the disk, not in an address."""

import io
import logging
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog

from portal import logs
from portal.accounts.links import make_link
from portal.app import duties
from tests.attacks.conftest import Site, a_mail
from tests.attacks.routes import routes
from tests.questionnaires.filling import FAMILY, fields_of
from tests.support.browser import Page
from tests.support.office import Office
from tests.support.papers import publish
from tests.uploads.sending import put

PASSWORD = "zeven zilverberken zingen zacht"
ANSWER = "Zilverberkenlaan"
BSN = "111222333"
CONTENT = "Kruidnagelbeurs"
MESSAGE = "Pimpelmeesbrief"
FILE_NAME = "Goudplevierpaspoort"
PERSON = "Wilhelmina Waterhoen"
EMAIL = "wilhelmina.waterhoen@example.com"
SEARCHED = "Waterhoen"

NEVER_ON_DISK = (PASSWORD, ANSWER, BSN, CONTENT, MESSAGE)
NEVER_IN_A_LOG = (*NEVER_ON_DISK, FILE_NAME, PERSON, EMAIL, "anna@example.com", "Anna de Vries", "Öztürk")
NEVER_IN_AN_ADDRESS = (*NEVER_IN_A_LOG, "Lindengracht", "2026.1184")


@pytest.fixture
def logged(office: Office) -> Iterator[io.StringIO]:
    """Everything that is logged, by us and by libraries, at DEBUG, as production writes it."""
    root, written = logging.getLogger(), io.StringIO()
    before, level, configured = list(root.handlers), root.level, structlog.get_config()
    logs.configure("DEBUG")
    root.handlers[0].setStream(written)  # type: ignore[attr-defined]
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written), cache_logger_on_first_use=False)
    yield written
    structlog.configure(**configured)
    root.handlers[:], root.level = before, level


class Watched:
    """Whatever an address or a redirect holds, collected while somebody works.

    That of an authenticator app (`otpauth:`) is left out: it names the person for whom the app is to keep the key, and
    goes to the app on the same device and to nobody else.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.addresses: list[str] = []
        self.tokens = [person.token for person in site.people.values()]

    def see(self, page: Page) -> Page:
        """Keep every address in an answer."""
        self.addresses += [str(page.response.request.url), page.location, page.headers.get("referer", "")]
        if page.headers.get("content-type", "").startswith("text/html") and page.response.text:
            for name in ("href", "src", "action", "hx-get", "hx-post", "hx-push-url"):
                self.addresses += [it for it in page.tree.xpath(f"//@{name}") if not it.startswith("otpauth:")]
        return page


async def work(site: Site) -> Watched:
    """A day at the portal, with a marker in everything that people entrust to it."""
    watched, anna, sanne = Watched(site), site.people["anna"], site.people["sanne"]
    link = await make_link(site.office.accounts["carla"].id, now=site.office.clock.now())
    carla = site.office.visitor()
    await carla.get(f"/activate/{link}")
    await carla.post("/activate", {"password": PASSWORD})
    for password in (PASSWORD, PASSWORD + "x"):
        watched.see(await site.office.visitor().post("/login", {"email": "carla@example.com", "password": password}))
    address = f"/questionnaires/{site.id('anna', 'response')}"
    page = await anna.get(f"{address}/steps/gezin")
    typed = {**fields_of(page), **FAMILY, "gezin.naam": f"{ANSWER} {BSN}", "do": "next"}
    watched.see(await anna.post(f"{address}/steps/gezin", typed))
    text = f"{CONTENT} {BSN}\r\n".encode() * 50
    watched.see(await put(anna, site.of["anna"]["upload"], f"{FILE_NAME}.txt", text))
    mail = a_mail(text=f"{CONTENT} {ANSWER}")
    await publish(site.office, site.of["anna"]["dossier"], mail, file_name=f"{FILE_NAME}.eml")
    dossier = f"/staff/dossiers/{site.id('anna', 'dossier')}"
    asked = {"people": site.id("anna", "account"), "title": "Bewijs", "message": MESSAGE}
    watched.see(await sanne.post(f"{dossier}/upload-requests", asked))
    client = {"name": PERSON, "formal_name": PERSON, "email": EMAIL, "language": "nl"}
    watched.see(await sanne.post("/staff/clients", client))
    for path in ("/staff/clients/searches", "/staff/dossiers/searches", f"{dossier}/people/searches"):
        watched.see(await sanne.post(path, {"words": SEARCHED}))
    watched.see(await anna.post(f"/upload-requests/{site.id('anna', 'upload')}/confirmation"))
    watched.tokens += [link, carla.csrf_token]
    for duty in duties(site.office.settings, site.office.adapters):
        while await duty():
            pass
    for route in routes(site.office.app):
        if route.method == "GET" and "content" not in route.path and "download" not in route.path:
            person = sanne if route.is_staff else anna
            watched.see(await person.get(route.own_address(site, "anna")))
    return watched


def found(written: bytes, words: tuple[str, ...] | list[str]) -> list[str]:
    """The words that stand in what was written, as they are or as an address would hold them."""
    forms = {word: {word, word.replace(" ", "+"), quote(word), quote(word, safe="")} for word in words}
    return [word for word, written_as in forms.items() if any(form.encode() in written for form in written_as)]


def content_of(path: Path) -> bytes:
    """What a file holds, read by another process.

    Closing a file drops every POSIX lock that this process has on it, those of an open SQLite database included
    (sqlite.org/howtocorrupt.html, 2.2); a later test then fails with a disk I/O error.
    """
    return subprocess.run(["cat", str(path)], capture_output=True, check=True, timeout=30).stdout


def on_disk(site: Site) -> Iterator[Path]:
    """Every file that the office wrote, its database and what belongs to that included."""
    yield from (path for path in site.office.settings.data.rglob("*") if path.is_file())
    database_file = getattr(site.office.adapters.engine, "path", None)
    if database_file is not None:
        yield from Path(database_file).parent.glob(f"{Path(database_file).name}*")


async def test_nothing_that_was_entrusted_stands_in_the_clear(site: Site, logged: io.StringIO) -> None:
    logging.getLogger("probe").warning("the log is watched")
    watched = await work(site)
    written = {str(path): content_of(path) for path in on_disk(site)}
    for row in [row for table in (await rows_of_every_table()).values() for row in table]:
        written["rows"] = written.get("rows", b"") + row.encode()
    for path, content in written.items():
        assert found(content, [*NEVER_ON_DISK, *watched.tokens]) == [], path
    assert "the log is watched" in logged.getvalue()
    assert found(logged.getvalue().encode(), [*NEVER_IN_A_LOG, *watched.tokens]) == []
    assert found("\n".join(watched.addresses).encode(), list(NEVER_IN_AN_ADDRESS)) == []
    assert len(watched.addresses) > 500


async def rows_of_every_table() -> dict[str, list[str]]:
    """Every row as text."""
    from tests.attacks.conftest import kept

    return await kept()


async def test_an_error_is_logged_without_what_it_says(site: Site, logged: io.StringIO) -> None:
    """An unforeseen error of the database quotes the row; its text stays out of the log and of the page."""
    anna = site.people["anna"]
    was = site.office.app.state.counts

    async def broken(_viewer: object) -> None:
        if anna.token:
            site.office.app.state.counts = was
            raise ValueError(f"{PERSON} <{EMAIL}> lives at {ANSWER}") from RuntimeError(BSN)

    site.office.app.state.counts = broken
    page = await anna.post("/account/notifications", htmx=True)
    assert page.status == 500
    assert "ValueError" in logged.getvalue()
    assert "test_leaks.py" in logged.getvalue()
    for place in (logged.getvalue(), page.response.text):
        assert found(place.encode(), [PERSON, EMAIL, ANSWER, BSN]) == []
    logging.getLogger("library").error("failed", exc_info=ValueError(ANSWER))
    assert ANSWER not in logged.getvalue()


async def test_the_keys_and_files_are_for_their_owner_only(site: Site) -> None:
    await put(site.people["anna"], site.of["anna"]["upload"], file=uuid.uuid4())
    data = site.office.settings.data
    secret = [*data.glob("*.json"), *(data / "files").rglob("*")]
    assert data / "keys.json" in secret
    assert any(path.is_file() for path in secret if path.suffix != ".json")
    assert [path for path in secret if path.stat().st_mode & 0o077] == []
