"""Taking in a file from a stream: checked, hashed, encrypted and durable before anybody is told that it is there."""

import hashlib
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import aclosing
from dataclasses import dataclass

from portal.adapters.crash import crash_point
from portal.adapters.encryption import KeyRing
from portal.adapters.scanner import NoScanner, Scanner, Verdict
from portal.adapters.sealing import Sealing
from portal.adapters.storage import Storage, Writer
from portal.errors import PortalError
from portal.files.content_types import ACCEPTED, HEAD, TAIL, ContentType, detect, needs_tail
from portal.finishing import in_thread

STEP = 1024 * 1024


class FileRefused(PortalError):
    """A file was not taken in, and nothing of it is left."""


class FileTooLarge(FileRefused):
    """The file is larger than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class FileEmpty(FileRefused):
    """The file has no bytes."""


class FileIncomplete(FileRefused):
    """Fewer or more bytes came than were announced."""


class FileTypeNotAllowed(FileRefused):
    """The content is of none of the `allowed` types."""

    def __init__(self, allowed: Collection[ContentType]) -> None:
        super().__init__([kind.extension for kind in allowed])
        self.allowed = tuple(allowed)


class FileInfected(FileRefused):
    """The scanner found malware."""


@dataclass(frozen=True)
class ReceivedFile:
    """What is now durably in the store: `size` in bytes and `sha256` (hexadecimal) are of the bytes as delivered."""

    id: uuid.UUID
    size: int
    sha256: str
    content_type: ContentType
    verdict: Verdict


async def receive(
    stream: AsyncIterator[bytes],
    *,
    storage: Storage,
    keys: KeyRing,
    file_id: uuid.UUID,
    declared_size: int | None,
    max_bytes: int,
    allowed: Collection[ContentType] = ACCEPTED,
    scanner: Scanner | None = None,
) -> ReceivedFile:
    """Take in a file; when this returns, its bytes survive a power cut. `file_id` must be new for each attempt.

    Raises a `FileRefused`, as early as the stream shows the reason; then, and when the client goes away, nothing is
    left behind. Memory stays the same, whatever the size.
    """
    if declared_size is not None and declared_size > max_bytes:
        raise FileTooLarge(max_bytes)
    intake = _Intake(allowed)
    scan = (scanner or NoScanner()).begin()
    try:
        await in_thread(intake.open, storage, keys, file_id)
        async with aclosing(_steps(stream, declared_size, max_bytes)) as steps:
            async for step in steps:
                await in_thread(intake.take, step)
                await scan.feed(step)
        kind = intake.decide(declared_size)
        if (verdict := await scan.verdict()) is Verdict.INFECTED:
            raise FileInfected
        crash_point("upload-received")
        await in_thread(intake.keep)
        crash_point("upload-durable")
    finally:
        await in_thread(intake.let_go)
    return ReceivedFile(file_id, intake.size, intake.hash.hexdigest(), kind, verdict)


async def _steps(
    stream: AsyncIterator[bytes], declared_size: int | None, max_bytes: int
) -> AsyncGenerator[bytes, None]:
    """The stream in steps of a mebibyte or a little more, cut off as soon as it is longer than it may be."""
    waiting, size = bytearray(), 0
    async for chunk in stream:
        size += len(chunk)
        if size > max_bytes:
            raise FileTooLarge(max_bytes)
        if declared_size is not None and size > declared_size:
            raise FileIncomplete
        waiting += chunk
        if len(waiting) >= STEP:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


class _Intake:
    """One file on its way in; everything here blocks, and runs in one thread at a time."""

    _writer: Writer | None = None
    _sealing: Sealing

    def __init__(self, allowed: Collection[ContentType]) -> None:
        self._allowed = allowed
        self._head, self._tail = b"", b""
        self.size = 0
        self.hash = hashlib.sha256()

    def open(self, storage: Storage, keys: KeyRing, file_id: uuid.UUID) -> None:
        """Begin; from now on there is something that must be kept or let go."""
        self._writer = storage.open_writer(file_id)
        self._sealing = keys.seal(self._writer, file_id=file_id)

    def take(self, step: bytes) -> None:
        """Hash and encrypt the next bytes; refuse at the first ones what cannot become an allowed type."""
        if len(self._head) < HEAD:
            self._head = (self._head + step)[:HEAD]
            if len(self._head) == HEAD and not needs_tail(self._head):
                self._allow(detect(self._head))
        self._tail = step[-TAIL:] if len(step) >= TAIL else (self._tail + step)[-TAIL:]
        self.size += len(step)
        self.hash.update(step)
        self._sealing.write(step)

    def decide(self, declared_size: int | None) -> ContentType:
        """The type, now that all bytes are there."""
        if declared_size is not None and self.size != declared_size:
            raise FileIncomplete
        if self.size == 0:
            raise FileEmpty
        return self._allow(detect(self._head, self._tail, self.size))

    def _allow(self, kind: ContentType | None) -> ContentType:
        if kind not in self._allowed or kind is None:
            raise FileTypeNotAllowed(self._allowed)
        return kind

    def keep(self) -> None:
        """Make it a whole ciphertext, and durable."""
        self._sealing.finish()
        if self._writer is not None:
            self._writer.commit()

    def let_go(self) -> None:
        """Leave nothing behind, unless it was kept."""
        if self._writer is not None:
            self._sealing.abandon()
            self._writer.discard()
