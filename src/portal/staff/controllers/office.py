"""What administrators of the office see to: who works here, what they may do, and what is demanded of clients."""

import datetime
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts import staffing
from portal.accounts.guards import freshly_proved, office_administrator, signed_in_staff
from portal.accounts.operations import EmailTaken
from portal.i18n import gettext as _
from portal.staff.colleagues import ROLES, invite, new_colleague
from portal.staff.controllers.screens import BLANK, typed_in
from portal.staff.reading import Filled, Reading, Refused, Typed, date_as_typed
from portal.web.rendering import PortalRequest, Screen, done, show

ADDRESS = "/staff/office"
OFFICE = Screen("templates/staff/office.html", "partials/staff/office/office.html", "staff-office")


class OfficeController(Controller):
    """The people of the office, and its rules. Whatever changes here asks for a fresh proof."""

    path = ADDRESS
    guards = [signed_in_staff, office_administrator, freshly_proved]

    @get()
    async def page(self, request: PortalRequest) -> Response[Any]:
        """Everybody who works here, and the day from which clients need a second factor."""
        return await _show(request)

    @post("/demand", status_code=200)
    async def demand(self, request: PortalRequest, state: State) -> Response[Any]:
        """Keep that day; without one nothing is demanded."""
        typed = await typed_in(request)
        reading = Reading(typed)
        day = reading.date("second_step_from")
        if reading.errors:
            return await _show(request, rule=Filled(typed, reading.errors), status=422)
        await staffing.demand_second_step(day, actor=request.user.id, now=state.clock.now())
        return await done(request, ADDRESS, lambda: _show(request), told=_("Saved"))

    @post("/people", status_code=200)
    async def invite(self, request: PortalRequest, state: State) -> Response[Any]:
        """Make an account for a colleague and have them sent a link."""
        typed = await typed_in(request)
        try:
            colleague = new_colleague(typed)
            await invite(colleague, actor=request.user.id, now=state.clock.now())
        except Refused as error:
            return await _show(request, form=Filled(typed, error.errors), status=422)
        except EmailTaken:
            errors = {"email": _("There is an account with this e-mail address already.")}
            return await _show(request, form=Filled(typed, errors), status=422)
        return await done(request, ADDRESS, lambda: _show(request), told=_("The invitation is on its way."))


async def _show(
    request: PortalRequest, *, form: Filled = BLANK, rule: Filled | None = None, status: int = 200
) -> Response[Any]:
    day = await staffing.second_step_from()
    context = {
        "people": await staffing.everybody(),
        "roles": [(role.value, _(text)) for role, text in ROLES.items()],
        "form": form,
        "rule": rule or _as_typed(day),
    }
    return await show(request, OFFICE, status=status, **context)


def _as_typed(day: datetime.date | None) -> Filled:
    return Filled(Typed.of(date_as_typed("second_step_from", day)))
