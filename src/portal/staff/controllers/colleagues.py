"""One colleague, and what an administrator of the office can do for them."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts import invitations, staffing
from portal.accounts.factors import resetting
from portal.accounts.guards import freshly_proved, office_administrator, signed_in_staff
from portal.accounts.tables import StaffRole
from portal.errors import Conflict, NotFound
from portal.i18n import gettext as _
from portal.staff.colleagues import ROLES
from portal.staff.controllers import reset_form
from portal.staff.controllers.screens import BLANK, typed_in
from portal.staff.reading import Filled, Refused
from portal.web.rendering import PortalRequest, Screen, done, show

ADDRESS = "/staff/office/people"
COLLEAGUE = Screen("templates/staff/colleague.html", "partials/staff/office/colleague.html", "staff-office")


class ColleaguesController(Controller):
    """What is done for one colleague; whatever changes here asks for a fresh proof."""

    path = ADDRESS
    guards = [signed_in_staff, office_administrator, freshly_proved]

    @get("/{staff_id:uuid}")
    async def colleague(self, request: PortalRequest, staff_id: FromPath[UUID]) -> Response[Any]:
        """One colleague, and what can be done for them."""
        return await _show_colleague(request, staff_id)

    @post("/{staff_id:uuid}/invitations", status_code=200)
    async def invite_again(self, request: PortalRequest, state: State, staff_id: FromPath[UUID]) -> Response[Any]:
        """Have another link sent to a colleague who did not choose a password yet; the earlier one opens nothing."""
        await _colleague(staff_id)
        await invitations.invite_again(staff_id, actor=request.user.id, now=state.clock.now())
        return await _done(request, staff_id)

    @post("/{staff_id:uuid}/role", status_code=200)
    async def role(self, request: PortalRequest, state: State, staff_id: FromPath[UUID]) -> Response[Any]:
        """Let a colleague do more or less."""
        role = (await typed_in(request)).one("role")
        if role not in set(StaffRole):
            raise NotFound
        await staffing.change_role(staff_id, StaffRole(role), actor=request.user.id, now=state.clock.now())
        return await _done(request, staff_id)

    @post("/{staff_id:uuid}/blocking", status_code=200)
    async def block(self, request: PortalRequest, state: State, staff_id: FromPath[UUID]) -> Response[Any]:
        """Let a colleague in no more."""
        await staffing.block(staff_id, actor=request.user.id, now=state.clock.now())
        return await _done(request, staff_id)

    @post("/{staff_id:uuid}/unblocking", status_code=200)
    async def unblock(self, request: PortalRequest, state: State, staff_id: FromPath[UUID]) -> Response[Any]:
        """Let a colleague in again."""
        await staffing.unblock(staff_id, actor=request.user.id, now=state.clock.now())
        return await _done(request, staff_id)

    @post("/{staff_id:uuid}/two-step-reset", status_code=200)
    async def reset(self, request: PortalRequest, state: State, staff_id: FromPath[UUID]) -> Response[Any]:
        """Take two-step verification away from a colleague who lost everything; they set it up anew."""
        await _colleague(staff_id)
        if staff_id == request.user.id:
            raise Conflict
        typed = await typed_in(request)
        try:
            check, paper = reset_form.read(typed)
        except Refused as error:
            return await _show_colleague(request, staff_id, reset=Filled(typed, error.errors), status=422)
        now = state.clock.now()
        await resetting.reset(staff_id, check=check, paper=paper, actor=request.user.id, now=now)
        return await _done(request, staff_id)


async def _colleague(staff_id: UUID) -> dict[str, Any]:
    for person in await staffing.everybody():
        if person["id"] == staff_id:
            return person
    raise NotFound


async def _done(request: PortalRequest, staff_id: UUID) -> Response[Any]:
    address = f"{ADDRESS}/{staff_id}"
    return await done(request, address, lambda: _show_colleague(request, staff_id), told=_("Saved"))


async def _show_colleague(
    request: PortalRequest, staff_id: UUID, *, reset: Filled = BLANK, status: int = 200
) -> Response[Any]:
    person, more = await _colleague(staff_id), await reset_form.shown(staff_id)
    address = f"{ADDRESS}/{staff_id}"
    roles = [(role.value, _(text)) for role, text in ROLES.items()]
    is_self = staff_id == request.user.id
    context = {"person": person, "roles": roles, "is_self": is_self, "address": address, "reset": reset}
    return await show(request, COLLEAGUE, status=status, reset_address=f"{address}/two-step-reset", **context, **more)
