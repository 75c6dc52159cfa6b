"""Keeping the row of bytes that are durably in the store."""

import datetime

from portal.files.receiving import ReceivedFile
from portal.files.tables import StoredFile


async def keep(received: ReceivedFile, *, now: datetime.datetime) -> StoredFile:
    """The row of a received file, in the transaction under way; its bytes are in the store already."""
    row = StoredFile(
        id=received.id,
        size=received.size,
        sha256=received.sha256,
        media_type=received.content_type.media_type,
        extension=received.content_type.extension,
        created_at=now,
    )
    await row.save()
    return row
