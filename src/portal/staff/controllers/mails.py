"""What was sent to clients: looking at it, and sending again what did not arrive."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts.guards import signed_in_staff
from portal.i18n import gettext as _
from portal.staff import operations
from portal.staff.controllers.client import client_address, show_client
from portal.staff.controllers.screens import SECTION
from portal.staff.queries import clients, dossiers, mails
from portal.web.rendering import PortalRequest, Screen, done, show

MAILS = Screen("templates/staff/dossier_mails.html", "partials/staff/dossier_mails.html", SECTION)


class MailsController(Controller):
    """Mails to clients; what they said is not kept."""

    path = "/staff"
    guards = [signed_in_staff]

    @get("/dossiers/{dossier_id:uuid}/mails")
    async def about_dossier(self, request: PortalRequest, dossier_id: FromPath[UUID]) -> Response[Any]:
        """What was sent about a dossier, to whom and when, and whether the mail server took it."""
        dossier = await dossiers.dossier(dossier_id, request.user)
        return await show(request, MAILS, dossier=dossier, mails=await mails.mails_about(dossier_id, request.user))

    @post("/clients/{client_id:uuid}/mails/{mail_id:uuid}/retries", status_code=200)
    async def send_again(
        self, request: PortalRequest, state: State, client_id: FromPath[UUID], mail_id: FromPath[UUID]
    ) -> Response[Any]:
        """Send a mail again that the mail server did not take."""
        await clients.client(client_id, request.user, now=state.clock.now())
        await operations.send_again(mail_id, client_id, actor=request.user.id, now=state.clock.now())
        return await done(
            request,
            client_address(client_id),
            lambda: show_client(request, state, client_id),
            told=_("The e-mail is sent again."),
        )
