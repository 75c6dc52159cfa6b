"""Sending stored bytes: whole or in part (RFC 9110), decrypted on the way, shown or saved under a readable name."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from litestar import HttpMethod, Response
from litestar.response import Stream

from portal.audit.operations import record
from portal.errors import NotFound
from portal.files.names import content_disposition
from portal.files.ranges import RangeNotSatisfiable, parse_range
from portal.files.reading import FileDamaged, read
from portal.web.rendering import PortalRequest

# Only what a browser draws without running anything of it may be shown in our origin.
SHOWN = {"application/pdf", "image/jpeg", "image/png"}
CLOSED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
INLINE, ATTACHMENT = "inline", "attachment"
READING = [HttpMethod.GET, HttpMethod.HEAD]


class Stored(Protocol):
    """What is sent: a stored file, by its row."""

    @property
    def id(self) -> UUID:
        """The key of its bytes."""

    @property
    def size(self) -> int:
        """How many bytes it has."""

    @property
    def media_type(self) -> str:
        """As it was recognised by its content."""

    @property
    def sha256(self) -> str:
        """Of its bytes."""


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """A stored file as a query found it."""

    id: UUID
    size: int
    media_type: str
    sha256: str


def is_opening(request: PortalRequest) -> bool:
    """Whether this is a person opening a file: not HEAD, not the rest of a download, not a browser looking ahead."""
    if request.method == "HEAD" or "prefetch" in request.headers.get("sec-purpose", ""):
        return False
    return request.headers.get("range", "bytes=0-").replace(" ", "").startswith("bytes=0-")


async def send(request: PortalRequest, file: Stored, *, name: str, disposition: str = ATTACHMENT) -> Response[Any]:
    """The bytes that were asked for; what a browser cannot show safely is always saved instead."""
    is_shown = disposition == INLINE and file.media_type in SHOWN
    headers = {
        "Content-Disposition": content_disposition(INLINE if is_shown else ATTACHMENT, name),
        "Content-Security-Policy": CLOSED if is_shown else f"sandbox; {CLOSED}",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
        "ETag": f'"{file.sha256}"',
    }
    try:
        part = parse_range(_range_header(request, headers["ETag"]), file.size)
    except RangeNotSatisfiable as refused:
        return Response(b"", status_code=416, media_type="text/plain", headers={"Content-Range": refused.content_range})
    start, end, status = (part.start, part.end, 206) if part else (0, file.size, 200)
    headers["Content-Length"] = str(end - start)
    if part:
        headers["Content-Range"] = part.content_range
    if request.method == "HEAD":
        return Response(b"", status_code=status, media_type=file.media_type, headers=headers)
    chunks = await _begun(contents(request, file, start=start, end=end))
    return Stream(chunks, status_code=status, media_type=file.media_type, headers=headers)


async def contents(
    request: PortalRequest, file: Stored, *, start: int = 0, end: int | None = None
) -> AsyncIterator[bytes]:
    """The bytes of a file that the viewer may have; raises `FileDamaged`, after an audit entry that says so.

    Where a part went out already, the error aborts the connection, so that nobody takes that part for the file.
    """
    state = request.app.state
    try:
        async for chunk in read(file, storage=state.storage, keys=state.key_ring, start=start, end=end):
            yield chunk
    except FileDamaged:
        await record("file_damaged", at=state.clock.now(), actor=request.user.id, subject=file.id)
        raise


def stored(file: UUID | None, size: int, media_type: str, sha256: str) -> StoredBytes:
    """The file of a row that may have none yet; raises `NotFound` then."""
    if file is None:
        raise NotFound
    return StoredBytes(file, size, media_type, sha256)


def _range_header(request: PortalRequest, etag: str) -> str | None:
    """The range that holds for these bytes (`If-Range`)."""
    wanted = request.headers.get("if-range")
    return request.headers.get("range") if wanted in {None, etag} else None


async def _begun(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Read the first step before a status is sent, so that a damaged file is an error and no empty success."""
    first = await anext(chunks, b"")

    async def all_of_it() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return all_of_it()
