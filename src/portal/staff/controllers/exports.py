"""A response that was sent, as a file for other software."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts.guards import signed_in_staff
from portal.files.names import content_disposition
from portal.questionnaires import operations
from portal.questionnaires.exporting import Export, to_json, to_xform
from portal.questionnaires.operations.completion import OFFICE_LANGUAGE
from portal.questionnaires.operations.exports import export_of
from portal.staff.controllers.responses import ADDRESS
from portal.staff.queries import responses
from portal.web.downloads import ATTACHMENT, CLOSED
from portal.web.rendering import PortalRequest


class ExportsController(Controller):
    """What was sent the last time; its texts in the language of the office, whatever it was answered in."""

    path = ADDRESS
    guards = [signed_in_staff]

    @get("/json")
    async def json(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[bytes]:
        """Codes, values and their texts."""
        return await _export(request, state, response_id, to_json, "json", "application/json")

    @get("/xform")
    async def xform(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[bytes]:
        """An instance of the XForm."""
        return await _export(request, state, response_id, to_xform, "xml", "application/xml")


async def _export(
    request: PortalRequest,
    state: State,
    response_id: UUID,
    write: Callable[[Export], bytes],
    extension: str,
    media_type: str,
) -> Response[Any]:
    received = await responses.received(response_id, request.user, keys=state.key_ring)
    content = write(await export_of(received.last, language=OFFICE_LANGUAGE))
    now = state.clock.now()
    await operations.note_answers_opened(response_id, actor=request.user.id, now=now, form=extension)
    name = f"{received.last.response.reference}.{extension}"
    headers = {
        "Content-Disposition": content_disposition(ATTACHMENT, name),
        "Content-Security-Policy": f"sandbox; {CLOSED}",
    }
    return Response(content, media_type=media_type, headers=headers)
