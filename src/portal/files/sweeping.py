"""Removing bytes that no row points to: of removed files, of retries, and of uploads that broke off.

A removal deletes the row and leaves the bytes to this. Bytes come in before their row, so young ones are left alone.
"""

import datetime

from portal.adapters.clock import Clock
from portal.adapters.storage import Storage
from portal.files.tables import StoredFile
from portal.finishing import in_thread

GRACE_SECONDS = 24 * 60 * 60
EVERY = datetime.timedelta(hours=1)
AT_ONCE = 500


async def sweep(storage: Storage, *, grace: float = GRACE_SECONDS) -> int:
    """Remove bytes that came in at least `grace` seconds ago and have no row; returns how many there were."""
    removed = await in_thread(storage.remove_unfinished, older_than=grace)
    keys = await in_thread(lambda: list(storage.keys(older_than=grace)))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        rows = await StoredFile.select(StoredFile.id).where(StoredFile.id.is_in(some))
        for key in set(some) - {row["id"] for row in rows}:
            await in_thread(storage.delete, key)
            removed += 1
    return removed


class Sweeping:
    """The duty of a worker that sweeps when it starts, and every hour from then on."""

    def __init__(self, storage: Storage, clock: Clock, *, grace: float = GRACE_SECONDS) -> None:
        self._storage, self._clock, self._grace = storage, clock, grace
        self._next_at: datetime.datetime | None = None

    async def __call__(self) -> bool:
        """Sweep if it is time; there is never more to do at once."""
        now = self._clock.now()
        if self._next_at is None or now >= self._next_at:
            self._next_at = now + EVERY
            await sweep(self._storage, grace=self._grace)
        return False
