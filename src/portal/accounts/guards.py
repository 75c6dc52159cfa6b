"""Who may call a route. Every route names one of these, or says `public`."""

import datetime
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

from portal import i18n
from portal.accounts.viewer import Viewer
from portal.errors import NotFound
from portal.settings import Settings
from portal.web.detours import ProveAgain, SetUpFirst

Connection = ASGIConnection[Any, Any, Any, Any]
FRESH_FOR = datetime.timedelta(minutes=10)
BEFORE_SET_UP = {"before_set_up": True}
"""The `opt` of routes that are open to who must set up two-step verification first."""


async def signed_in_client(connection: Connection, handler: BaseRouteHandler) -> None:
    """Only a signed-in client."""
    viewer: Viewer | None = connection.scope.get("user")
    if viewer is None or viewer.is_staff:
        raise NotAuthorizedException
    _refuse_before_set_up(viewer, connection, handler)


async def signed_in_staff(connection: Connection, handler: BaseRouteHandler) -> None:
    """Only signed-in staff."""
    viewer: Viewer | None = connection.scope.get("user")
    if viewer is None or not viewer.is_staff:
        raise NotAuthorizedException
    _refuse_before_set_up(viewer, connection, handler)


async def office_administrator(connection: Connection, _handler: BaseRouteHandler) -> None:
    """Only an administrator of the office, beside `signed_in_staff`; for others the route does not exist."""
    if not connection.user.is_office_administrator:
        raise NotFound


async def freshly_proved(connection: Connection, _handler: BaseRouteHandler) -> None:
    """Only who proved within ten minutes who they are, by signing in or since; others are asked, and come back."""
    proved_at: datetime.datetime | None = connection.auth.proved_at
    if proved_at is None or connection.app.state.clock.now() - proved_at > FRESH_FOR:
        raise ProveAgain


async def freshly_proved_beside_password(connection: Connection, handler: BaseRouteHandler) -> None:
    """`freshly_proved` where the form asks for the present password itself: only who has more than that is asked."""
    if connection.user.has_second_step:
        await freshly_proved(connection, handler)


def must_set_up(viewer: Viewer, settings: Settings, today: datetime.date) -> bool:
    """Whether nothing opens for this person before they have a second factor."""
    if viewer.has_second_step:
        return False
    if viewer.is_staff:
        return settings.demands_staff_second_step
    return viewer.second_step_from is not None and viewer.second_step_from <= today


def _refuse_before_set_up(viewer: Viewer, connection: Connection, handler: BaseRouteHandler) -> None:
    state = connection.app.state
    if not handler.opt.get("before_set_up") and must_set_up(viewer, state.settings, i18n.today(state.clock.now())):
        raise SetUpFirst
