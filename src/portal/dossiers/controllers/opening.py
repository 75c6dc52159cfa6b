"""Opening a document and what came with it, which clients and staff do alike once they have found it; each is noted."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, route
from litestar.datastructures import State
from litestar.params import FromPath

from portal.dossiers import mail_message
from portal.dossiers.mail_message import MailMessage
from portal.dossiers.operations.documents import note_opened
from portal.dossiers.views import DocumentView
from portal.errors import NotFound
from portal.files.names import content_disposition
from portal.web.downloads import ATTACHMENT, CLOSED, INLINE, READING, contents, is_opening, send, stored
from portal.web.rendering import PortalRequest


class OpeningController(Controller):
    """The document itself, and the attachments of an e-mail, at the addresses of one document."""

    async def found(self, request: PortalRequest, document_id: UUID) -> DocumentView:
        """The document, if the viewer may see it; raises `NotFound`."""
        raise NotImplementedError

    @route("/content", http_method=READING)
    async def content(self, request: PortalRequest, state: State, document_id: FromPath[UUID]) -> Response[Any]:
        """The document in the browser, where a browser can show it."""
        return await self._send(request, state, document_id, INLINE)

    @route("/download", http_method=READING)
    async def download(self, request: PortalRequest, state: State, document_id: FromPath[UUID]) -> Response[Any]:
        """The document to keep."""
        return await self._send(request, state, document_id, ATTACHMENT)

    @get("/attachments/{index:int}")
    async def attachment(
        self, request: PortalRequest, state: State, document_id: FromPath[UUID], index: FromPath[int]
    ) -> Response[Any]:
        """One attachment of an e-mail, to keep."""
        document = await self.found(request, document_id)
        found = await asyncio.to_thread(mail_message.attachment, await _whole(document, request), index)
        if found is None:
            raise NotFound
        await note_opened(document, request.user, now=state.clock.now())
        name, media_type, content = found
        headers = {
            "Content-Disposition": content_disposition(ATTACHMENT, name),
            "Content-Security-Policy": f"sandbox; {CLOSED}",
        }
        return Response(content, media_type=media_type, headers=headers)

    async def _send(self, request: PortalRequest, state: State, document_id: UUID, disposition: str) -> Response[Any]:
        document = await self.found(request, document_id)
        file = stored(document.file, document.size, document.media_type, document.sha256)
        if is_opening(request):
            await note_opened(document, request.user, now=state.clock.now())
        return await send(request, file, name=document.file_name, disposition=disposition)


async def opened_mail(document: DocumentView, request: PortalRequest) -> MailMessage:
    """An e-mail as a message."""
    mail = await asyncio.to_thread(mail_message.read_mail, await _whole(document, request))
    await note_opened(document, request.user, now=request.app.state.clock.now())
    return mail


async def _whole(document: DocumentView, request: PortalRequest) -> bytes:
    """An e-mail, whole: it is read as one text, and an upload limit bounds it. Raises `NotFound` for anything else."""
    if not document.is_mail:
        raise NotFound
    file = stored(document.file, document.size, document.media_type, document.sha256)
    return b"".join([chunk async for chunk in contents(request, file)])
