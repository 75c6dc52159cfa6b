"""Removing bytes that no row points to: what a crash left between storing them and committing their row."""

import uuid

from portal.adapters.storage import Storage
from portal.files.tables import StoredFile
from portal.finishing import in_thread

BATCH = 500
A_DAY = 24 * 60 * 60


async def sweep(storage: Storage, *, older_than: float) -> int:
    """Remove bytes without a row, and unfinished ones, that are `older_than` seconds old; returns how many.

    The age must exceed the longest time between the last byte of an upload and the commit of its row, and the age of
    a backup of the database that may still be put back.
    """
    removed = await in_thread(storage.remove_unfinished, older_than=older_than)
    keys = await in_thread(lambda: list(storage.keys(older_than=older_than)))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        orphans = set(batch) - await _with_a_row(batch)
        for key in orphans:
            await in_thread(storage.delete, key)
        removed += len(orphans)
    return removed


async def _with_a_row(keys: list[uuid.UUID]) -> set[uuid.UUID]:
    rows = await StoredFile.select(StoredFile.id).where(StoredFile.id.is_in(keys))
    return {uuid.UUID(str(row["id"])) for row in rows}
