"""The start page, and *Acties*."""

import datetime
from typing import Any

from litestar import Controller, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from portal import i18n
from portal.accounts.guards import signed_in_client
from portal.actions import queries
from portal.database.pages import Position
from portal.dossiers import queries as dossiers
from portal.web.paging import PAGED
from portal.web.rendering import PortalRequest, Screen, show

START = Screen("templates/actions/start.html", "partials/actions/start.html", "start")
ACTIONS = Screen("templates/actions/actions.html", "partials/actions/actions.html", "actions")


def part_of_day(now: datetime.datetime) -> str:
    """`morning`, `afternoon` or `evening`, on the clock in the Netherlands."""
    hour = i18n.local(now).hour
    if 6 <= hour < 12:
        return "morning"
    return "afternoon" if 12 <= hour < 18 else "evening"


class ActionsController(Controller):
    """What a client sees first, and what they are asked to do."""

    guards = [signed_in_client]
    dependencies = PAGED

    @get("/")
    async def start(self, request: PortalRequest, state: State) -> Response[Any]:
        """The figures, what is to be done now, and what is new."""
        now = state.clock.now()
        return await show(
            request,
            START,
            actions=await queries.open_actions(request.user),
            news=await dossiers.news(request.user),
            part_of_day=part_of_day(now),
            today=i18n.today(now),
        )

    @get("/actions")
    async def actions(self, request: PortalRequest, state: State, position: NamedDependency[Position]) -> Response[Any]:
        """Open actions, and one page of those that are done."""
        return await show(
            request,
            ACTIONS,
            actions=await queries.open_actions(request.user),
            completed=await queries.completed_actions(request.user, position),
            today=i18n.today(state.clock.now()),
        )
