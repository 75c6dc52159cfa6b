"""Giving out the bytes of a stored file, decrypted on the way; never in the clear on a disk."""

import uuid
from collections.abc import AsyncIterator
from typing import Protocol

from portal.adapters.encryption import CannotDecrypt, KeyRing
from portal.adapters.sealing import Unsealing
from portal.adapters.storage import Storage
from portal.finishing import in_thread

STEP = 1024 * 1024


class FileDamaged(Exception):
    """The stored bytes are missing, changed, cut off or another file's: abort the connection, and audit it."""


class Stored(Protocol):
    """The row of a stored file: a `StoredFile`."""

    @property
    def id(self) -> uuid.UUID:
        """The key of its bytes."""

    @property
    def size(self) -> int:
        """How many bytes it has."""


async def read(
    file: Stored, *, storage: Storage, keys: KeyRing, start: int = 0, end: int | None = None
) -> AsyncIterator[bytes]:
    """The bytes from `start` up to and not including `end`, in steps of at most a mebibyte.

    Each byte given out is authentic. Raises `FileDamaged`, at the first step when the beginning is damaged and perhaps
    only at the last one when the file was cut off: ask for the first step before sending a status.
    """
    left = min(file.size if end is None else end, file.size) - start
    source = _Source(file, storage, keys)
    try:
        await in_thread(source.skip, start)
        while left > 0:
            data = await in_thread(source.next, min(left, STEP))
            left -= len(data)
            yield data
        if end is None or end >= file.size:
            await in_thread(source.expect_end)
    finally:
        await in_thread(source.close)


class _Source:
    """The plaintext of one file; everything here blocks, and runs in one thread at a time."""

    def __init__(self, file: Stored, storage: Storage, keys: KeyRing) -> None:
        self._file, self._storage, self._keys = file, storage, keys
        self._stream: Unsealing | None = None

    def next(self, size: int) -> bytes:
        """The next bytes, at least one of them."""
        if not (data := self._read(size)):
            raise FileDamaged(f"{self._file.id} ends too early")
        return data

    def skip(self, count: int) -> None:
        """Tink cannot seek: decrypt and drop, which takes 15 ms for 25 MB."""
        while count > 0:
            count -= len(self.next(min(count, STEP)))

    def expect_end(self) -> None:
        """The last segment says that it is the last; only then is the file known to be whole."""
        if self._read(1):
            raise FileDamaged(f"{self._file.id} has more bytes than its row says")

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._stream is not None:
            self._stream.close()

    def _read(self, size: int) -> bytes:
        try:
            if self._stream is None:
                self._stream = self._keys.unseal(self._storage.open_reader(self._file.id), file_id=self._file.id)
            return self._stream.read(size)
        except (CannotDecrypt, OSError) as error:
            raise FileDamaged(f"{self._file.id} cannot be read") from error
