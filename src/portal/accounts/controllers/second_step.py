"""The second step of signing in: the factor that is asked for after the right password."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts.attempts import TooManyAttempts
from portal.accounts.controllers.door import (
    SIGN_IN,
    forget_halfway,
    halfway_token,
    let_halfway_in,
    let_in,
    own_path,
    place_of,
    spoken,
    tools_of,
)
from portal.accounts.controllers.sealed_cookies import RECOVERY_CODE
from portal.accounts.factors import halfway, queries, second_step
from portal.accounts.factors.guessing import OutOfTries
from portal.accounts.factors.halfway import HalfwayOver
from portal.accounts.factors.method import Tools
from portal.accounts.factors.registry import BY_KIND
from portal.accounts.factors.second_step import WrongCode
from portal.accounts.factors.tables import FactorKind, HalfwaySignIn
from portal.accounts.sign_in import Halfway, SignedIn
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.rendering import PortalRequest, Screen, elsewhere, refused, show

# The page of each method; its context is that of `_show`.
SCREENS = {
    FactorKind.PASSKEY: Screen(
        "templates/accounts/second_step/passkey.html", "partials/accounts/second_step/passkey.html"
    ),
    FactorKind.APP: Screen("templates/accounts/second_step/app.html", "partials/accounts/second_step/app.html"),
    FactorKind.SMS: Screen("templates/accounts/second_step/sms.html", "partials/accounts/second_step/sms.html"),
}


async def ask_second_step(request: PortalRequest, state: State, entered: Halfway) -> Response[Any]:
    """Send a browser on to its second step, after the right password."""
    started = await halfway.of_token(entered.token, entered.account.kind, now=state.clock.now())
    await second_step.ask(started, FactorKind(started.way), tools_of(state, request))
    response = elsewhere(request, _address(entered.account.kind))
    let_halfway_in(response, entered, state.settings)
    return response


class SecondStepController(Controller):
    """What stands between the right password and the portal."""

    path = "/"
    opt = {"public": True}

    @get(["/login/code", "/staff/login/code"])
    async def form(self, request: PortalRequest, state: State) -> Response[Any]:
        """The page that asks for the factor; who is not halfway begins at the beginning."""
        try:
            started = await _started(request, state)
        except HalfwayOver:
            return elsewhere(request, _sign_in(request.auth.kind))
        return await _show(request, started)

    @post(["/login/code", "/staff/login/code"], status_code=200)
    async def finish(self, request: PortalRequest, state: State) -> Response[Any]:
        """Let in whoever proves the factor."""
        form = await request.form()
        typed = {name: str(value) for name, value in form.items()}
        try:
            started = await _started(request, state)
            entered = await second_step.finish(started, typed, place=place_of(request), tools=tools_of(state))
        except HalfwayOver:
            return await _over(request)
        except (WrongCode, TooManyAttempts, OutOfTries) as refusal:
            return await _refused(request, started, refusal)
        return await _entered(request, state, entered, own_path(started.target, started.kind))

    @post(["/login/recovery-code", "/staff/login/recovery-code"], status_code=200)
    async def recover(self, request: PortalRequest, state: State) -> Response[Any]:
        """Let in whoever has the recovery code, and go on to the new one."""
        typed = str((await request.form()).get("recovery_code", ""))
        tools = tools_of(state)
        try:
            started = await _started(request, state)
            entered, code = await second_step.recover(started, typed, place=place_of(request), tools=tools)
        except HalfwayOver:
            return await _over(request)
        except (WrongCode, TooManyAttempts) as refusal:
            return await _refused(request, started, refusal, "recovery_error")
        root = "/staff" if started.kind == sessions.STAFF else ""
        response = await _entered(request, state, entered, f"{root}/account/recovery-code")
        response.cookies.append(RECOVERY_CODE.holding(code, entered.account.id, tools))
        return response

    @post(["/login/way", "/staff/login/way"], status_code=200)
    async def choose(self, request: PortalRequest, state: State) -> Response[Any]:
        """Ask for another of the person's methods."""
        way = str((await request.form()).get("way", ""))
        if way not in set(FactorKind):
            raise NotFound
        try:
            await second_step.ask(await _started(request, state), FactorKind(way), tools_of(state, request))
        except HalfwayOver:
            return await _over(request)
        return elsewhere(request, _address(request.auth.kind))


async def _started(request: PortalRequest, state: State) -> HalfwaySignIn:
    return await halfway.of_token(halfway_token(request), request.auth.kind, now=state.clock.now())


async def context_of(started: HalfwaySignIn, tools: Tools) -> dict[str, Any]:
    """What the page of a sign-in that is halfway shows, whatever its method."""
    way = FactorKind(started.way)
    others = [BY_KIND[kind] for kind in await queries.kinds(started.account.id) if kind is not way]
    return {"halfway": started, "others": others, "recovery_error": "", **await BY_KIND[way].page(started, tools)}


async def _entered(request: PortalRequest, state: State, entered: SignedIn, address: str) -> Response[Any]:
    response = elsewhere(request, address)
    let_in(response, entered, state.settings)
    forget_halfway(response, entered.account.kind, state.settings)
    response.cookies.append(await spoken(request, state, entered.account))
    return response


async def _show(request: PortalRequest, started: HalfwaySignIn, status: int = 200, **errors: str) -> Response[Any]:
    context = await context_of(started, tools_of(request.app.state))
    return await show(request, SCREENS[FactorKind(started.way)], status=status, **{"error": "", **context, **errors})


async def _refused(
    request: PortalRequest, started: HalfwaySignIn, refusal: Exception, field: str = "error"
) -> Response[Any]:
    match refusal:
        case WrongCode(left=0):
            return await _over(request)
        case WrongCode():
            return await _show(request, started, 422, **{field: _wrong(started, field)})
        case TooManyAttempts():
            return await _show(request, started, 429, **{field: refusal.told})
        case _:
            message = _("Use your recovery code, or call us. Codes do not work any more.")
            return await _show(request, started, 429, **{field: message})


def _wrong(started: HalfwaySignIn, field: str) -> str:
    if started.way == FactorKind.PASSKEY and field == "error":
        return _("This passkey cannot be used here. Try again, or take another way.")
    return _("This code is not right. Check it and try again.")


async def _over(request: PortalRequest) -> Response[Any]:
    """Back at the beginning, with the reason."""
    kind = request.auth.kind
    error = _("This took too long, or a code was wrong too often. Sign in again.")
    response = await refused(request, SIGN_IN[kind], email="", error=error, next="")
    forget_halfway(response, kind, request.app.state.settings)
    return response


def _address(kind: str) -> str:
    return "/staff/login/code" if kind == sessions.STAFF else "/login/code"


def _sign_in(kind: str) -> str:
    return "/staff/login" if kind == sessions.STAFF else "/login"
