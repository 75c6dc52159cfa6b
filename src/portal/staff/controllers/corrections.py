"""Settling what clients say is not right about their details."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts.guards import signed_in_staff
from portal.i18n import gettext as _
from portal.staff.controllers.client import client_address, show_client
from portal.staff.controllers.screens import typed_in
from portal.staff.queries import clients
from portal.subject_access import corrections
from portal.web.rendering import PortalRequest, done


@post("/staff/clients/{client_id:uuid}/settlement", status_code=200, guards=[signed_in_staff])
async def settle_corrections(request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
    """Note that what was shown is settled; what came in meanwhile stays."""
    client = await clients.client(client_id, request.user, now=state.clock.now())
    ticked = set((await typed_in(request)).every("shown"))
    open_ones = await corrections.open_of(client.id, request.user, keys=state.key_ring)
    shown = [each.id for each in open_ones if str(each.id) in ticked]
    await corrections.settle(client.id, shown, viewer=request.user, now=state.clock.now())
    address = client_address(client_id)
    return await done(request, address, lambda: show_client(request, state, client_id), told=_("Settled"))
