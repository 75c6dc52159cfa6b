"""Whatever is typed or sent: never a fault of ours, never markup of theirs, and nothing that only one engine can keep."""

import urllib.parse
from collections.abc import Iterable, Sequence

import httpx
import lxml.html
import pytest

from tests.attacks import naughty
from tests.attacks.conftest import NOBODY, Site
from tests.attacks.forms import FORMS, QUERIES, Form
from tests.attacks.routes import Route, routes, send
from tests.attacks.test_csrf import whose
from tests.support.browser import Person

ENDS = ("/logout", "/closing", "/people/{account_id}/removal", "/withdrawal", "/login", "/staff/language", "/language")


SHORT = [value for value in naughty.ALL if len(value) < 20_000]
"""What fits in an address or a header."""


TAKEN_OR_REFUSED = {200, 303, 400, 404, 409, 410, 413, 422, 429}


def check(response: httpx.Response, told: object) -> None:
    """An answer that is no fault and holds no markup of an attacker."""
    assert response.status_code < 500 or response.status_code == 503, (response.status_code, told)
    assert "stolen" not in response.headers.get("set-cookie", ""), told
    if response.headers.get("content-type", "").startswith("text/html") and response.text:
        assert naughty.CALCULATED not in response.text, told
        tree = lxml.html.fromstring(response.text)
        assert not tree.xpath(f"//{naughty.MARK} | //*[@onfoo or @onerror or @onload] | //script[not(@src)]"), told
        assert not tree.xpath("//*[starts-with(@href, 'javascript') or starts-with(@action, '//')]"), told


def body_of(person: Person, fields: dict[str, list[bytes]]) -> bytes:
    """A urlencoded form, the token first, whatever its bytes are."""
    pairs = [(b"csrf_token", person.csrf_token.encode())]
    pairs += [(name.encode(), value) for name, values in fields.items() for value in values]
    return urllib.parse.urlencode(pairs).encode()


