"""Files on their way in: one raw body each from the uploader, or several in a form without JavaScript."""

from contextlib import aclosing
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Controller, Response, Router, get, post, put
from litestar.datastructures import State
from litestar.exceptions import ClientException
from litestar.params import FromPath

from portal.accounts.guards import signed_in_client
from portal.files.limits import limits_of
from portal.i18n import gettext as _
from portal.settings import Settings
from portal.uploads.controllers.screens import FILES, show_request
from portal.uploads.operations.delivering import deliver
from portal.web.bodies import files_of
from portal.web.deliveries import Deliver, receive_form, receive_raw
from portal.web.rendering import PortalRequest, done
from portal.web.security import is_multipart

PATH = "/upload-requests/{request_id:uuid}/files"
MARGIN = 1_000_000


class RawUploadController(Controller):
    """One file as the raw body of a request: what the uploader sends."""

    path = PATH
    guards = (signed_in_client,)

    @put("/{file_id:uuid}", status_code=200)
    async def put(
        self, request: PortalRequest, state: State, request_id: FromPath[UUID], file_id: FromPath[UUID]
    ) -> Response[Any]:
        """Receive a file; once answered, it is durable. The same again is answered the same."""
        return await receive_raw(request, file_id, _keeping(request, state, request_id), limits_of(state.settings))


class FilesController(Controller):
    """The files of a request: their list, and adding several in a form, as a browser without JavaScript does."""

    path = PATH
    guards = (signed_in_client,)

    @get()
    async def files(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """The list, which the uploader fetches anew after each file."""
        return await show_request(request, state, request_id, screen=FILES)

    @post(status_code=200, opt={"csrf_in_body": True})
    async def post(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """Receive the files; those that are refused are named, the others stay."""
        if not is_multipart(request):
            raise ClientException
        limits = limits_of(state.settings)
        async with aclosing(files_of(request, max_files=limits.max_files)) as parts:
            count, errors = await receive_form(parts, _keeping(request, state, request_id), limits)
        if not count:
            errors.append(_("Choose a file first, and then add it."))
        if errors:
            return await show_request(request, state, request_id, errors=errors, problem=_("Not everything was added"))
        return await done(request, f"/upload-requests/{request_id}", lambda: show_request(request, state, request_id))


def _keeping(request: PortalRequest, state: State, request_id: UUID) -> Deliver:
    """What adds a delivery to this request."""
    return partial(
        deliver,
        request_id,
        storage=state.storage,
        keys=state.key_ring,
        viewer=request.user,
        limits=limits_of(state.settings),
        now=state.clock.now(),
    )


def upload_routers(settings: Settings) -> list[Router]:
    """The routes that take files, each with room for as many bytes as the settings allow."""
    one = settings.upload_max_bytes + MARGIN
    return [
        Router(path="/", route_handlers=[RawUploadController], request_max_body_size=one),
        Router(path="/", route_handlers=[FilesController], request_max_body_size=one * settings.upload_max_files),
    ]
