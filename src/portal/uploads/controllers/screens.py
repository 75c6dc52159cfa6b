"""The screens of an upload request, whatever its state."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.datastructures import State

from portal import i18n
from portal.files.limits import limits_of
from portal.uploads import queries
from portal.web.acting import follow
from portal.web.rendering import PortalRequest, Screen, phone_href, show

PAGE = "templates/uploads/request.html"
REQUEST = Screen(PAGE, "partials/uploads/request.html", "actions")
FILES = Screen(PAGE, "partials/uploads/files.html", "actions")


async def show_request(
    request: PortalRequest,
    state: State,
    request_id: UUID,
    *,
    screen: Screen = REQUEST,
    errors: Sequence[str] = (),
    problem: str = "",
) -> Response[Any]:
    """A request of the viewer: to be done, its receipt, or that it was withdrawn.

    With `errors` (sentences, under the heading `problem`) it is the answer to a refused form: 422.
    """
    upload = await queries.request(request_id, request.user)
    await follow(request, upload.organisation)
    files = await queries.files(upload)
    return await show(
        request,
        screen,
        status=422 if errors else 200,
        upload=upload,
        message=queries.message(upload, state.key_ring),
        files=files,
        total=sum(file.size for file in files),
        is_overdue=upload.is_overdue(i18n.today(state.clock.now())),
        limits=limits_of(state.settings),
        errors=errors,
        problem=problem,
        handler_phone_href=phone_href(upload.handler_phone),
    )
