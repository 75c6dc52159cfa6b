"""Opening what was published and what came in, and taking a publication back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from portal.accounts.guards import signed_in_staff
from portal.dossiers.controllers.opening import OpeningController, opened_mail
from portal.dossiers.operations import documents as operations
from portal.dossiers.views import DocumentView
from portal.i18n import gettext as _
from portal.staff.controllers.screens import PUBLICATIONS, SECTION, Question, ask, dossier_address, show_dossier
from portal.staff.queries import documents, dossiers
from portal.web.rendering import PortalRequest, Screen, done, show

MESSAGE = Screen("templates/staff/mail.html", "partials/staff/mail.html", SECTION)
PANEL = "publications"


class DocumentsController(OpeningController):
    """A document as the office uses it."""

    path = "/staff/documents/{document_id:uuid}"
    guards = [signed_in_staff]

    async def found(self, request: PortalRequest, document_id: UUID) -> DocumentView:
        """The document, whatever dossier it is in."""
        return await documents.document(document_id, request.user)

    @get()
    async def message(self, request: PortalRequest, document_id: FromPath[UUID]) -> Response[Any]:
        """An e-mail as a message; anything else as what it is."""
        document = await self.found(request, document_id)
        if not document.is_mail:
            return Redirect(f"/staff/documents/{document_id}/content", status_code=303)
        mail = await opened_mail(document, request)
        dossier = await dossiers.dossier(document.dossier, request.user)
        back = dossier_address(dossier.id, PANEL)
        return await show(request, MESSAGE, document=document, dossier=dossier, mail=mail, back=back)

    @get("/withdrawal")
    async def ask_to_withdraw(self, request: PortalRequest, document_id: FromPath[UUID]) -> Response[Any]:
        """Ask first, and show who has read it: that cannot be taken back."""
        document = await documents.publication(document_id, request.user)
        seen = [_("The document disappears from the case file of the client.")]
        if document.seen_by:
            seen.append(_("It was opened already. Whoever opened it may have kept a copy."))
        else:
            seen.append(_("Nobody has opened it yet."))
        question = Question(
            title=_("Withdraw %(title)s?") % {"title": document.title},
            texts=seen,
            action=f"/staff/documents/{document_id}/withdrawal",
            button=_("Withdraw document"),
            back=dossier_address(document.dossier, PANEL),
            readers=document.readers,
        )
        return await ask(request, question)

    @post("/withdrawal", status_code=200)
    async def withdraw(self, request: PortalRequest, state: State, document_id: FromPath[UUID]) -> Response[Any]:
        """Take it back."""
        document = await documents.publication(document_id, request.user)
        await operations.withdraw(document_id, actor=request.user.id, now=state.clock.now())
        return await done(
            request,
            dossier_address(document.dossier, PANEL),
            lambda: show_dossier(request, state, document.dossier, screen=PUBLICATIONS),
            told=_("The document was withdrawn."),
        )
