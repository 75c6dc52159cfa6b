"""Every error as a person sees it: a calm page, or a short announcement where HTMX asked; never an inner detail."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect
from litestar.types import Receive, Scope, Send

from portal import errors, templating
from portal.i18n import gettext as _
from portal.i18n import mark
from portal.web import kept, locale, sessions
from portal.web.detours import Detour, on_detour
from portal.web.rendering import address_in, html, layout_for
from portal.web.security import SAFE_METHODS, StaleForm

PASSWORD_FIELD = "password"  # noqa: S105 (the name of a field)
logger = structlog.get_logger(__name__)
RETRY_AFTER_SECONDS = "5"
CALL_REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person is told: message ids, translated when shown."""

    title: str
    lead: str
    detail: str = ""


NOT_FOUND = Explanation(
    mark("We cannot find this page"),
    mark("The address may be wrong, or what was here is no longer there."),
    mark("Go to the overview to see everything that is ready for you."),
)
EXPLANATIONS = {
    403: Explanation(
        mark("This could not be sent"),
        mark("For your safety we only accept what you send from the portal itself."),
        mark("Go back, reload the page and try again."),
    ),
    404: NOT_FOUND,
    405: NOT_FOUND,
    409: Explanation(
        mark("This was changed in the meantime"),
        mark("Somebody, or you in another window, was just ahead of this."),
        mark("Reload the page to see how it stands now."),
    ),
    413: Explanation(
        mark("This is too much at once"),
        mark("What you sent is larger than we can receive."),
        mark("Nothing was saved. Send less at a time."),
    ),
    429: Explanation(
        mark("Please wait a moment"),
        mark("There were too many attempts in a short time."),
        mark("Try again in a few minutes, or call us."),
    ),
    503: Explanation(
        mark("It is very busy"),
        mark("We could not handle this right away. Nothing was lost."),
        mark("Try again in a few seconds."),
    ),
}
BROKEN = Explanation(
    mark("Something went wrong on our side"),
    mark("Your answers and files are kept up to the last time that you pressed Next."),
    mark("Try again in a few minutes. Does it keep going wrong? Call us and mention the code below."),
)
BAD_REQUEST = Explanation(
    mark("We could not read this"),
    mark("What your browser sent is not complete."),
    mark("Go back and try again."),
)


class Explained(Response[Any]):
    """An error page that needs the database (for the counts): Litestar's exception handlers cannot wait, this can."""

    def __init__(self, answer: Awaitable[Response[Any]]) -> None:
        super().__init__(b"")
        self._answer = answer

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **_how: Any) -> Any:
        """An ASGI application that makes the answer and sends it."""

        async def send_it(scope: Scope, receive: Receive, send: Send) -> None:
            response = await self._answer
            await response.to_asgi_response(app=None, request=request)(scope, receive, send)

        return send_it


def waiting(handler: Callable[[Request[Any, Any, Any], Any], Awaitable[Response[Any]]]) -> Any:
    """A handler that waits, as a handler for Litestar."""
    return lambda request, error: Explained(handler(request, error))


async def on_portal_error(request: Request[Any, Any, Any], error: errors.PortalError) -> Response[Any]:
    """The refusals that features raise."""
    statuses: dict[type[errors.PortalError], int] = {errors.NotFound: 404, errors.Conflict: 409, errors.Busy: 503}
    status = next((code for kind, code in statuses.items() if isinstance(error, kind)), 400)
    return await _explain(request, status)


async def on_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """The refusals of the framework: no such route, no such method, too large."""
    if error.status_code >= 500:
        return await on_exception(request, error)
    locale.put_in_force(request)
    return await _explain(request, error.status_code)


