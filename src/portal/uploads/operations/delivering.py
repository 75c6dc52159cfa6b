"""Bringing in a file: its bytes first, durably, and then its row."""

import datetime
from uuid import UUID

from portal.accounts.viewer import Viewer
from portal.adapters.encryption import KeyRing
from portal.adapters.storage import Storage
from portal.files.delivering import Delivery, take_in
from portal.files.limits import Limits
from portal.uploads.operations.files import add_file, require_room


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

    Raises what `take_in` and `add_file` raise.
    """
    if await require_room(request_id, delivery.id, viewer, max_files=limits.max_files):
        return
    received = await take_in(delivery, storage=storage, keys=keys, limits=limits)
    await add_file(
        request_id,
        delivery.id,
        name=delivery.name,
        received=received,
        viewer=viewer,
        max_files=limits.max_files,
        now=now,
    )
