"""Encrypting and decrypting the stream of a file with Tink, around the ways in which its streams surprise."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Protocol

import tink  # type: ignore[import-untyped]


class CannotDecrypt(Exception):
    """A ciphertext was changed, cut off, moved to another place, or made with a key that is not here."""


class Sink(Protocol):
    """Where a ciphertext goes."""

    def write(self, data: bytes, /) -> int:
        """Take all of these bytes, and return how many that were."""


class Sealing:
    """Encrypts a file as it comes, in segments of 1 MiB; not safe for two threads at once.

    Tink makes a valid ciphertext of whatever was written when its stream is closed, also by the garbage collector.
    So what comes after `abandon`, or after an error, goes nowhere.
    """

    def __init__(self, primitive: Any, sink: Sink, associated_data: bytes) -> None:
        self._gate = _Gate(sink)
        self._stream = primitive.new_encrypting_stream(self._gate, associated_data)

    def write(self, data: bytes) -> None:
        """Encrypt these bytes. Raises what the sink raised."""
        with self._abandoned_on_error():
            self._stream.write(data)

    def finish(self) -> None:
        """Write the last segment: from now on the ciphertext is whole. The sink stays open, for its own fsync."""
        with self._abandoned_on_error():
            self._stream.close()

    def abandon(self) -> None:
        """Let go: nothing more reaches the sink."""
        self._gate.is_open = False

    @contextmanager
    def _abandoned_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:  # noqa: BLE001 (raised again)
            self.abandon()
            raise self._gate.error or error from None


class _Gate(io.RawIOBase):
    """Stands between Tink and the sink: can be shut, does not pass a close on, and remembers the sink's own error."""

    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self._sink = sink
        self.is_open = True
        self.error: BaseException | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        if not self.is_open:
            return len(data)
        try:
            return self._sink.write(data)
        except BaseException as error:
            self.error = error
            raise


class Unsealing:
    """Decrypts a file as it is read. Each byte that comes out is authentic; that the file is whole shows at its end."""

    def __init__(self, primitive: Any, source: BinaryIO, associated_data: bytes) -> None:
        self._source = source
        with refusing():
            self._stream = primitive.new_decrypting_stream(source, associated_data)

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`, nothing at the end. Raises `CannotDecrypt`."""
        with refusing():
            data: bytes = self._stream.read(size)
            return data

    def close(self) -> None:
        """Close the source."""
        self._stream.close()
        self._source.close()


@contextmanager
def refusing() -> Iterator[None]:
    """Say `CannotDecrypt` for whatever Tink says; its own errors tell more than a reader should know."""
    try:
        yield
    except tink.TinkError:
        raise CannotDecrypt("The bytes are damaged, moved, or made with another key") from None
