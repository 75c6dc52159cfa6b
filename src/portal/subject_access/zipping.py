"""A zip archive that is made as it goes out: nothing of it is kept, in memory or on a disk."""

import datetime
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, cast

from portal import i18n
from portal.finishing import in_thread

BIG = 2**31  # from here on a member says its size in 64 bits


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: where it stands, when it is from, how big it is at most, and its bytes."""

    path: str
    modified_at: datetime.datetime
    size: int
    chunks: AsyncIterator[bytes]


class _Out:
    """A file that cannot seek nor tell: what is written is taken out again, chunk by chunk."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


async def zipped(members: AsyncIterator[Member]) -> AsyncIterator[bytes]:
    """The bytes of an archive with these files, each taken as it comes; at most a chunk of one is in memory.

    An error of a member comes out here, and leaves an archive without its list: nobody takes it for a whole one.
    """
    out = _Out()
    # Without `tell`, zipfile writes sizes after each file instead of before it.
    archive = zipfile.ZipFile(cast(Any, out), "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    async for member in members:
        entry = zipfile.ZipInfo(member.path, i18n.local(member.modified_at).timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        with archive.open(entry, "w", force_zip64=member.size >= BIG) as inside:
            async for chunk in member.chunks:
                await in_thread(inside.write, chunk)
                yield out.take()
    archive.close()
    yield out.take()
