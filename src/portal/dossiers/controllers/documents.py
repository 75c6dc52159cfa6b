"""The documents of a client, and reading e-mails as messages."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from portal.accounts.guards import signed_in_client
from portal.dossiers import queries
from portal.dossiers.controllers.opening import OpeningController, opened_mail
from portal.dossiers.tables import Category
from portal.dossiers.views import DocumentView
from portal.web.acting import follow
from portal.web.rendering import PortalRequest, Screen, phone_href, show

MESSAGE = Screen("templates/dossiers/mail.html", "partials/dossiers/mail.html", "dossiers")
TABS = {Category.PUBLISHED: "documents", Category.CORRESPONDENCE: "correspondence", Category.SUPPLIED: "supplied"}


class DocumentsController(OpeningController):
    """The documents that a client may see."""

    path = "/documents/{document_id:uuid}"
    guards = [signed_in_client]

    async def found(self, request: PortalRequest, document_id: UUID) -> DocumentView:
        """The document, if it is in a dossier of this person and theirs to read."""
        return await queries.document(document_id, request.user)

    @get()
    async def message(self, request: PortalRequest, document_id: FromPath[UUID]) -> Response[Any]:
        """An e-mail as a message; anything else as what it is."""
        document = await self.found(request, document_id)
        if not document.is_mail:
            return Redirect(f"/documents/{document.id}/content", status_code=303)
        await follow(request, document.organisation)
        dossier = await queries.dossier(document.dossier, request.user)
        mail = await opened_mail(document, request)
        return await show(
            request,
            MESSAGE,
            document=document,
            dossier=dossier,
            mail=mail,
            back=f"/dossiers/{dossier.id}/{TABS[document.category]}",
            handler_phone_href=phone_href(dossier.handler_phone),
        )
