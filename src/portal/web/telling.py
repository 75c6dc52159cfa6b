"""What to tell a person after a write: at once where HTMX asked, and else on the page that the 303 leads to.

A cookie carries the sentence to that page, which shows it once. It never holds a name or anything else of a person.
"""

from typing import Any
from urllib.parse import quote, unquote

from litestar import Request
from litestar.datastructures import Cookie

from portal.settings import Settings

A_MINUTE = 60


def cookie(told: str, settings: Settings) -> Cookie:
    """The cookie that carries a sentence for a minute, or that takes it away when there is none."""
    return Cookie(
        key=_name(settings),
        value=quote(told),
        path="/",
        max_age=A_MINUTE if told else 0,
        httponly=True,
        samesite="lax",
        secure=settings.has_tls,
    )


def told(request: Request[Any, Any, Any]) -> str:
    """The sentence that an earlier answer left for this page, if any."""
    return unquote(request.cookies.get(_name(request.app.state.settings), ""))


def _name(settings: Settings) -> str:
    return "__Host-portal-told" if settings.has_tls else "portal-told"