def bytes_of(form: Form) -> dict[str, list[bytes]]:
    """A form as its bytes."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in form.items()}
    return {
        name: [one if isinstance(one, bytes) else str(one).encode() for one in many] for name, many in lists.items()
    }


async def post(person: Person, address: str, body: bytes, **headers: str) -> httpx.Response:
    """Send these bytes as a form."""
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return await person.client.post(address, content=body, headers=sent)


def with_forms(site: Site) -> Iterable[tuple[Route, dict[str, list[bytes]]]]:
    """The routes that take a urlencoded form with fields, and what stands in it."""
    for route in routes(site.office.app):
        takes_form = route.method == "POST" and not route.is_multipart
        if takes_form and (fields := bytes_of(FORMS[route.name](site, "anna"))):
            yield route, fields


def some(values: Sequence[bytes], first: int, every: int = 6) -> Sequence[bytes]:
    """A part of the strings, another one for each place that they are tried in."""
    return values[first % every :: every]


async def test_every_form_takes_odd_strings(site: Site) -> None:
    """One field after another gets a string of its own, and all of them at once."""
    for place, (route, fields) in enumerate(with_forms(site)):
        person, address = whose(site, route), route.own_address(site, "anna")
        for number, value in enumerate(some(naughty.ALL, place)):
            name = list(fields)[number % len(fields)]
            check(
                await post(person, address, body_of(person, {**fields, name: [value]})), (route.name, name, value[:80])
            )
        for value in some(naughty.ALL, place, 20):
            everywhere = {name: [value] for name in fields}
            check(await post(person, address, body_of(person, everywhere)), (route.name, "all", value[:80]))


async def test_texts_in_which_nothing_is_wrong_but_their_characters_are_taken(site: Site) -> None:
    """Every free text at once, cut to what fits, so that it reaches the database."""
    sanne, anna = site.people["sanne"], site.people["anna"]
    for number, value in enumerate(naughty.ALL):
        text = value[:60]
        forms: list[tuple[Person, str, Form]] = [
            (sanne, "POST /staff/clients", {"name": text, "formal_name": text, "email": b"n%d@example.com" % number}),
            (sanne, "POST /staff/dossiers", {"number": b"%d " % number + text[:20], "title": b"A" + text}),
            (sanne, "POST /staff/dossiers/{dossier_id}/progress-steps", {"title_nl": b"A" + text, "title_en": text, "explanation_nl": value[:9000], "explanation_en": text}),
            (sanne, "POST /staff/dossiers/{dossier_id}/upload-requests", {"title": b"A" + text, "message": b"A" + value[:9000]}),
            (sanne, "POST /staff/dossiers/searches", {"words": text}),
            (anna, "POST /questionnaires/{response_id}/steps/{step}", {"gezin.naam": value[:5000], "page": value}),
        ]  # fmt: skip
        for person, name, changed in forms:
            route = next(one for one in routes(site.office.app) if one.name == name)
            fields = bytes_of({**FORMS[name](site, "anna"), **changed})
            response = await post(person, route.own_address(site, "anna"), body_of(person, fields))
            check(response, (name, value[:80]))
            if name == "POST /staff/dossiers" and naughty.MARK.encode() in text and response.status_code == 303:
                check(await sanne.client.get(response.headers["location"]), (name, value[:80]))
    await every_page(site)


async def every_page(site: Site) -> None:
    """Open every page, on both sides, and find no markup of theirs in it."""
    for route in routes(site.office.app):
        if route.method == "GET":
            person = site.people["sanne" if route.is_staff else "anna"]
            check(await person.client.get(route.own_address(site, "anna")), route.name)


async def test_fields_that_are_missing_or_come_again_and_again(site: Site) -> None:
    for route, fields in with_forms(site):
        person, address = whose(site, route), route.own_address(site, "anna")
        for name in fields:
            without = {other: value for other, value in fields.items() if other != name}
            check(await post(person, address, body_of(person, without)), (route.name, "without", name))
        check(
            await post(person, address, body_of(person, {name: value * 30 for name, value in fields.items()})),
            route.name,
        )
        check(
            await post(person, address, body_of(person, {f"{name}[]": value for name, value in fields.items()})),
            route.name,
        )


async def test_bodies_that_are_no_form(site: Site) -> None:
    for route in routes(site.office.app):
        if route.is_unsafe:
            person, address = whose(site, route), route.own_address(site, "anna")
            for body in naughty.BODIES:
                kind = {"X-CSRF-Token": person.csrf_token}
                if route.method == "PUT":
                    check(await person.client.put(address, content=body, headers=kind), (route.name, body[:40]))
                else:
                    check(await post(person, address, body, **kind), (route.name, body[:40]))
            too_much = await post(person, address, b"a=" + b"x" * 1_100_000, **kind) if route.method == "POST" else None
            assert too_much is None or too_much.status_code in TAKEN_OR_REFUSED, (route.name, too_much.status_code)


async def test_every_parameter_of_an_address_takes_every_string(site: Site) -> None:
    for place, route in enumerate(routes(site.office.app)):
        for name in QUERIES.get(route.name, ()):
            for value in some(SHORT, place, 4):
                person = site.people["sanne" if route.is_staff else "anna"]
                visitors = [person, site.people[NOBODY]] if "login" in route.path else [person]
                for visitor in visitors:
                    address = f"{route.own_address(site, 'anna')}?{name}={urllib.parse.quote(value)}&{name}=x"
                    check(await visitor.client.get(address), (route.name, name, value[:80]))


async def test_odd_addresses(site: Site) -> None:
    for path in naughty.PATHS:
        for person in ("anna", "sanne", NOBODY):
            for method in ("GET", "POST"):
                check(
                    await site.people[person].client.request(method, f"http://portal.test{path}"), (method, path[:80])
                )
    for index in naughty.INDICES:
        address = f"/documents/{site.id('anna', 'document')}/attachments/{index}"
        response = await site.people["anna"].client.get(address)
        assert response.status_code in ({200, 404} if index in {"+0", "00"} else {400, 404}), index[:40]
        check(response, index[:40])


async def test_odd_steps_and_tabs(site: Site) -> None:
    for value in some(SHORT, 0, 3):
        part = urllib.parse.quote(value, safe="")
        anna = site.people["anna"]
        check(await anna.client.get(f"/dossiers/{site.id('anna', 'dossier')}/{part}"), value[:80])
        step = f"/questionnaires/{site.id('anna', 'response')}/steps/{part}"
        check(await anna.client.get(step), value[:80])
        check(await post(anna, step, body_of(anna, {"do": [b"next"], "revision": [b"0"]})), value[:80])
        check(await anna.client.get(f"/activate/{part}"), value[:80])


HEADERS = (
    "hx-current-url", "hx-request", "hx-request-type", "referer", "range", "if-range", "accept-language", "accept",
    "x-forwarded-for", "x-forwarded-host", "host", "x-file-name", "sec-purpose", "if-none-match", "content-type", "cookie",
)  # fmt: skip


async def test_odd_headers(site: Site) -> None:
    anna = site.people["anna"]
    document = f"/documents/{site.id('anna', 'document')}/download"
    values = [value.replace(b"\r", b" ").replace(b"\n", b" ").replace(b"\x00", b"0") for value in SHORT]
    values += [
        b"bytes=" + b"9" * 5000 + b"-",
        b"bytes=-" + b"9" * 5000,
        b"bytes=5-1",
        b"multipart/form-data; boundary=" + b"x" * 300,
    ]
    for place, name in enumerate(HEADERS):
        for value in some(values, place):
            sent = [(name.encode(), value)]
            check(await anna.client.get(document, headers=sent), (name, value[:80]))
            own = [*sent, (b"X-CSRF-Token", anna.csrf_token.encode()), (b"HX-Request-Type", b"partial")]
            if name in {"hx-current-url", "referer", "content-type"}:
                check(await anna.client.post("/account/notifications", headers=own), (name, value[:80]))
            if name in {"x-file-name", "content-type"}:
                file = f"/upload-requests/{site.id('anna', 'upload')}/files/{site.id('anna', 'step')}"
                check(await anna.client.put(file, content=b"x", headers=own), (name, value[:80]))


@pytest.mark.parametrize("path", ["/login", "/staff/login"])
async def test_signing_in_leads_to_no_other_site(site: Site, path: str) -> None:
    for target in naughty.TARGETS:
        visitor = site.people["sanne" if path.startswith("/staff") else "anna"]
        home = "/staff" if path.startswith("/staff") else "/"
        response = await visitor.client.get(path, params={"next": target})
        assert response.headers["location"] == home, target[:60]
        response = await visitor.client.get(path, params={"next": target}, headers={"HX-Request": "true"})
        assert response.headers["hx-redirect"] == home, target[:60]


@pytest.mark.parametrize("path", ["/language", "/staff/language"])
async def test_choosing_a_language_leads_to_no_other_site(site: Site, path: str) -> None:
    route = next(one for one in routes(site.office.app) if one.name == f"POST {path}")
    for target in naughty.TARGETS:
        response = await send(
            site.people["anna" if path == "/language" else "sanne"], route, path, {"language": "nl", "next": target}
        )
        assert response.headers["location"] == ("/" if path == "/language" else "/staff"), target[:60]
