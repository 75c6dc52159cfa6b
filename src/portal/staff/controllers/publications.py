"""Publishing documents and letters: several files of one form, each taken or refused by itself."""

from contextlib import aclosing
from typing import Any
from uuid import UUID

from litestar import Controller, Response, post
from litestar.datastructures import State
from litestar.exceptions import ClientException
from litestar.params import FromPath

from portal.accounts.guards import signed_in_staff
from portal.errors import Conflict
from portal.i18n import gettext as _
from portal.settings import Settings
from portal.staff.controllers.publishing import Publishing
from portal.staff.controllers.screens import FILES_AT_ONCE, PUBLICATIONS, dossier_address, show_dossier
from portal.staff.queries import dossiers
from portal.staff.reading import Filled, Typed
from portal.web.bodies import form_of
from portal.web.rendering import PortalRequest, done
from portal.web.security import is_multipart

PANEL = "publications"
MARGIN = 1_000_000
MOST_PARTS = 200


def largest_body(settings: Settings) -> int:
    """How many bytes a form with files may have."""
    return FILES_AT_ONCE * settings.upload_max_bytes + MARGIN


class PublicationsController(Controller):
    """What the office puts ready in a dossier."""

    path = "/staff/dossiers/{dossier_id:uuid}/publications"
    guards = [signed_in_staff]

    @post(status_code=200, opt={"csrf_in_body": True})
    async def publish(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Publish the files; those that are refused are named, the others are there."""
        if not is_multipart(request):
            raise ClientException
        dossier = await dossiers.dossier(dossier_id, request.user)
        if dossier.is_closed:
            raise Conflict("the dossier is closed")
        people = [person.id for person in await dossiers.people(dossier_id, request.user)]
        publishing = Publishing(request, state, dossier_id, people)
        async with aclosing(form_of(request, max_parts=MOST_PARTS)) as parts:
            await publishing.read(parts)
        if publishing.errors:
            filled = Filled(Typed(publishing.values), publishing.errors)
            return await show_dossier(
                request, state, dossier_id, screen=PUBLICATIONS, status=422, filled={"publish": filled}
            )
        return await done(
            request,
            dossier_address(dossier_id, PANEL),
            lambda: show_dossier(request, state, dossier_id, screen=PUBLICATIONS),
            told=_("Published."),
        )
