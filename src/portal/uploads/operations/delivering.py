"""Bringing in a file: its bytes first, durably, and then its row."""

import datetime
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from portal.accounts.viewer import Viewer
from portal.adapters.encryption import KeyRing
from portal.adapters.storage import Storage
from portal.files.receiving import receive
from portal.uploads.limits import Limits
from portal.uploads.operations.files import add_file, require_room


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file on its way in. `id` is made by the browser; `name` is clean; `declared_size` is None when not told."""

    id: UUID
    name: str
    chunks: AsyncIterator[bytes]
    declared_size: int | None


async def deliver(
    request_id: UUID,
    delivery: Delivery,
    *,
    storage: Storage,
    keys: KeyRing,
    viewer: Viewer,
    limits: Limits,
    now: datetime.datetime,
) -> None:
    """Store a file and add it to an open request of this person; a retry of the same delivery changes nothing.

    Raises what `receive` and `add_file` raise. The bytes are kept under an id of our own, so that whoever knows the id
    of somebody's delivery can overwrite nothing; bytes without a row are swept.
    """
    if await require_room(request_id, delivery.id, viewer, max_files=limits.max_files):
        return
    received = await receive(
        delivery.chunks,
        storage=storage,
        keys=keys,
        file_id=uuid4(),
        declared_size=delivery.declared_size,
        max_bytes=limits.max_bytes,
        allowed=limits.allowed,
    )
    await add_file(
        request_id,
        delivery.id,
        name=delivery.name,
        received=received,
        viewer=viewer,
        max_files=limits.max_files,
        now=now,
    )
