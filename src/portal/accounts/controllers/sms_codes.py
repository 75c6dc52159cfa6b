"""The message with a code, while somebody signs in: how far it is, and another one."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts.controllers.door import halfway_token, let_halfway_in, tools_of
from portal.accounts.controllers.second_step import context_of
from portal.accounts.factors import halfway
from portal.accounts.factors.halfway import HalfwayOver
from portal.accounts.factors.sms.codes import TooSoon
from portal.accounts.factors.sms.limits import MessagesSpent
from portal.accounts.factors.sms.method import send_code
from portal.accounts.factors.tables import FactorKind, HalfwaySignIn
from portal.accounts.sign_in import Halfway
from portal.web import sessions
from portal.web.rendering import PortalRequest, Screen, done, elsewhere, show

SMS_STEP = Screen("templates/accounts/second_step/sms.html", "partials/accounts/sms/delivery.html")


class SmsCodesController(Controller):
    """Public, as all that stands before a session; without a sign-in that is halfway it begins at the beginning."""

    path = "/login/code/message"
    opt = {"public": True}

    @get()
    async def delivery(self, request: PortalRequest, state: State) -> Response[Any]:
        """How far the message is: the page asks until it knows."""
        try:
            return await _show(request, state, await _started(request, state))
        except HalfwayOver:
            return elsewhere(request, "/login")

    @post(status_code=200)
    async def again(self, request: PortalRequest, state: State) -> Response[Any]:
        """Send a new code, or say why not."""
        try:
            started = await _started(request, state)
            await send_code(started, tools_of(state, request))
        except HalfwayOver:
            return elsewhere(request, "/login")
        except (TooSoon, MessagesSpent) as refusal:
            return await _show(request, state, started, is_too_soon=isinstance(refusal, TooSoon), status=429)
        response = await done(request, "/login/code", lambda: _show(request, state, started))
        let_halfway_in(response, Halfway(halfway_token(request), started.account), state.settings)
        return response


async def _started(request: PortalRequest, state: State) -> HalfwaySignIn:
    started = await halfway.of_token(halfway_token(request), sessions.CLIENT, now=state.clock.now())
    if started.way != FactorKind.SMS:
        raise HalfwayOver
    return started


async def _show(
    request: PortalRequest, state: State, started: HalfwaySignIn, *, is_too_soon: bool = False, status: int = 200
) -> Response[Any]:
    """The fragment, or the whole page for a browser without a script."""
    context = await context_of(started, tools_of(state))
    return await show(request, SMS_STEP, status=status, **{**context, "error": "", "is_too_soon": is_too_soon})
