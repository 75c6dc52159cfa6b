"""Choosing a password through a one-time link: an invitation, or a new password instead of a forgotten one.

A GET uses nothing up, for mail scanners open links too. The token leaves the address at once, for a cookie.
"""

import re
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie, State
from litestar.params import FromPath
from litestar.response import Redirect

from portal.accounts import links, passwords
from portal.accounts.controllers.advice import advise, no_advice
from portal.accounts.controllers.door import address_of, let_in, place_of
from portal.accounts.controllers.second_step import ask_second_step
from portal.accounts.factors import queries as factors
from portal.accounts.forms import NewPassword, shortest_password
from portal.accounts.links import LinkUnusable
from portal.accounts.sign_in import Halfway, SignedIn
from portal.accounts.strength import refusal_of
from portal.accounts.tables import Account, LinkPurpose
from portal.i18n import gettext as _
from portal.i18n import mark
from portal.settings import Settings
from portal.web import locale, sessions
from portal.web.rendering import PortalRequest, Screen, done, elsewhere, refused, show

TOKEN = re.compile(r"[\w-]{1,64}", re.ASCII)  # nothing else may stand in a cookie

ACTIVATE = Screen("templates/accounts/activate.html", "partials/accounts/choose_password.html")
RESET = Screen("templates/accounts/reset.html", "partials/accounts/choose_password.html")
UNUSABLE = Screen("templates/accounts/link_unusable.html", "partials/accounts/link_unusable.html")
RESET_UNUSABLE = Screen("templates/accounts/reset_unusable.html", "partials/accounts/reset_unusable.html")
SENT = Screen("templates/accounts/link_sent.html", "partials/accounts/link_sent.html")


class ArrivalController(Controller):
    """The address that stands in a mail."""

    opt = {"public": True}

    @get("/{token:str}")
    async def arrive(self, state: State, token: FromPath[str]) -> Response[Any]:
        """Keep the token in a cookie, so that it is in no address, no history and no log from here on."""
        response = Redirect(self.path, status_code=303)
        response.cookies.append(_cookie(token if TOKEN.fullmatch(token) else "", state.settings))
        return response


class LinkController(ArrivalController):
    """The pages behind a link of one purpose, where a password is chosen."""

    purpose: LinkPurpose
    screen: Screen
    unusable: Screen
    title: str
    text: str

    @get()
    async def form(self, request: PortalRequest, state: State) -> Response[Any]:
        """The form to choose a password."""
        try:
            account = await self._account(request, state)
        except LinkUnusable:
            return await show(request, self.unusable, status=410)
        return await show(request, self.screen, **await self._context(account))

    @post(status_code=200)
    async def choose(self, request: PortalRequest, state: State) -> Response[Any]:
        """Keep the password and sign in."""
        typed = str((await request.form()).get("password", ""))
        try:
            account = await self._account(request, state)
            wanted = NewPassword(typed, account.name, account.email, await _shortest(account))
            if error := await refusal_of(wanted, settings=state.settings, strength=state.strength):
                return await refused(request, self.screen, **await self._context(account, error))
            entered = await self._enter(request, state, typed)
        except LinkUnusable:
            return await show(request, self.unusable, status=410)
        if isinstance(entered, Halfway):
            response = await ask_second_step(request, state, entered)
            forget_token(response, state.settings)
            return response
        response = elsewhere(request, "/staff" if account.kind == sessions.STAFF else "/")
        let_in(response, entered, state.settings)
        response.cookies.append(locale.cookie(account.language, state.settings))
        forget_token(response, state.settings)
        return response

    @post("/advice", status_code=200)
    async def advice(self, request: PortalRequest, state: State) -> Response[Any]:
        """Advice on the password, while it is typed."""
        try:
            account = await self._account(request, state)
        except LinkUnusable:
            return await no_advice(request)
        return await advise(request, state, account.name, account.email, await _shortest(account))

    async def _enter(self, request: PortalRequest, state: State, password: str) -> SignedIn | Halfway:
        return await passwords.choose_by_link(
            token_of(request),
            password,
            purpose=self.purpose,
            place=place_of(request),
            passwords=state.passwords,
            now=state.clock.now(),
        )

    async def _account(self, request: PortalRequest, state: State) -> Account:
        return await links.account_of_link(token_of(request), purpose=self.purpose, now=state.clock.now())

    async def _context(self, account: Account, error: str = "") -> dict[str, Any]:
        name = account.formal_name or account.name
        return {
            "name": name,
            "email": account.email,
            "shortest": await _shortest(account),
            "error": error,
            "title": _(self.title) % {"name": name},
            "text": _(self.text),
            "action": self.path,
        }


class ActivationController(LinkController):
    """The page behind an invitation."""

    path = "/activate"
    purpose = LinkPurpose.INVITATION
    screen = ACTIVATE
    unusable = UNUSABLE
    title = mark("Welcome, %(name)s")
    text = mark("Choose a password. After that you are signed in.")

    @post("/again", status_code=200)
    async def again(self, request: PortalRequest, state: State) -> Response[Any]:
        """Send a new link to where the old one went."""
        address, secret = address_of(request), state.settings.secret_key
        await passwords.renew(token_of(request), address=address, secret=secret, clock=state.clock)
        return await done(request, "/activate/sent", lambda: show(request, SENT))

    @get("/sent")
    async def sent(self, request: PortalRequest) -> Response[Any]:
        """That a new link is under way."""
        return await show(request, SENT)


class ResetController(LinkController):
    """The page behind the link for a forgotten password."""

    path = "/reset"
    purpose = LinkPurpose.RESET
    screen = RESET
    unusable = RESET_UNUSABLE
    title = mark("Choose a new password")
    text = mark("After that you are signed in here, and signed out everywhere else.")


def _name(settings: Settings) -> str:
    return "__Host-portal-link" if settings.has_tls else "portal-link"


def _cookie(token: str, settings: Settings) -> Cookie:
    return Cookie(key=_name(settings), value=token, path="/", httponly=True, samesite="lax", secure=settings.has_tls)


def forget_token(response: Response[Any], settings: Settings) -> None:
    """Have the browser drop a token that is used up."""
    response.delete_cookie(_name(settings), path="/")


def token_of(request: PortalRequest) -> str:
    """The token that this browser arrived with, or nothing."""
    return request.cookies.get(_name(request.app.state.settings), "")


async def _shortest(account: Account) -> int:
    return shortest_password(has_second_step=await factors.preferred(account.id) is not None)
