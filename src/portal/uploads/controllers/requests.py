"""An upload request: looking at it, removing a file, and Bevestigen."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts.guards import signed_in_client
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.outbox.operations import note_seen
from portal.uploads import operations, queries
from portal.uploads.controllers.screens import FILES, show_request
from portal.uploads.operations import NothingToConfirm, RequestClosed
from portal.web.rendering import PortalRequest, done


class UploadRequestController(Controller):
    """What a client sees and does of a request, apart from sending files."""

    guards = (signed_in_client,)

    @get("/upload-requests/{request_id:uuid}")
    async def page(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """What is asked and what was added so far, or the receipt."""
        page = await show_request(request, state, request_id)
        await note_seen(request.user.id, item=request_id, now=state.clock.now())
        return page

    @post("/upload-requests/{request_id:uuid}/confirmation", status_code=200)
    async def confirm(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """Send the files; who does so twice sees the receipt again."""
        try:
            await operations.confirm(request_id, request.user, now=state.clock.now())
        except NothingToConfirm:
            told = _("You have not added any files yet. Add a file first, and then confirm.")
            return await show_request(request, state, request_id, errors=[told], problem=_("Nothing was sent"))
        except RequestClosed:
            pass  # the page tells how it stands: the receipt, or that it was withdrawn
        return await done(request, f"/upload-requests/{request_id}", lambda: show_request(request, state, request_id))

    @post("/uploaded-files/{file_id:uuid}/removal", status_code=200)
    async def remove(self, request: PortalRequest, state: State, file_id: FromPath[UUID]) -> Response[Any]:
        """Remove a file that was not sent yet; who does so twice, or in two tabs, sees the list without it again."""
        try:
            request_id = await operations.remove_file(file_id, request.user, now=state.clock.now())
        except NotFound:
            request_id = await _named_request(request)
        return await done(
            request,
            f"/upload-requests/{request_id}",
            lambda: show_request(request, state, request_id, screen=FILES),
            told=_("The file was removed."),
        )


async def _named_request(request: PortalRequest) -> UUID:
    """The request whose list the form stands in; raises `NotFound` when it names none of the viewer."""
    try:
        named = UUID(str((await request.form()).get("request")))
    except ValueError:
        raise NotFound from None
    return (await queries.request(named, request.user)).id
