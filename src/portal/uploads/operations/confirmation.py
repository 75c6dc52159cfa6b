"""Bevestigen: everything that was added reaches the office, all of it, once."""

import datetime
from uuid import UUID

from portal import database, i18n
from portal.accounts.viewer import Viewer
from portal.adapters.crash import crash_point
from portal.audit.operations import record
from portal.dossiers.operations.documents import supply
from portal.dossiers.operations.references import UPLOAD, next_reference
from portal.dossiers.operations.requests import RequestClosed
from portal.errors import PortalError
from portal.uploads import queries
from portal.uploads.views import FileView, RequestView

# The one statement that decides: of all who confirm, withdraw or add at this moment, one finds the request open.
CLOSE = """
    UPDATE upload_request SET state = 'completed', closed_at = {} WHERE id = {} AND state = 'open' RETURNING id
"""
REFER = "UPDATE upload_request SET reference = {} WHERE id = {}"


class NothingToConfirm(PortalError):
    """The request has no files yet."""


async def confirm(request_id: UUID, viewer: Viewer, *, now: datetime.datetime) -> str:
    """Send every file of a request of this person to the office and close it; returns the reference.

    Raises `NotFound`, `NothingToConfirm`, or `RequestClosed` when it was confirmed or withdrawn already.
    """
    async with database.transaction():
        request = await queries.request(request_id, viewer)
        if not await database.query(CLOSE, now, request_id):
            raise RequestClosed
        files = await queries.files(request)
        if not files:
            raise NothingToConfirm
        reference = await next_reference(UPLOAD, now=now)
        await database.query(REFER, reference, request_id)
        await _supply(request, files, reference, viewer=viewer, now=now)
        await record("upload_confirmed", at=now, actor=viewer.id, subject=request_id, files=len(files))
        crash_point("upload-confirmed-before-commit")
    crash_point("upload-confirmed-after-commit")
    return reference


async def _supply(
    request: RequestView, files: list[FileView], reference: str, *, viewer: Viewer, now: datetime.datetime
) -> None:
    for file in files:
        await supply(
            request.dossier,
            title=file.name,
            file_name=file.name,
            file=file.file,
            supplier=viewer.id,
            organisation=request.organisation,
            reference=reference,
            answers=request.id,
            language=i18n.language(),
            now=now,
        )
