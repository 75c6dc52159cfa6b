"""The language of a request: a cookie holds it; the last explicit choice wins.

A choice made while nobody is signed in is kept with a mark, so that signing in writes it to the account; without the
mark, signing in writes the account's language to the cookie.
"""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from portal import i18n
from portal.settings import Settings

COOKIE = "portal-language"
CHOSEN = ".chosen"
A_YEAR = 365 * 24 * 60 * 60


class LocaleMiddleware(ASGIMiddleware):
    """Puts the language of the cookie in force."""

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "no_session"

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Put the language in force for this request."""
        put_in_force(Request(scope))
        await next_app(scope, receive, send)


def put_in_force(request: Request[Any, Any, Any]) -> None:
    """Speak the language of the cookie from now on; an address that does not exist never meets the middleware."""
    i18n.set_language(request.cookies.get(COOKIE, "").removesuffix(CHOSEN))


def chosen(request: Request[Any, Any, Any]) -> str | None:
    """The language that was chosen on this browser while nobody was signed in, if any."""
    value = request.cookies.get(COOKIE, "")
    language = value.removesuffix(CHOSEN)
    return language if value.endswith(CHOSEN) and language in i18n.LANGUAGES else None


def cookie(language: str, settings: Settings, *, is_chosen: bool = False) -> Cookie:
    """The cookie that keeps a language for a year, also after signing out."""
    return Cookie(
        key=COOKIE,
        value=language + (CHOSEN if is_chosen else ""),
        path="/",
        max_age=A_YEAR,
        httponly=True,
        samesite="lax",
        secure=settings.has_tls,
    )
