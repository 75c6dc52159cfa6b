"""Signing in and out, for clients at `/` and for staff at `/staff`."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromQuery

from portal.accounts.attempts import TooManyAttempts
from portal.accounts.controllers.door import SIGN_IN, let_in, own_path, place_of, spoken
from portal.accounts.controllers.second_step import ask_second_step
from portal.accounts.sign_in import Halfway, SignInRefused, sign_in, sign_out
from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.rendering import PortalRequest, elsewhere, refused, show


class SignInController(Controller):
    """The pages before a session, and the end of it."""

    opt = {"public": True}

    @get(["/login", "/staff/login"], name="sign-in")
    async def form(self, request: PortalRequest, next: FromQuery[str] = "") -> Response[Any]:  # noqa: A002 (the name in the address)
        """The form; somebody who is signed in goes on to where they wanted."""
        kind = sessions.kind_of(request.scope["path"])
        if request.scope.get("user") is not None:
            return elsewhere(request, own_path(next, kind))
        return await show(request, SIGN_IN[kind], email="", error="", next=next)

    @post(["/login", "/staff/login"], status_code=200)
    async def enter(self, request: PortalRequest, state: State) -> Response[Any]:
        """Sign in, or say that the pair is wrong."""
        kind = sessions.kind_of(request.scope["path"])
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
                target=own_path(target, kind),
            )
        except SignInRefused:
            error = _("This e-mail address and password do not belong together. Check both and try again.")
            return await refused(request, SIGN_IN[kind], email=email, error=error, next=target)
        except TooManyAttempts as too_many:
            return await show(request, SIGN_IN[kind], status=429, email=email, error=too_many.told, next=target)
        if isinstance(entered, Halfway):
            return await ask_second_step(request, state, entered)
        language = await spoken(request, state, entered.account)
        response = elsewhere(request, own_path(target, kind))
        let_in(response, entered, state.settings)
        response.cookies.append(language)
        return response

    @post(["/logout", "/staff/logout"], status_code=200)
    async def leave(self, request: PortalRequest, state: State) -> Response[Any]:
        """Sign out and have the browser forget what it kept of us; the language stays."""
        kind = sessions.kind_of(request.scope["path"])
        viewer = request.scope.get("user")
        await sign_out(request.auth.token, viewer.id if viewer else None, clock=state.clock)
        response = elsewhere(request, "/staff/login" if kind == sessions.STAFF else "/login")
        response.delete_cookie(sessions.cookie_name(kind, state.settings), path="/")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
