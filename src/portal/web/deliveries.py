"""Files that people hand over: one as a raw body from the uploader, or several in a form without JavaScript."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

from litestar import Response

from portal.files.delivering import Delivery
from portal.files.limits import Limits
from portal.files.names import safe_name
from portal.web.bodies import Part, body_of, drain
from portal.web.refusals import REFUSALS, explain, status_of
from portal.web.rendering import PortalRequest

FILE_NAME = "x-file-name"

Deliver = Callable[[Delivery], Awaitable[None]]
"""What keeps a delivery; it raises one of `REFUSALS` when it does not."""


async def receive_raw(request: PortalRequest, file_id: UUID, deliver: Deliver, limits: Limits) -> Response[Any]:
    """Keep the raw body of a request as a file, and answer the uploader: nothing, or as text why it was refused."""
    name = safe_name(unquote(request.headers.get(FILE_NAME, "")))
    body = body_of(request)
    refusal = await _refusal_of(deliver, Delivery(file_id, name, body, request.content_length))
    await drain(body)
    if refusal is None:
        return Response("", media_type="text/plain")
    return Response(explain(refusal, name, limits), status_code=status_of(refusal), media_type="text/plain")


async def receive_part(part: Part, deliver: Deliver, limits: Limits) -> str:
    """Keep a file of a form; answers why it was refused, or nothing."""
    name = safe_name(part.file_name)
    refusal = await _refusal_of(deliver, Delivery(uuid4(), name, part.chunks, None))
    return "" if refusal is None else explain(refusal, name, limits)


async def receive_form(parts: AsyncIterator[Part], deliver: Deliver, limits: Limits) -> tuple[int, list[str]]:
    """Keep the files of a form; how many there were, and why some of them were refused."""
    count, errors = 0, []
    async for part in parts:
        if part.file_name:
            count += 1
            error = await receive_part(part, deliver, limits)
            errors += [error] if error else []
    return count, errors


async def _refusal_of(deliver: Deliver, delivery: Delivery) -> Exception | None:
    try:
        await deliver(delivery)
    except REFUSALS as refusal:
        return refusal
    return None
