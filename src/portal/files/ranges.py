"""Which bytes a client asks for (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"bytes=\s*(?:(\d{1,19})-(\d{0,19})|-(\d{1,19}))\s*", re.IGNORECASE | re.ASCII)


class RangeNotSatisfiable(Exception):
    """The range begins after the last byte; the answer is 416 with `content_range`."""

    def __init__(self, size: int) -> None:
        super().__init__(f"The file has {size} bytes")
        self.content_range = f"bytes */{size}"


@dataclass(frozen=True)
class ByteRange:
    """The bytes from `start` up to and not including `end`, of a file of `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes: the `Content-Length`."""
        return self.end - self.start

    @property
    def content_range(self) -> str:
        """The `Content-Range` of a 206."""
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """The range that a `Range` header asks of a file of `size` bytes; None means: send the whole file.

    As the RFC allows, a header that is absent, malformed, of another unit, or asks for several ranges, is ignored.
    Raises `RangeNotSatisfiable`.
    """
    match = _SINGLE.fullmatch(header or "")
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size:
        raise RangeNotSatisfiable(size)
    return ByteRange(start, end, size)
