"""What is not yours answers exactly like what never was, on every route, and changes nothing."""

import re

import pytest
from litestar import Litestar

from tests.attacks.conftest import NOBODY, PEOPLE, Site, kept
from tests.attacks.forms import FORMS, unknown
from tests.attacks.routes import FIXED, NOUNS, PARAMETER, Route, routes, send
from tests.support.office import Office

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OWNERS = ("anna", "bas")
STRANGERS = ("daan", "carla")


def with_ids(app: Litestar) -> list[Route]:
    """The routes that name a thing."""
    return [route for route in routes(app) if route.nouns]


def test_every_route_is_attacked(office: Office) -> None:
    every = routes(office.app)
    assert {route.name for route in every if route.is_unsafe} == set(FORMS)
    assert {name for route in every for name in PARAMETER.findall(route.path)} == {*NOUNS, *FIXED, "request_id"}


async def answer(site: Site, person: str, route: Route, ids: dict[str, str], owner: str) -> tuple[int, str, str]:
    """Status, body and destination, with every id blanked."""
    form = FORMS[route.name](site, owner) if route.is_unsafe else None
    response = await send(site.people[person], route, route.address(ids), form)
    assert response.status_code < 500, (person, route.name)
    return response.status_code, ID.sub("id", response.text), ID.sub("id", response.headers.get("location", ""))


async def compare(site: Site, person: str, route: Route, *tried: dict[str, str], owner: str) -> None:
    """Ask for what never was, and for these: the same answer to all, and no success."""
    was = await answer(site, person, route, {name: unknown() for name in route.nouns}, owner)
    is_sign_in = was[0] == 303 and "/login" in was[2]
    assert was[0] in {401, 403, 404} or is_sign_in, (person, route.name, was[0])
    for ids in tried:
        assert await answer(site, person, route, ids, owner) == was, (person, route.name)


@pytest.mark.parametrize("person", [*PEOPLE, NOBODY])
async def test_what_belongs_to_somebody_else_never_was(site: Site, person: str) -> None:
    before = await kept()
    for owner in [name for name in OWNERS if name != person]:
        for route in with_ids(site.office.app):
            if route.is_staff and person == "sanne":
                continue
            ids = {name: site.id(owner, noun) for name, noun in route.nouns.items()}
            await compare(site, person, route, ids, owner=owner)
    assert await kept() == before


async def test_an_id_of_another_kind_of_thing_never_was(site: Site) -> None:
    before = await kept()
    for route in with_ids(site.office.app):
        person = "sanne" if route.is_staff else "anna"
        others = sorted({*NOUNS.values(), "upload"} - set(route.nouns.values()))
        tried = [dict.fromkeys(route.nouns, site.id("anna", noun)) for noun in others]
        await compare(site, person, route, *tried, owner="anna")
    assert await kept() == before


async def test_a_thing_of_another_dossier_never_was(site: Site) -> None:
    """Routes with two ids: each right by itself, but not together."""
    before = await kept()
    for route in with_ids(site.office.app):
        if len(route.nouns) == 2 and route.method != "PUT":
            first, second = route.nouns
            ids = {first: site.id("anna", route.nouns[first]), second: site.id("bas", route.nouns[second])}
            await compare(site, "sanne", route, ids, owner="anna")
    assert await kept() == before


async def test_the_owner_and_the_office_do_get_in(site: Site) -> None:
    """Or the tests above would prove nothing."""
    for route in with_ids(site.office.app):
        person = site.people["sanne" if route.is_staff else "anna"]
        if not route.is_unsafe:
            response = await person.client.request(route.method, route.own_address(site, "anna"))
            is_not_sent = route.path.endswith("/result/pdf") or "/questionnaire-responses/" in route.path
            is_not_sent |= route.is_of_staff_alone
            expected = {404} if is_not_sent else {200, 303}
            assert response.status_code in expected, route.name
            assert "/login" not in response.headers.get("location", ""), route.name


async def test_forms_that_were_refused_to_others_are_taken_from_the_owner(site: Site) -> None:
    last = ("confirmation", "removal", "closing", "withdrawal", "completion", "publication", "blocking")
    targets = [route for route in with_ids(site.office.app) if route.is_unsafe]
    ending = ("removal", "confirmation")
    for route in sorted(
        targets, key=lambda one: (not one.is_staff, one.path.endswith(last), one.path.endswith(ending))
    ):
        owner = "bas" if route.is_staff else "anna"
        person = site.people["sanne" if route.is_staff else "anna"]
        form = FORMS[route.name](site, owner)
        response = await send(person, route, route.own_address(site, owner), form)
        is_none = "/questionnaire-responses/" in route.path or route.is_of_staff_alone  # it was never sent
        expected = {404} if is_none else {200, 303, 409, 422}
        assert response.status_code in expected, (route.name, response.status_code)
