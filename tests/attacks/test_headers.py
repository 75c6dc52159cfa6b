"""The headers of every answer: pages, fragments, errors, files, and what is not there at all."""

from dataclasses import replace

import httpx
import pytest

from portal.app import Adapters, create_app
from portal.settings import Settings
from portal.web import sessions
from tests.attacks.conftest import NOBODY, Site
from tests.attacks.forms import FORMS
from tests.attacks.routes import routes, send
from tests.support.browser import HTMX, Person
from tests.support.office import PASSWORD, Office

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
CLOSED = {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"}
OPENING = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*", "nonce-", "blob:")


def check(response: httpx.Response, name: str) -> None:
    """What every answer carries."""
    for header, value in ALWAYS.items():
        assert response.headers.get(header) == value, (name, header)
    policy = response.headers["content-security-policy"]
    assert {part.strip() for part in policy.split(";")} >= CLOSED, name
    assert not any(word in policy for word in OPENING), name
    assert "no-store" in response.headers["cache-control"] or name == "GET /favicon.ico", name
    assert "server" not in response.headers, name
    assert "access-control-allow-origin" not in response.headers, name
    for cookie in response.headers.get_list("set-cookie"):
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert parts >= {"httponly", "samesite=lax", "path=/"} or "max-age=0" in parts, (name, cookie)


async def test_every_answer_has_them(site: Site) -> None:
    for route in routes(site.office.app):
        for person in (site.people["sanne" if route.is_staff else "anna"], site.people[NOBODY], site.people["carla"]):
            address = route.own_address(site, "anna")
            if not route.is_unsafe:
                check(await person.client.request(route.method, address), route.name)
                check(await person.client.request(route.method, address, headers=HTMX), route.name)
            elif person is not site.people["sanne"] and person is not site.people["anna"]:
                check(await send(person, route, address, FORMS[route.name](site, "anna"), token="old"), route.name)


async def test_what_is_not_there_has_them_too(anna: Person) -> None:
    for path in ("/nowhere", "/dossiers/x", "/static/none.css", "/login/", "/documents", "/%00"):
        for method in ("GET", "POST", "PUT", "OPTIONS", "TRACE"):
            check(await anna.client.request(method, path), f"{method} {path}")


async def test_static_files_are_sniffed_by_nobody_and_kept_by_everybody(site: Site) -> None:
    page = await site.people[NOBODY].get("/login")
    addresses = {element.get("href") or element.get("src") for element in page.all("link, script")}
    static = {address for address in addresses if address.startswith("/static/")}
    assert static
    for address in static:
        response = await site.people[NOBODY].client.get(address)
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "immutable" in response.headers["cache-control"]
        assert "set-cookie" not in response.headers


async def test_a_file_of_a_client_runs_nothing(site: Site) -> None:
    document = site.id("anna", "document")
    for path in ("content", "download", "attachments/0"):
        response = await site.people["anna"].client.get(f"/documents/{document}/{path}")
        assert "sandbox" in response.headers["content-security-policy"], path
        assert response.headers["content-disposition"].startswith("attachment"), path


@pytest.fixture
def over_tls(office: Office, wired: tuple[object, Settings, Adapters]) -> Office:
    """The same office where people reach it by https."""
    _app, settings, adapters = wired
    secure = replace(settings, base_url="https://portal.test")
    return replace(office, app=create_app(secure, adapters), settings=secure)


@pytest.mark.parametrize("kind", [sessions.CLIENT, sessions.STAFF])
async def test_over_tls_every_cookie_is_bound_to_this_host(over_tls: Office, kind: str) -> None:
    visitor = over_tls.visitor(kind)
    visitor.client.cookies.clear()
    root = "/staff" if kind == sessions.STAFF else ""
    page = await visitor.get(f"{root}/login")
    email = "sanne@example.com" if kind == sessions.STAFF else "anna@example.com"
    token = page.value("csrf_token")
    entered = await visitor.client.post(
        f"{root}/login", data={"csrf_token": token, "email": email, "password": PASSWORD}
    )
    assert entered.status_code == 303
    for response in (page.response, entered):
        cookies = response.headers.get_list("set-cookie")
        assert cookies
        for cookie in cookies:
            name, _, rest = cookie.partition("=")
            assert "Secure" in rest
            assert "HttpOnly" in rest
            assert "Domain" not in rest
            assert name.startswith("__Host-portal") or name == "portal-language"
        assert response.headers["strict-transport-security"].startswith("max-age=63072000")


async def test_signing_out_has_the_browser_forget_what_it_kept(site: Site) -> None:
    for name, path in (("anna", "/logout"), ("sanne", "/staff/logout")):
        for htmx in (True, False):
            person = await site.office.browser(name)
            page = await person.post(path, htmx=htmx)
            assert page.headers["clear-site-data"] == '"cache", "storage"'
            again = Person(site.office.app, site.office.settings, kind=person.kind, token=person.token)
            assert "/login" in (await again.get("/staff" if name == "sanne" else "/")).location


async def test_a_cookie_of_an_attacker_is_replaced_at_sign_in(office: Office) -> None:
    """Session fixation: a token that was known before must be worth nothing after."""
    visitor = office.visitor()
    known = visitor.token
    await visitor.post("/login", {"email": "anna@example.com", "password": PASSWORD})
    attacker = Person(office.app, office.settings, token=known)
    assert "/login" in (await attacker.get("/")).location
