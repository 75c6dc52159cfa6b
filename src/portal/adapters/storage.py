"""Where the bytes of files lie: write-once, under a key that says nothing, encrypted before they get here.

All of it blocks; callers do it in threads, a mebibyte or more at a time. What is committed survives a power cut.
"""

import io
import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

_KEY = re.compile(r"[0-9a-f]{32}")


class Writer(Protocol):
    """Bytes on their way in: invisible until `commit`, gone after `discard`."""

    def write(self, data: bytes, /) -> int:
        """Add these bytes, all of them."""

    def commit(self) -> None:
        """Make the bytes durable and visible under their key; when this returns, a power cut loses nothing."""

    def discard(self) -> None:
        """Leave nothing behind; after `commit` this does nothing."""


class Storage(Protocol):
    """A store of bytes by key."""

    def open_writer(self, key: uuid.UUID) -> Writer:
        """A writer for a key that holds nothing yet. Raises `FileExistsError`: what is stored is never replaced."""

    def open_reader(self, key: uuid.UUID) -> BinaryIO:
        """The bytes under a key, from their start. Raises `FileNotFoundError`."""

    def delete(self, key: uuid.UUID) -> None:
        """Forget the bytes under a key, durably; no error when there are none."""

    def keys(self, *, older_than: float = 0) -> Iterator[uuid.UUID]:
        """Every key whose bytes were stored at least `older_than` seconds ago, in no order."""

    def remove_unfinished(self, *, older_than: float) -> int:
        """Remove what a crash left on its way in, not touched for `older_than` seconds; returns how many there were."""


class FolderStorage:
    """A folder of this machine: `ab/abcdef….`, for its owner only (0700 and 0600)."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known_folders: set[Path] = set()

    def open_writer(self, key: uuid.UUID) -> "FolderWriter":
        """A writer into a temporary file in the folder where the bytes will lie."""
        path = self._path(key)
        if path.parent not in self._known_folders:
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(self._root.parent)
            _sync_folder(self._root)
            self._known_folders.add(path.parent)
        return FolderWriter(path)

    def open_reader(self, key: uuid.UUID) -> BinaryIO:
        """The file; unbuffered, as whole segments are read from it."""
        return self._path(key).open("rb", buffering=0)

    def delete(self, key: uuid.UUID) -> None:
        """Unlink the file, and sync its folder so that it does not come back."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync_folder(path.parent)

    def keys(self, *, older_than: float = 0) -> Iterator[uuid.UUID]:
        """Every key whose bytes were stored that long ago; what is on its way in does not count."""
        for path in self._old("??/*", older_than):
            if _KEY.fullmatch(path.name):
                yield uuid.UUID(hex=path.name)

    def remove_unfinished(self, *, older_than: float) -> int:
        """Remove what a crash left on its way in, not touched for `older_than` seconds; returns how many there were."""
        unfinished = list(self._old("??/.*.part", older_than))
        for path in unfinished:
            path.unlink(missing_ok=True)
        return len(unfinished)

    def _old(self, pattern: str, seconds: float) -> Iterator[Path]:
        """The files that were not touched for so many seconds; one that is removed meanwhile does not count."""
        limit = time.time() - seconds
        for path in self._root.glob(pattern):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime <= limit:
                    yield path

    def _path(self, key: uuid.UUID) -> Path:
        return self._root / key.hex[:2] / key.hex


class FolderWriter:
    """Writes a temporary file, and gives it its name only once it is on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._refuse_to_replace()
        self._part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        self._file: io.FileIO | None = io.FileIO(os.open(self._part, flags, 0o600), "wb")

    def write(self, data: bytes, /) -> int:
        """Add these bytes; a full disk raises `OSError`."""
        if self._file is None:
            raise ValueError("This file is closed")
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(data)

    def commit(self) -> None:
        """fsync the file, rename it, fsync its folder: so its name never points to bytes that are not there."""
        if self._file is None:
            raise ValueError("This file is closed")
        os.fsync(self._file.fileno())
        self._refuse_to_replace()
        self._part.rename(self._path)
        self._close()
        try:
            _sync_folder(self._path.parent)
        except OSError:
            self._path.unlink(missing_ok=True)
            raise

    def discard(self) -> None:
        """Close and remove the temporary file."""
        if self._file is not None:
            self._close()
            self._part.unlink(missing_ok=True)

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _refuse_to_replace(self) -> None:
        if self._path.exists():
            raise FileExistsError("There are bytes under this key already")


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class MemoryStorage:
    """A store that is gone with the process, for tests."""

    def __init__(self) -> None:
        self.blobs: dict[uuid.UUID, bytes] = {}

    def open_writer(self, key: uuid.UUID) -> "MemoryWriter":
        """A writer into memory."""
        if key in self.blobs:
            raise FileExistsError("There are bytes under this key already")
        return MemoryWriter(self.blobs, key)

    def open_reader(self, key: uuid.UUID) -> BinaryIO:
        """The bytes under a key."""
        if key not in self.blobs:
            raise FileNotFoundError(str(key))
        return io.BytesIO(self.blobs[key])

    def delete(self, key: uuid.UUID) -> None:
        """Forget the bytes under a key."""
        self.blobs.pop(key, None)

    def keys(self, *, older_than: float = 0) -> Iterator[uuid.UUID]:
        """Every key; only with `older_than` 0, as nothing here grows old."""
        return iter([] if older_than else list(self.blobs))

    def remove_unfinished(self, *, older_than: float) -> int:
        """Nothing in memory outlives a crash."""
        return 0


class MemoryWriter:
    """Collects bytes until they are committed."""

    def __init__(self, blobs: dict[uuid.UUID, bytes], key: uuid.UUID) -> None:
        self._blobs, self._key, self._data = blobs, key, bytearray()

    def write(self, data: bytes, /) -> int:
        """Add these bytes."""
        self._data += data
        return len(data)

    def commit(self) -> None:
        """Show the bytes under their key."""
        self._blobs[self._key] = bytes(self._data)

    def discard(self) -> None:
        """Forget what was not committed."""
        self._data.clear()
