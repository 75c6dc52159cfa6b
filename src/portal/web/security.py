"""What every request must bring and every response carries: same-origin proof, a CSRF token, and the headers."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.enums import RequestEncodingType
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.types import Message, Scope

from portal.settings import Settings
from portal.web.tokens import is_same

CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf_token"
LARGEST_FORM = 1_000_000
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",  # with no-referrer, browsers send forms with `Origin: null`
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    b"cache-control": b"no-store",
    b"vary": b"HX-Request, HX-Request-Type, Cookie",
}
TRANSPORT_SECURITY = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")


class StaleForm(PermissionDeniedException):
    """The form was made for an earlier session: same origin, old token. The person is asked again.

    `rest` are the parts of a multipart form after its token, none of which was read yet.
    """

    def __init__(self, rest: Any = None) -> None:
        super().__init__()
        self.rest = rest


def is_same_origin(request: ASGIConnection[Any, Any, Any, Any], settings: Settings) -> bool:
    """Whether the browser says that one of our own pages sent this; one that says nothing is left to the token.

    `Referrer-Policy: no-referrer` makes the Origin of a form `null`, so that `Sec-Fetch-Site` is asked first.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return True
    return origin in settings.origins or origin.partition("://")[2] == request.headers.get("host")


async def csrf_guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse an unsafe request that no page of ours made; reads no body but a small urlencoded one."""
    if connection.scope["method"] in SAFE_METHODS:  # type: ignore[typeddict-item]
        return
    settings: Settings = connection.app.state.settings
    if not is_same_origin(connection, settings):
        raise PermissionDeniedException("cross-origin")
    if handler.opt.get("csrf_in_body") and is_multipart(connection):
        return  # the handler reads the token as the first field, before any file
    if not is_same(await _token_of(connection), connection.auth.csrf_token(settings.secret_key)):
        raise StaleForm


async def _token_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    if token := connection.headers.get(CSRF_HEADER):
        return token
    if isinstance(connection, Request) and _is_urlencoded(connection) and _is_small(connection):
        form = await connection.form()
        return str(form.get(CSRF_FIELD, ""))
    return ""


def is_multipart(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether the body is a form with files."""
    return connection.headers.get("content-type", "").startswith(RequestEncodingType.MULTI_PART.value)


def _is_urlencoded(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return connection.headers.get("content-type", "").startswith(RequestEncodingType.URL_ENCODED.value)


def _is_small(connection: Request[Any, Any, Any]) -> bool:
    """Whether the body says that it is no larger than a form of ours, also where a route takes large bodies."""
    return connection.content_length is not None and connection.content_length <= LARGEST_FORM


async def add_headers(message: Message, scope: Scope) -> None:
    """Put the security headers on every response, errors included; a handler's own value stays."""
    if message["type"] != "http.response.start":
        return
    headers = list(message["headers"])
    present = {name.lower() for name, _ in headers}
    headers += [(name, value) for name, value in HEADERS.items() if name not in present]
    if scope["app"].state.settings.has_tls:
        headers.append(TRANSPORT_SECURITY)
    message["headers"] = headers
