"""No unsafe route does anything for a request that none of our pages made, and none reads a body to find that out."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portal.web import sessions
from tests.attacks.conftest import NOBODY, Site, kept
from tests.attacks.forms import FORMS
from tests.attacks.routes import Route, routes, send
from tests.support.browser import Person
from tests.support.sample_files import PDF
from tests.uploads.sending import BOUNDARY, END, file_head
from tests.uploads.sending import field as form_field

REFUSED = {400, 403}
T = TypeVar("T")


def unsafe(site: Site) -> list[Route]:
    """Every route that may change something."""
    return [route for route in routes(site.office.app) if route.is_unsafe]


def each_with_some(site: Site, variants: list[T]) -> Iterator[tuple[Route, T]]:
    """Every route with every third variant, others for the next route; the routes that take files with all of them."""
    for place, route in enumerate(unsafe(site)):
        takes_files = route.is_multipart or route.method == "PUT"
        for variant in variants if takes_files else variants[place % 3 :: 3]:
            yield route, variant


def whose(site: Site, route: Route) -> Person:
    """Somebody that the route would listen to: a visitor where signing in is the point."""
    if route.path.endswith(("/login", "/forgotten")) or route.path.startswith(("/activate", "/reset", "/email-")):
        return site.people[NOBODY] if not route.is_staff else site.office.visitor(sessions.STAFF)
    return site.people["sanne" if route.is_staff else "anna"]


async def another_session(site: Site, route: Route) -> str:
    """A token that the same person has in another browser."""
    return (await site.office.browser("sanne" if route.is_staff else "anna")).csrf_token


async def old_session(site: Site, route: Route) -> str:
    """A token of a session that has ended."""
    browser = await site.office.browser("sanne" if route.is_staff else "anna")
    await sessions.end(browser.token)
    return browser.csrf_token


TOKENS: dict[str, Callable[[Site, Route], Any]] = {
    "none": lambda site, route: "",
    "guessed": lambda site, route: "0" * 64,
    "no latin": lambda site, route: "é☃",
    "of another session": another_session,
    "of an old session": old_session,
    "of another person": lambda site, route: site.people["bas"].csrf_token,
    "of a visitor": lambda site, route: site.office.visitor().csrf_token,
}


async def test_a_token_that_is_not_of_this_session_does_nothing(site: Site) -> None:
    before = await kept()
    for route, kind in each_with_some(site, list(TOKENS)):
        fixed = {"X-CSRF-Token": "x"} if kind == "guessed" else {}
        found = TOKENS[kind](site, route)
        token = found if isinstance(found, str) else await found
        if route.method == "PUT" and not token.isascii():
            continue  # no header can hold it
        person = whose(site, route)
        response = await send(
            person, route, route.own_address(site, "anna"), FORMS[route.name](site, "anna"), token=token, **fixed
        )
        assert response.status_code == 403, (route.name, response.status_code)
    assert without_sessions(await kept()) == without_sessions(before)


HEADERS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://portal.test.evil.example"},
    {"Origin": "http://["},
    {"Origin": "https://evil.example", "X-HTTP-Method-Override": "GET"},
    {"Origin": "https://evil.example", "HX-Request": "true", "HX-Request-Type": "partial"},
]


async def test_another_site_gets_nothing_done_even_with_the_right_token(site: Site) -> None:
    before = await kept()
    for route, headers in each_with_some(site, HEADERS):
        response = await send(
            whose(site, route), route, route.own_address(site, "anna"), FORMS[route.name](site, "anna"), **headers
        )
        assert response.status_code == 403, (route.name, response.status_code)
    assert await kept() == before


TYPES = ["text/plain", "application/json", "application/xml", ""]


async def test_a_body_of_another_type_brings_no_token(site: Site) -> None:
    before = await kept()
    for route, media_type in each_with_some(site, TYPES):
        person = whose(site, route)
        body = f'csrf_token={person.csrf_token}&{{"csrf_token": "{person.csrf_token}"}}'
        response = await person.client.request(
            route.method, route.own_address(site, "anna"), content=body, headers={"Content-Type": media_type}
        )
        assert response.status_code in REFUSED, (route.name, response.status_code)
    assert await kept() == before


async def test_a_form_with_files_where_none_is_expected_brings_no_token(site: Site) -> None:
    before = await kept()
    for route in unsafe(site):
        if route.is_multipart or route.may_be_multipart:
            continue
        person = whose(site, route)
        body = form_field("csrf_token", person.csrf_token) + END
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        address = route.own_address(site, "anna")
        response = await person.client.request(route.method, address, content=body, headers=headers)
        assert response.status_code == 403, (route.name, response.status_code)
    assert await kept() == before


@dataclass
class Watched:
    """A body that knows how much of it was read."""

    start: bytes = b""
    read: int = 0
    rest: bytes = field(default=PDF * 400)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in (self.start, *[self.rest] * 50):
            self.read += len(chunk)
            yield chunk


UNPROVEN: list[dict[str, str]] = [{}, {"Sec-Fetch-Site": "cross-site"}, {"X-CSRF-Token": "0" * 64}]


async def test_no_file_is_read_before_its_sender_is_known(site: Site) -> None:
    for route, headers in each_with_some(site, UNPROVEN):
        is_multipart = route.is_multipart or route.may_be_multipart
        if not (is_multipart or route.method == "PUT"):
            continue
        for person in (whose(site, route), site.office.visitor()):
            start = form_field("csrf_token", "wrong") + file_head("p.pdf") if is_multipart else b""
            body = Watched(start)
            kind = f"multipart/form-data; boundary={BOUNDARY}" if is_multipart else "application/octet-stream"
            response = await person.client.request(
                route.method, route.own_address(site, "anna"), content=body, headers={"Content-Type": kind, **headers}
            )
            assert response.status_code in {303, 401, 403}, (route.name, response.status_code)
            assert body.read <= len(start) + len(body.rest), (route.name, body.read)


async def test_a_get_does_nothing_where_a_form_is_expected(site: Site) -> None:
    before = await kept()
    for route in unsafe(site):
        for method in ("GET", "HEAD", "DELETE"):
            person = whose(site, route)
            headers = {"X-CSRF-Token": person.csrf_token, "X-HTTP-Method-Override": "POST"}
            response = await person.client.request(method, route.own_address(site, "anna"), headers=headers)
            assert response.status_code < 500, (method, route.name)
    assert without_seen(await kept()) == without_seen(before)


def without_sessions(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out what making another browser of the same person added."""
    return {name: kept for name, kept in rows.items() if name != "session"}


def without_seen(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out what opening a page may note: that it was seen, and for which company its reader acts from then on."""
    return {name: kept for name, kept in rows.items() if name not in {"document_seen", "audit_entry", "membership"}}
