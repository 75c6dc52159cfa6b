"""Files on their way in: one raw body each from the uploader, or several in a form without JavaScript."""

from contextlib import aclosing
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

from litestar import Controller, Response, Router, get, post, put
from litestar.datastructures import State
from litestar.exceptions import ClientException
from litestar.params import FromPath

from portal.accounts.guards import signed_in_client
from portal.files.names import safe_name
from portal.i18n import gettext as _
from portal.settings import Settings
from portal.uploads.controllers.refusals import REFUSALS, explain, status_of
from portal.uploads.controllers.screens import FILES, show_request
from portal.uploads.limits import limits_of
from portal.uploads.operations.delivering import Delivery, deliver
from portal.web.bodies import body_of, drain, files_of
from portal.web.rendering import PortalRequest, done
from portal.web.security import is_multipart

PATH = "/upload-requests/{request_id:uuid}/files"
FILE_NAME = "x-file-name"
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
        name = safe_name(unquote(request.headers.get(FILE_NAME, "")))
        body = body_of(request)
        refusal = await _receive(request, state, request_id, Delivery(file_id, name, body, request.content_length))
        await drain(body)
        if refusal is None:
            return Response("", media_type="text/plain")
        text = explain(refusal, name, limits_of(state.settings))
        return Response(text, status_code=status_of(refusal), media_type="text/plain")


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
        errors, has_files = [], False
        async with aclosing(files_of(request, max_files=limits.max_files)) as parts:
            async for part in parts:
                if not part.file_name:
                    continue
                has_files, name = True, safe_name(part.file_name)
                refusal = await _receive(request, state, request_id, Delivery(uuid4(), name, part.chunks, None))
                if refusal is not None:
                    errors.append(explain(refusal, name, limits))
        if not has_files:
            errors.append(_("Choose a file first, and then add it."))
        if errors:
            return await show_request(request, state, request_id, errors=errors, problem=_("Not everything was added"))
        return await done(request, f"/upload-requests/{request_id}", lambda: show_request(request, state, request_id))


async def _receive(request: PortalRequest, state: State, request_id: UUID, delivery: Delivery) -> Exception | None:
    """Take a delivery in, or answer why it was refused."""
    try:
        await deliver(
            request_id,
            delivery,
            storage=state.storage,
            keys=state.key_ring,
            viewer=request.user,
            limits=limits_of(state.settings),
            now=state.clock.now(),
        )
    except REFUSALS as refusal:
        return refusal
    return None


def upload_routers(settings: Settings) -> list[Router]:
    """The routes that take files, each with room for as many bytes as the settings allow."""
    one = settings.upload_max_bytes + MARGIN
    return [
        Router(path="/", route_handlers=[RawUploadController], request_max_body_size=one),
        Router(path="/", route_handlers=[FilesController], request_max_body_size=one * settings.upload_max_files),
    ]
