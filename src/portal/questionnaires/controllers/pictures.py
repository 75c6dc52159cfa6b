"""The pictures at questions and choices: they travel with the version of the questionnaire."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from portal.accounts.guards import signed_in_client, signed_in_staff
from portal.errors import NotFound
from portal.files.names import content_disposition
from portal.questionnaires import queries
from portal.questionnaires.forms.package import picture
from portal.web.downloads import CLOSED, INLINE
from portal.web.rendering import PortalRequest


class PicturesController(Controller):
    """Those of a questionnaire that a client was asked to fill in."""

    path = "/questionnaires/{response_id:uuid}/pictures"
    guards = [signed_in_client]

    @get("/{name:str}")
    async def picture(self, request: PortalRequest, response_id: FromPath[UUID], name: FromPath[str]) -> Response[Any]:
        """One picture, by the name of its file; no other file of the questionnaire."""
        response = await queries.response(response_id, request.user)
        return await _picture(response.version, name)


class PreviewPicturesController(Controller):
    """Those of a version that the office tries."""

    path = "/staff/questionnaire-versions/{version_id:uuid}/preview/{language:str}/pictures"
    guards = [signed_in_staff]

    @get("/{name:str}")
    async def picture(self, version_id: FromPath[UUID], language: FromPath[str], name: FromPath[str]) -> Response[Any]:
        """One picture, by the name of its file."""
        return await _picture(version_id, name)


async def _picture(version: UUID, name: str) -> Response[Any]:
    source, source_name = await queries.packed_source_of(version)
    found = await asyncio.to_thread(picture, source, source_name, name)
    if found is None:
        raise NotFound
    content, media_type = found
    headers = {
        "Content-Disposition": content_disposition(INLINE, name),
        "Content-Security-Policy": CLOSED,
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
