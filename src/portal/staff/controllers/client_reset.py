"""Taking two-step verification away from a client who lost phone and recovery code."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts.factors import resetting
from portal.accounts.guards import freshly_proved, office_administrator, signed_in_staff
from portal.i18n import gettext as _
from portal.staff.controllers import reset_form
from portal.staff.controllers.client import client_address, show_client
from portal.staff.controllers.screens import typed_in
from portal.staff.queries import clients
from portal.staff.reading import Filled, Refused
from portal.web.rendering import PortalRequest, done


class ClientResetController(Controller):
    """For administrators of the office, with a fresh proof of who they are."""

    path = "/staff/clients/{client_id:uuid}/two-step-reset"
    guards = [signed_in_staff, office_administrator, freshly_proved]

    @post(status_code=200)
    async def reset(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Record how they made sure who asks, and take it away; the client is told at once."""
        now = state.clock.now()
        await clients.client(client_id, request.user, now=now)
        typed = await typed_in(request)
        try:
            check, paper = reset_form.read(typed)
        except Refused as error:
            return await show_client(request, state, client_id, reset=Filled(typed, error.errors), status=422)
        await resetting.reset(client_id, check=check, paper=paper, actor=request.user.id, now=now)
        told = _("Two-step verification was reset. The client is told.")
        return await done(request, client_address(client_id), lambda: show_client(request, state, client_id), told=told)
