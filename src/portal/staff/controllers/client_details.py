"""What the office has of a client: their name, how they are addressed, their mobile number."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts.factors.sms.numbers import shown
from portal.accounts.guards import signed_in_staff
from portal.i18n import gettext as _
from portal.staff.controllers.client import client_address, show_client
from portal.staff.controllers.screens import typed_in
from portal.staff.forms.people import details_as_typed, read_details
from portal.staff.operations import change_client
from portal.staff.people import ClientRow
from portal.staff.queries import clients
from portal.staff.reading import Filled, Refused
from portal.web.rendering import PortalRequest, Screen, done, show

DETAILS = Screen("templates/staff/client_details.html", "partials/staff/client_details.html", "staff-clients")


class ClientDetailsController(Controller):
    """The details of a client, in a form."""

    path = "/staff/clients/{client_id:uuid}/details"
    guards = [signed_in_staff]

    @get()
    async def edit(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """As they stand now."""
        client = await clients.client(client_id, request.user, now=state.clock.now())
        number = await clients.mobile_of(client_id, request.user, state.key_ring)
        return await _form(request, client, Filled(details_as_typed(client, shown(number) if number else "")))

    @post(status_code=200)
    async def change(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Change them, or say what is missing."""
        client = await clients.client(client_id, request.user, now=state.clock.now())
        typed = await typed_in(request)
        try:
            changed = read_details(typed, countries=state.settings.sms_regions)
        except Refused as error:
            return await _form(request, client, Filled(typed, error.errors), status=422)
        await change_client(client_id, changed, keys=state.key_ring, actor=request.user.id, now=state.clock.now())
        address, told = client_address(client_id), _("The details were changed.")
        return await done(request, address, lambda: show_client(request, state, client_id), told=told)


async def _form(request: PortalRequest, client: ClientRow, form: Filled, *, status: int = 200) -> Response[Any]:
    return await show(request, DETAILS, status=status, client=client, form=form)
