"""Every route is public by name or behind a guard, and a stranger's visit to any other one shows nothing."""

from collections.abc import Iterator

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from portal.accounts.guards import signed_in_client, signed_in_staff
from tests.support.office import Office

PUBLIC = {
    "/login",
    "/staff/login",
    "/login/code",
    "/login/code/message",
    "/staff/login/code",
    "/login/passkey",
    "/login/passkey/options",
    "/login/code/passkey-options",
    "/staff/login/passkey",
    "/staff/login/passkey/options",
    "/staff/login/code/passkey-options",
    "/login/recovery-code",
    "/staff/login/recovery-code",
    "/login/way",
    "/staff/login/way",
    "/logout",
    "/staff/logout",
    "/activate",
    "/activate/{token}",
    "/activate/again",
    "/activate/advice",
    "/activate/sent",
    "/reset",
    "/reset/{token}",
    "/email-change",
    "/email-change/{token}",
    "/email-change/done",
    "/email-undo",
    "/email-undo/{token}",
    "/email-undo/advice",
    "/reset/advice",
    "/forgotten",
    "/staff/forgotten",
    "/forgotten/sent",
    "/staff/forgotten/sent",
    "/language",
    "/staff/language",
    "/help",
    "/staff/help",
    "/privacy",
    "/staff/privacy",
    "/accessibility",
    "/staff/accessibility",
    "/favicon.ico",
    "/health",
}


def routes(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """Every address with its handler, static files excepted."""
    for route in app.routes:
        if route.path_format.startswith("/static/"):
            continue
        for handler in getattr(route, "route_handlers", []):
            if handler.http_methods == {"OPTIONS"}:
                continue  # the framework answers it by itself
            yield route.path_format, handler


def is_public(handler: HTTPRouteHandler) -> bool:
    """Whether a handler, or its controller, says that everybody may call it."""
    return bool(handler.opt.get("public"))


def test_what_is_public_is_named_here(office: Office) -> None:
    said = {path for path, handler in routes(office.app) if is_public(handler)}
    assert said == PUBLIC


def test_every_other_route_is_behind_the_guard_of_its_kind(office: Office) -> None:
    for path, handler in routes(office.app):
        if is_public(handler) or path == "/":
            continue
        guards = handler.resolve_guards()
        wanted = signed_in_staff if path == "/staff" or path.startswith("/staff/") else signed_in_client
        assert wanted in guards, path


async def test_a_stranger_is_sent_to_the_sign_in_page_from_everywhere(office: Office) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    visitor = office.visitor()
    for path, handler in routes(office.app):
        if is_public(handler) or "GET" not in handler.http_methods:
            continue
        address = "/".join(nobody if part.startswith("{") else part for part in path.split("/"))
        response = await visitor.client.get(address)
        assert response.status_code in {303, 404}, path
        if response.status_code == 303:
            assert "/login" in response.headers["location"], path


async def test_no_id_that_was_never_given_out_is_anything_but_not_found(
    office: Office,
) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    anna, sanne = await office.browser("anna"), await office.browser("sanne")
    for path, handler in routes(office.app):
        if is_public(handler) or "{" not in path or "GET" not in handler.http_methods:
            continue
        address = "/".join(nobody if part.startswith("{") else part for part in path.split("/"))
        person = sanne if path.startswith("/staff") else anna
        assert (await person.get(address)).status == 404, path