async def on_exception(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """What nobody foresaw: logged under a code that the person can mention on the phone, without personal data."""
    reference = "F-" + "".join(secrets.choice(CALL_REFERENCE_ALPHABET) for _letter in range(4))
    route = request.scope.get("path_template", "")
    logger.error("unexpected", reference=reference, route=route, kind=type(error).__name__, exc_info=error)
    return await _explain(request, 500, reference)


async def on_not_signed_in(request: Request[Any, Any, Any], error: NotAuthorizedException) -> Response[Any]:
    """No session: to the sign-in page and back; the uploader gets a text, and a POST is never replayed.

    What was typed in a form without HTMX, which saves no draft on the way, is kept on a page that sends it again.
    """
    if request.method == "PUT":
        return Response(_("You are signed out. Sign in again to go on."), status_code=401, media_type="text/plain")
    sign_in = _sign_in_address(request)
    if request.headers.get("hx-request") == "true":
        return Response("", status_code=401, headers={"HX-Redirect": sign_in}, media_type="text/html")
    typed = await kept.typed_in(request)
    if not typed.is_worth_sending:
        return Redirect(sign_in, status_code=303)
    context = {
        "layout": await layout_for(request, ""),
        "action": request.scope["path"],
        "fields": typed.fields,
        "had_files": typed.had_files,
    }
    return html(request, templating.render("templates/errors/signed_out.html", context), 401)


def _sign_in_address(request: Request[Any, Any, Any]) -> str:
    """The sign-in page, with the address to come back to; it looks itself at what it takes."""
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    sign_in = "/staff/login" if sessions.kind_of(path) == sessions.STAFF else "/login"
    if request.headers.get("hx-request") == "true":
        here = address_in(request.headers.get("hx-current-url", ""))
    elif request.method in SAFE_METHODS:
        here = f"{quote(path)}?{query}" if query else quote(path)
    else:
        here = address_in(request.headers.get("referer", ""))
    return sign_in if here == "/" else f"{sign_in}?next={quote(here)}"


async def on_stale_form(request: Request[Any, Any, Any], error: StaleForm) -> Response[Any]:
    """A form of an earlier session: asked again, with what was typed kept; HTMX shows that in the place of the page."""
    is_partial = request.headers.get("hx-request-type") == "partial"
    if is_partial and request.scope.get("user") is None:
        return await on_not_signed_in(request, NotAuthorizedException())
    typed = await _typed_in_stale_form(request, error)
    if typed is None:
        return await _explain(request, 403)
    context = {
        "layout": await layout_for(request, ""),
        "action": request.scope["path"],
        "fields": [(name, value) for name, value in typed.fields if name not in kept.SECRET_FIELDS],
        "had_files": typed.had_files,
        "asks_password": PASSWORD_FIELD in dict(typed.fields),  # never written into a page; it is typed again
    }
    folder = "partials" if is_partial else "templates"
    response = html(request, templating.render(f"{folder}/errors/stale_form.html", context), 403)
    if is_partial:
        response.headers.update({"HX-Retarget": "#content > .wrap", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"})
    return response


async def _typed_in_stale_form(request: Request[Any, Any, Any], error: StaleForm) -> kept.Kept | None:
    """What there is to send again; None for what is no form of ours. A form with files is read only for who is in."""
    if request.method == "PUT":
        return None
    if "urlencoded" in request.headers.get("content-type", ""):
        return kept.Kept(await kept.typed_in_fields(request))
    if error.rest is None or request.scope.get("user") is None:
        return None
    try:
        return await kept.typed_in_parts(error.rest)
    except HTTPException:
        return None


async def _explain(request: Request[Any, Any, Any], status: int, reference: str = "") -> Response[Any]:
    """The page for a status, or a short announcement for HTMX, or a text for the uploader."""
    told = BROKEN if status == 500 else EXPLANATIONS.get(status, BAD_REQUEST)
    if request.method == "PUT":
        response: Response[str] = Response(_(told.lead), status_code=status, media_type="text/plain")
    elif request.headers.get("hx-request-type") == "partial":
        said = {"title": _(told.title), "text": _(told.lead), "reference": reference or None}
        response = html(request, templating.render("partials/errors/announcement.html", said), status)
        response.headers.update({"HX-Retarget": "#announcement", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"})
    else:
        context = {
            "layout": await layout_for(request, ""),
            "title": _(told.title),
            "lead": _(told.lead),
            "detail": _(told.detail),
            "reference": reference or None,
        }
        response = html(request, templating.render("templates/errors/error.html", context), status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


HANDLERS: dict[int | type[Exception], Any] = {
    errors.PortalError: waiting(on_portal_error),
    NotAuthorizedException: waiting(on_not_signed_in),
    StaleForm: waiting(on_stale_form),
    Detour: waiting(on_detour),
    HTTPException: waiting(on_http_error),
    500: waiting(on_exception),
}
