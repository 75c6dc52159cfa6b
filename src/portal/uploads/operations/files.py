"""Adding files to a request and removing them, until it is confirmed."""

import datetime
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.adapters.crash import crash_point
from portal.audit.operations import record
from portal.dossiers.operations.requests import RequestClosed
from portal.errors import NotFound
from portal.files.limits import TooManyFiles
from portal.files.names import name_for
from portal.files.operations import keep
from portal.files.receiving import ReceivedFile
from portal.files.tables import StoredFile
from portal.uploads import queries
from portal.uploads.operations.held import hold_open
from portal.uploads.tables import UploadedFile


async def require_room(request_id: UUID, file_id: UUID, viewer: Viewer, *, max_files: int) -> bool:
    """Whether a file is there already (a retry), before any byte of it is read.

    Raises `NotFound`, `RequestClosed` or `TooManyFiles` when it would be refused anyway; `add_file` decides for good.
    """
    request = await queries.request(request_id, viewer)
    if await _is_there(file_id, request_id):
        return True
    if not request.is_open:
        raise RequestClosed
    await _require_room(request_id, max_files)
    return False


async def add_file(
    request_id: UUID,
    file_id: UUID,
    *,
    name: str,
    received: ReceivedFile,
    viewer: Viewer,
    max_files: int,
    now: datetime.datetime,
) -> None:
    """Add a file, whose bytes are durably in the store, to an open request of this person.

    The same `file_id` again changes nothing, also after the confirmation. Raises `RequestClosed`, `TooManyFiles`, or
    `NotFound` for a request of somebody else and for an id that stands in another request.
    """
    if await require_room(request_id, file_id, viewer, max_files=max_files):
        return
    with database.unique_or(NotFound):  # the id came up elsewhere at the same moment
        async with database.transaction():
            await _add(request_id, file_id, name, received, viewer=viewer, max_files=max_files, now=now)
            crash_point("file-added-before-commit")
    crash_point("file-added-after-commit")


async def _add(
    request_id: UUID,
    file_id: UUID,
    name: str,
    received: ReceivedFile,
    *,
    viewer: Viewer,
    max_files: int,
    now: datetime.datetime,
) -> None:
    request = await hold_open(request_id, viewer)
    if await _is_there(file_id, request_id):
        return
    await _require_room(request_id, max_files)
    stored = await keep(received, now=now)
    kept = name_for(name, received.content_type)
    await UploadedFile(id=file_id, request=request.id, file=stored.id, name=kept, added_at=now).save()
    await record("file_added", at=now, actor=viewer.id, subject=request.id, file=str(stored.id), size=received.size)


async def remove_file(file_id: UUID, viewer: Viewer, *, now: datetime.datetime) -> UUID:
    """Remove a file from an open request of this person; returns the request. The bytes go later, with a sweep."""
    request_id = await queries.request_of_file(file_id, viewer)
    async with database.transaction():
        await hold_open(request_id, viewer)
        removed = await UploadedFile.delete().where(UploadedFile.id == file_id).returning(UploadedFile.file)
        if removed:
            await StoredFile.delete().where(StoredFile.id == removed[0]["file"])
            await record("file_removed", at=now, actor=viewer.id, subject=request_id, file=str(removed[0]["file"]))
    return request_id


async def _is_there(file_id: UUID, request_id: UUID) -> bool:
    """Whether this file stands in this request; raises `NotFound` when it stands in another."""
    row = await UploadedFile.select(UploadedFile.request).where(UploadedFile.id == file_id).first()
    if row is not None and row["request"] != request_id:
        raise NotFound
    return row is not None


async def _require_room(request_id: UUID, max_files: int) -> None:
    if await UploadedFile.count().where(UploadedFile.request == request_id) >= max_files:
        raise TooManyFiles
