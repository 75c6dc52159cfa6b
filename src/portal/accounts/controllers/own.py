"""Pages about a person's own account that clients and staff both have, each at their own addresses."""

from typing import Any

from litestar import Response

from portal.accounts.controllers.door import tools_of
from portal.accounts.controllers.sealed_cookies import RECOVERY_CODE
from portal.accounts.factors import operations
from portal.accounts.factors.tables import SecondFactor
from portal.i18n import gettext as _
from portal.outbox.events import EventKind
from portal.web import sessions, telling
from portal.web.rendering import PortalRequest, elsewhere


def root_of(request: PortalRequest) -> str:
    """What the addresses of this kind of account begin with."""
    return "/staff" if request.auth.kind == sessions.STAFF else ""


async def added(
    request: PortalRequest, factor: SecondFactor, news: EventKind = EventKind.FACTOR_ADDED
) -> Response[Any]:
    """Let a factor count that was just proven; on to the recovery code where that is new, else to what is set up.

    The session gets another token, for it is a safer one from here on. Raises `NotFound` for whoever comes second.
    """
    state, token = request.app.state, request.auth.token
    tools = tools_of(state)
    code = await operations.confirm(factor, request.user.id, tools=tools, token=token, news=news)
    path = "recovery-code" if code else "two-step"
    response = elsewhere(request, f"{root_of(request)}/account/{path}")
    await renew_session(request, response)
    if code:
        response.cookies.append(RECOVERY_CODE.holding(code, request.user.id, tools))
    else:
        response.cookies.append(telling.cookie(_("Added. You are signed out on your other devices."), state.settings))
    return response


async def renew_session(request: PortalRequest, response: Response[Any]) -> None:
    """Note that whoever is here just proved who they are, under another token; the old one is dead."""
    state = request.app.state
    token = await sessions.renew(request.auth.token, now=state.clock.now())
    response.cookies.append(sessions.cookie(request.auth.kind, token, state.settings))
