"""What signing in has in common, whatever the way: where somebody comes from, and the cookies that let them in."""

import re
from typing import Any

from litestar import Response
from litestar.datastructures import Cookie, State

from portal.accounts import operations
from portal.accounts.factors.halfway import LIFETIME
from portal.accounts.factors.method import Tools
from portal.accounts.sign_in import Halfway, Place, SignedIn
from portal.accounts.tables import Account
from portal.i18n import set_language
from portal.settings import Settings
from portal.web import locale, sessions
from portal.web.devices import device_of
from portal.web.rendering import PortalRequest, Screen

SIGN_IN = {
    sessions.CLIENT: Screen("templates/accounts/sign_in.html", "partials/accounts/sign_in.html"),
    sessions.STAFF: Screen("templates/accounts/sign_in_staff.html", "partials/accounts/sign_in.html"),
}
# No character that a browser or a header could read as something else: all that our own addresses are made of.
OWN_ADDRESS = re.compile(r"/(?:[\w%.-][\w%./?&=~-]*)?", re.ASCII)
HOMES = {sessions.CLIENT: "/", sessions.STAFF: "/staff"}
NINETY_DAYS = 90 * 24 * 60 * 60


def own_path(target: str, kind: str) -> str:
    """The path to go to after signing in: one of ours and of this kind of account, or its home."""
    is_ours = OWN_ADDRESS.fullmatch(target) and sessions.kind_of(target.partition("?")[0]) == kind
    return target if is_ours else HOMES[kind]


def place_of(request: PortalRequest) -> Place:
    """Where somebody signs in from."""
    known = request.cookies.get(_name(request.app.state.settings), "")
    return Place(address_of(request), device_of(request.headers.get("user-agent", "")), known)


def address_of(request: PortalRequest) -> str:
    """The network address that a request came from."""
    return request.client.host if request.client else ""


def tools_of(state: State, request: PortalRequest | None = None) -> Tools:
    """What the methods of two-step verification work with; the request where its network address counts."""
    return Tools(state.key_ring, state.settings, state.clock, address_of(request) if request else "")


async def spoken(request: PortalRequest, state: State, account: Account) -> Cookie:
    """The language from here on: a choice made at the door goes to the account, else that of the account comes back."""
    language = locale.chosen(request) or account.language
    if language != account.language:
        await operations.choose_language(account.id, language, now=state.clock.now())
    set_language(language)
    return locale.cookie(language, state.settings)


def let_halfway_in(response: Response[Any], started: Halfway, settings: Settings) -> None:
    """Give the browser what it finishes its sign-in with; it opens nothing."""
    response.cookies.append(_halfway_cookie(started.account.kind, started.token, settings))


def halfway_token(request: PortalRequest) -> str:
    """The token of the sign-in that this browser is halfway in."""
    return request.cookies.get(_halfway_name(request.auth.kind, request.app.state.settings), "")


def forget_halfway(response: Response[Any], kind: str, settings: Settings) -> None:
    """Have the browser forget a sign-in that is over."""
    response.delete_cookie(_halfway_name(kind, settings), path="/")


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


def _halfway_name(kind: str, settings: Settings) -> str:
    return f"{sessions.cookie_name(kind, settings)}-halfway"


def _halfway_cookie(kind: str, token: str, settings: Settings) -> Cookie:
    return Cookie(
        key=_halfway_name(kind, settings),
        value=token,
        path="/",
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.has_tls,
    )
