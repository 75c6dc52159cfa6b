"""Request bodies that are read as they arrive: patiently, to their end, or as the parts of a form; never kept whole."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.exceptions import ClientException, HTTPException, InternalServerException
from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from portal.web.security import CSRF_FIELD, StaleForm
from portal.web.tokens import is_same

IDLE_SECONDS = 30
LONGEST_FIELD = 1_000


class BodyInterrupted(HTTPException):
    """The sender went away, or was silent for too long."""

    status_code = 408


async def body_of(request: Request[Any, Any, Any], *, idle: float = IDLE_SECONDS) -> AsyncGenerator[bytes, None]:
    """The body in chunks as they arrive; raises `BodyInterrupted` after `idle` seconds of silence."""
    chunks = request.stream()
    while True:
        try:
            async with asyncio.timeout(idle):
                chunk = await anext(chunks, b"")
        except (TimeoutError, InternalServerException) as error:  # the framework's word for a sender that went away
            raise BodyInterrupted from error
        if not chunk:
            return
        yield chunk


async def drain(chunks: AsyncIterator[bytes]) -> None:
    """Read what is left and forget it: a browser that is still sending does not see the answer."""
    try:
        async for _chunk in chunks:
            pass
    except HTTPException:
        return  # it is gone, or sends more than any request may: the answer is all that is left


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart form. `file_name` is what the browser calls the file; empty when none was chosen."""

    name: str
    file_name: str
    is_file: bool
    chunks: AsyncIterator[bytes]

    async def text(self, *, longest: int = LONGEST_FIELD) -> str:
        """The value of a field; raises `ClientException` when it is longer than a field of ours can be (bytes)."""
        value = b""
        async for chunk in self.chunks:
            value += chunk
            if len(value) > longest:
                raise ClientException
        return value.decode(errors="replace")


async def parts_of(
    request: Request[Any, Any, Any], *, max_parts: int, idle: float = IDLE_SECONDS
) -> AsyncGenerator[Part, None]:
    """The parts of a multipart form (RFC 7578), each to be read before the next; what is left of one is skipped.

    Raises `ClientException` for a body that is no such form.
    """
    events = _events(request, max_parts=max_parts, idle=idle)
    async for event in events:
        if isinstance(event, MultipartSegment):
            part = Part(event.name or "", event.filename or "", event.filename is not None, _until_end(events))
            yield part
            await drain(part.chunks)


async def form_of(
    request: Request[Any, Any, Any], *, max_parts: int, idle: float = IDLE_SECONDS
) -> AsyncGenerator[Part, None]:
    """The fields and files of a multipart form of ours, of which the first field must be the CSRF token.

    Raises `StaleForm` before a byte of anything else is read, and with the rest where the token is only an old one.
    """
    parts = parts_of(request, max_parts=max_parts, idle=idle)
    first = await anext(parts, None)
    expected = request.auth.csrf_token(request.app.state.settings.secret_key)
    if first is None or first.name != CSRF_FIELD or first.is_file:
        raise StaleForm
    if not is_same(await first.text(), expected):
        raise StaleForm(parts)
    async for part in parts:
        yield part


async def files_of(
    request: Request[Any, Any, Any], *, max_files: int, idle: float = IDLE_SECONDS
) -> AsyncGenerator[Part, None]:
    """The files of a multipart form of ours that has nothing else but its CSRF token; raises as `form_of` does."""
    async for part in form_of(request, max_parts=max_files + 1, idle=idle):
        if part.is_file:
            yield part


async def _events(
    request: Request[Any, Any, Any], *, max_parts: int, idle: float
) -> AsyncIterator[MultipartSegment | bytes | None]:
    _type, options = parse_options_header(request.headers.get("content-type", ""))
    try:
        with PushMultipartParser(options.get("boundary", ""), max_segment_count=max_parts) as parser:
            async for chunk in body_of(request, idle=idle):
                for event in parser.parse(chunk):
                    yield event
    except MultipartError as error:
        raise ClientException from error


async def _until_end(events: AsyncIterator[MultipartSegment | bytes | None]) -> AsyncIterator[bytes]:
    async for event in events:
        if not isinstance(event, bytes):
            return
        yield event
