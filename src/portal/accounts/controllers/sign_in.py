"""Signing in and out, for clients at `/` and for staff at `/staff`."""

import re
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie, State
from litestar.params import FromQuery

from portal.accounts import operations
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.controllers.door import let_in, place_of
from portal.accounts.sign_in import SignInRefused, sign_in, sign_out
from portal.i18n import gettext as _
from portal.i18n import set_language
from portal.web import locale, sessions
from portal.web.rendering import PortalRequest, Screen, elsewhere, refused, show

SCREENS = {
    sessions.CLIENT: Screen("templates/accounts/sign_in.html", "partials/accounts/sign_in.html"),
    sessions.STAFF: Screen("templates/accounts/sign_in_staff.html", "partials/accounts/sign_in.html"),
}
# No character that a browser or a header could read as something else: all that our own addresses are made of.
OWN_ADDRESS = re.compile(r"/(?:[\w%.-][\w%./?&=~-]*)?", re.ASCII)
HOMES = {sessions.CLIENT: "/", sessions.STAFF: "/staff"}


def own_path(target: str, kind: str) -> str:
    """The path to go to after signing in: one of ours and of this kind of account, or its home."""
    is_ours = OWN_ADDRESS.fullmatch(target) and sessions.kind_of(target.partition("?")[0]) == kind
    return target if is_ours else HOMES[kind]


class SignInController(Controller):
    """The pages before a session, and the end of it."""

    opt = {"public": True}

    @get(["/login", "/staff/login"], name="sign-in")
    async def form(self, request: PortalRequest, next: FromQuery[str] = "") -> Response[Any]:  # noqa: A002
        """The form; somebody who is signed in goes on to where they wanted."""
        kind = sessions.kind_of(request.url.path)
        if request.scope.get("user") is not None:
            return elsewhere(request, own_path(next, kind))
        return await show(request, SCREENS[kind], email="", error="", next=next)

    @post(["/login", "/staff/login"], status_code=200)
    async def enter(self, request: PortalRequest, state: State) -> Response[Any]:
        """Sign in, or say that the pair is wrong."""
        kind = sessions.kind_of(request.url.path)
        typed = await request.form()
        email, target = str(typed.get("email", "")), str(typed.get("next", ""))
        try:
            entered = await sign_in(
                email,
                str(typed.get("password", "")),
                kind=kind,
                place=place_of(request),
                secret=state.settings.secret_key,
                passwords=state.passwords,
                clock=state.clock,
            )
        except SignInRefused:
            error = _("This e-mail address and password do not belong together. Check both and try again.")
            return await refused(request, SCREENS[kind], email=email, error=error, next=target)
        except TooManyAttempts as too_many:
            error = _("Too many attempts. Try again in %(minutes)s minutes, or call us.") % {
                "minutes": too_many.minutes
            }
            return await show(request, SCREENS[kind], status=429, email=email, error=error, next=target)
        language = await self._language(request, state, entered.account.id, entered.account.language)
        response = elsewhere(request, own_path(target, kind))
        let_in(response, entered, state.settings)
        response.cookies.append(language)
        return response

    async def _language(self, request: PortalRequest, state: State, account: Any, kept: str) -> Cookie:
        """A choice made on this page goes to the account; without one, the account's language comes back."""
        language = locale.chosen(request) or kept
        if language != kept:
            await operations.choose_language(account, language, now=state.clock.now())
        set_language(language)
        return locale.cookie(language, state.settings)

    @post(["/logout", "/staff/logout"], status_code=200)
    async def leave(self, request: PortalRequest, state: State) -> Response[Any]:
        """Sign out and have the browser forget what it kept of us; the language stays."""
        kind = sessions.kind_of(request.url.path)
        viewer = request.scope.get("user")
        await sign_out(request.auth.token, viewer.id if viewer else None, clock=state.clock)
        response = elsewhere(request, "/staff/login" if kind == sessions.STAFF else "/login")
        response.delete_cookie(sessions.cookie_name(kind, state.settings), path="/")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
