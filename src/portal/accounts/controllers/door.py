"""What signing in has in common, whatever the way: where somebody comes from, and the cookies that let them in."""

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie

from portal.accounts.sign_in import Place, SignedIn
from portal.settings import Settings
from portal.web import sessions
from portal.web.devices import device_of
from portal.web.rendering import PortalRequest

NINETY_DAYS = 90 * 24 * 60 * 60


def place_of(request: PortalRequest) -> Place:
    """Where somebody signs in from."""
    known = request.cookies.get(_name(request.app.state.settings), "")
    return Place(address_of(request), device_of(request.headers.get("user-agent", "")), known)


def address_of(request: PortalRequest) -> str:
    """The network address that a request came from."""
    return request.client.host if request.client else ""


def let_in(response: Response[Any], entered: SignedIn, settings: Settings) -> None:
    """Give the browser its session, and what we know it by the next time."""
    response.cookies += [
        sessions.cookie(entered.account.kind, entered.token, settings),
        Cookie(
            key=_name(settings),
            value=entered.known,
            path="/",
            max_age=NINETY_DAYS,
            httponly=True,
            samesite="lax",
            secure=settings.has_tls,
        ),
    ]


def _name(settings: Settings) -> str:
    return "__Host-portal-known" if settings.has_tls else "portal-known"
