"""A file on its way in from a person, and taking in its bytes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from portal.adapters.encryption import KeyRing
from portal.adapters.storage import Storage
from portal.files.limits import Limits
from portal.files.receiving import ReceivedFile, receive


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file on its way in. `id` is made by the browser; `name` is clean; `declared_size` is None when not told."""

    id: UUID
    name: str
    chunks: AsyncIterator[bytes]
    declared_size: int | None


async def take_in(delivery: Delivery, *, storage: Storage, keys: KeyRing, limits: Limits) -> ReceivedFile:
    """Store the bytes of a delivery; raises what `receive` raises.

    They are kept under an id of our own, so that whoever knows the id of somebody's delivery can overwrite nothing;
    bytes without a row are swept.
    """
    return await receive(
        delivery.chunks,
        storage=storage,
        keys=keys,
        file_id=uuid4(),
        declared_size=delivery.declared_size,
        max_bytes=limits.max_bytes,
        allowed=limits.allowed,
    )
