"""The start of the office's day."""

from typing import Any

from litestar import Controller, Response, get
from litestar.datastructures import State

from portal import i18n
from portal.accounts import queries as accounts
from portal.accounts.guards import signed_in_staff
from portal.staff.queries import clients, documents, requests
from portal.staff.search import DossierSearch
from portal.subject_access import corrections
from portal.web.rendering import PortalRequest, Screen, show

TODAY = Screen("templates/staff/today.html", "partials/staff/today.html", "staff-today")


class TodayController(Controller):
    """What asks for attention."""

    path = "/staff"
    guards = [signed_in_staff]

    @get()
    async def today(self, request: PortalRequest, state: State) -> Response[Any]:
        """What came in lately, and what should have been in by now."""
        now = state.clock.now()
        today = i18n.today(now)
        return await show(
            request,
            TODAY,
            today=today,
            search=DossierSearch(),
            handlers=await accounts.staff(),
            came_in=await documents.came_in(request.user),
            waiting=await corrections.waiting(request.user),
            unreached=await clients.unreached(request.user, now=now),
            overdue=await requests.overdue(request.user, today=today),
        )
