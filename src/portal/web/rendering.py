"""The one seam between a page and its fragments; no controller asks whether HTMX is there.

After a read: the page, or only its fragment. After a write that succeeded: the resulting fragment at once, with its
address pushed, or a 303 to that address. After a refusal: the same form again, with what was typed, and 422.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.response import Redirect

from portal import i18n, templating
from portal.settings import Settings
from portal.web import sessions, telling
from portal.web.security import SAFE_METHODS
from portal.web.sessions import Browser, Counts, Lasting, Viewer

PortalRequest = Request[Any, Browser, Any]


@dataclass(frozen=True, slots=True)
class Screen:
    """A page and the fragment that it includes; `section` marks the current item of the navigation."""

    page: str
    fragment: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """The office as every page names it."""

    name: str
    phone: str
    hours: str
    email: str
    address: str

    @property
    def phone_href(self) -> str:
        """The phone number as an address to call (RFC 3966)."""
        return phone_href(self.phone)


def phone_href(phone: str) -> str:
    """A Dutch phone number as a `tel:` address (RFC 3966): `020 555 01 20` becomes `tel:+31205550120`."""
    digits = "".join(character for character in phone if character.isdigit())
    return f"tel:+31{digits[1:]}" if digits.startswith("0") else f"tel:+{digits}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that the layouts need; one variable in every template. `root` is `/staff` in the back-office.

    `has_progress` is false where the office switched that part off; `is_refused` puts *Error:* before the title;
    `told` is what a write before this page has to say.
    """

    language: str
    other_language: str
    path: str
    section: str
    viewer: Viewer | None
    counts: Counts | None
    csrf_token: str
    office: Office
    is_demo: bool
    session: Lasting | None
    root: str
    has_progress: bool
    is_refused: bool = False
    told: str = ""


def is_partial(request: PortalRequest) -> bool:
    """Whether HTMX asks for a fragment; anything else gets a whole page."""
    return request.headers.get("hx-request-type") == "partial"


async def layout_for(request: PortalRequest, section: str, *, is_refused: bool = False, told: str = "") -> Layout:
    """What the layouts need to know of this request."""
    settings: Settings = request.app.state.settings
    viewer: Viewer | None = request.scope.get("user")
    browser: Browser | None = request.scope.get("auth")
    is_client = browser is not None and browser.kind == sessions.CLIENT
    language = i18n.language()
    query = request.scope["query_string"].decode("latin-1")
    return Layout(
        language=language,
        other_language="en" if language == "nl" else "nl",
        path=quote(request.scope["path"]) + (f"?{query}" if query else ""),
        section=section,
        viewer=viewer,
        counts=await _counts(request, browser, viewer) if viewer and browser and is_client else None,
        csrf_token=browser.csrf_token(settings.secret_key) if browser else "",
        office=office(settings),
        is_demo=settings.is_demo,
        session=_lasting(request, browser) if viewer and browser else None,
        root="/staff" if sessions.kind_of(request.scope["path"]) == sessions.STAFF else "",
        has_progress=settings.show_progress,
        is_refused=is_refused,
        told=told,
    )


async def _counts(request: PortalRequest, browser: Browser, viewer: Viewer) -> Counts:
    """The figures that came along with the session, or how they are after a write."""
    if browser.counts is not None and request.method in SAFE_METHODS:
        return browser.counts
    after: Counts = await request.app.state.counts(viewer)
    return after


def office(settings: Settings) -> Office:
    """The office in the language in force."""
    hours = settings.office_hours_nl if i18n.language() == "nl" else settings.office_hours_en
    return Office(settings.office_name, settings.office_phone, hours, settings.office_email, settings.office_address)


def _lasting(request: PortalRequest, browser: Browser) -> Lasting:
    return sessions.lasting(browser, request.app.state.settings, request.app.state.clock.now())


async def show(request: PortalRequest, screen: Screen, *, status: int = 200, **context: Any) -> Response[str]:
    """The page, or only its fragment with the counts along, and the `title` where the context has one."""
    told = request.state.get("told", "") if is_partial(request) else telling.told(request)
    context["layout"] = await layout_for(request, screen.section, is_refused=status in {422, 429}, told=told)
    if is_partial(request):
        body = templating.render(screen.fragment, context)
        along = {key: context.get(key, "") for key in ("layout", "title")}
        return html(request, body + templating.render("partials/layout/counts.html", along), status)
    response = html(request, templating.render(screen.page, context), status)
    if told:
        response.cookies.append(telling.cookie("", request.app.state.settings))
    return response


def html(request: PortalRequest, body: str, status: int = 200) -> Response[str]:
    """A response of HTML; a browser that is new here gets its visitor's cookie, so that it can sign in."""
    response = Response(body, status_code=status, media_type="text/html")
    browser: Browser | None = request.scope.get("auth")
    if browser is not None and browser.is_new:
        response.cookies.append(sessions.cookie(browser.kind, browser.token, request.app.state.settings))
    return response


async def done(
    request: PortalRequest, location: str, result: Callable[[], Awaitable[Response[Any]]], *, told: str = ""
) -> Response[Any]:
    """After a write that succeeded: `result` (the read of `location`) at once for HTMX, or a 303 to it.

    `told` says what was done, and holds nothing personal: it may travel in a cookie.
    """
    if not is_partial(request):
        redirect = Redirect(location, status_code=303)
        if told:
            redirect.cookies.append(telling.cookie(told, request.app.state.settings))
        return redirect
    request.state.told = told
    response = await result()
    page = location.partition("#")[0]
    if (
        address_in(request.headers.get("hx-current-url", "")).partition("?")[0] != page
    ):  # else *Back* would lead to here again
        response.headers["HX-Push-Url"] = page
    return response


def address_in(url: str) -> str:
    """The path and query of an address that somebody else wrote, however it is broken (`urlsplit` refuses some)."""
    return "/" + url.partition("#")[0].partition("://")[2].partition("/")[2]


async def refused(request: PortalRequest, screen: Screen, **context: Any) -> Response[str]:
    """The same form again, with what was typed and the errors."""
    return await show(request, screen, status=422, **context)


def elsewhere(request: PortalRequest, location: str) -> Response[Any]:
    """Send the whole browser to another page, also when HTMX asked (after signing in or out)."""
    if request.headers.get("hx-request") == "true":
        return Response("", status_code=200, headers={"HX-Redirect": location}, media_type="text/html")
    return Redirect(location, status_code=303)
