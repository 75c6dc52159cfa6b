"""Opening and downloading documents, and reading e-mails as messages."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, route
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from portal.accounts.guards import signed_in_client
from portal.dossiers import mail_message, queries
from portal.dossiers.mail_message import MailMessage
from portal.dossiers.operations.documents import note_opened
from portal.dossiers.tables import Category
from portal.dossiers.views import DocumentView
from portal.errors import NotFound
from portal.files.content_types import detect
from portal.files.names import content_disposition
from portal.web.acting import follow
from portal.web.downloads import ATTACHMENT, CLOSED, INLINE, READING, contents, is_opening, send, stored
from portal.web.rendering import PortalRequest, Screen, phone_href, show

MESSAGE = Screen("templates/dossiers/mail.html", "partials/dossiers/mail.html", "dossiers")
TABS = {Category.PUBLISHED: "documents", Category.CORRESPONDENCE: "correspondence", Category.SUPPLIED: "supplied"}


class DocumentsController(Controller):
    """The documents that a client may see."""

    path = "/documents/{document_id:uuid}"
    guards = [signed_in_client]

    @get()
    async def message(self, request: PortalRequest, state: State, document_id: FromPath[UUID]) -> Response[Any]:
        """An e-mail as a message; anything else as what it is."""
        document = await queries.document(document_id, request.user)
        if not document.is_mail:
            return Redirect(f"/documents/{document.id}/content", status_code=303)
        await follow(request, document.organisation)
        dossier = await queries.dossier(document.dossier, request.user)
        mail = await mail_of(document, request)
        await note_opened(document, request.user, now=state.clock.now())
        return await show(
            request,
            MESSAGE,
            document=document,
            dossier=dossier,
            mail=mail,
            back=f"/dossiers/{dossier.id}/{TABS[document.category]}",
            handler_phone_href=phone_href(dossier.handler_phone),
        )

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
        document = await queries.document(document_id, request.user)
        response = await attachment_of(document, request, index)
        await note_opened(document, request.user, now=state.clock.now())
        return response

    async def _send(self, request: PortalRequest, state: State, document_id: UUID, disposition: str) -> Response[Any]:
        document = await queries.document(document_id, request.user)
        file = stored(document.file, document.size, document.media_type, document.sha256)
        if is_opening(request):
            await note_opened(document, request.user, now=state.clock.now())
        return await send(request, file, name=document.file_name, disposition=disposition)


async def mail_of(document: DocumentView, request: PortalRequest) -> MailMessage:
    """An e-mail as a message."""
    return await asyncio.to_thread(mail_message.read_mail, await whole(document, request))


async def attachment_of(document: DocumentView, request: PortalRequest, index: int) -> Response[Any]:
    """One attachment of an e-mail, to keep; raises `NotFound`."""
    if not document.is_mail:
        raise NotFound
    found = await asyncio.to_thread(mail_message.attachment, await whole(document, request), index)
    if found is None:
        raise NotFound
    name, _declared, content = found
    kind = detect(content[:65536], content[-65536:], len(content))
    headers = {
        "Content-Disposition": content_disposition(ATTACHMENT, name),
        "Content-Security-Policy": f"sandbox; {CLOSED}",
    }
    return Response(content, media_type=kind.media_type if kind else "application/octet-stream", headers=headers)


async def whole(document: DocumentView, request: PortalRequest) -> bytes:
    """An e-mail, whole: it is read as one text, and an upload limit bounds it."""
    file = stored(document.file, document.size, document.media_type, document.sha256)
    return b"".join([chunk async for chunk in contents(request, file)])
