"""Reading upload requests, for whoever may answer them."""

from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.adapters.encryption import KeyRing, Purpose
from portal.dossiers.queries import ANSWERING
from portal.dossiers.tables import RequestState
from portal.errors import NotFound
from portal.uploads.views import FileView, RequestView

MINE = """
    SELECT r.id, r.dossier, d.number AS dossier_number, d.title AS dossier_title, h.name AS handler_name,
           h.phone AS handler_phone, r.title, r.message, r.due_date, r.state, r.reference, r.created_at, r.closed_at,
           r.organisation
    FROM upload_request r
    JOIN dossier d ON d.id = r.dossier
    JOIN account h ON h.id = d.handler
    ANSWERING WHERE r.id = {}
""".replace("ANSWERING", ANSWERING)

FILE = """
    SELECT u.id, u.request, u.file, u.name, f.size, f.sha256, f.extension, u.added_at
    FROM uploaded_file u JOIN stored_file f ON f.id = u.file
"""

OF_FILE = """
    SELECT u.request
    FROM uploaded_file u
    JOIN upload_request r ON r.id = u.request
    ANSWERING WHERE u.id = {}
""".replace("ANSWERING", ANSWERING)


async def request(request_id: UUID, viewer: Viewer) -> RequestView:
    """One request to this person, in whatever state; raises `NotFound`."""
    rows = await database.query(MINE, viewer.id, request_id)
    if not rows:
        raise NotFound
    return _request(rows[0])


async def request_of_file(file_id: UUID, viewer: Viewer) -> UUID:
    """The request that a file of this person belongs to; raises `NotFound`."""
    rows = await database.query(OF_FILE, viewer.id, file_id)
    if not rows:
        raise NotFound
    found: UUID = rows[0]["request"]
    return found


async def files(request: RequestView) -> list[FileView]:
    """The files of a request that was found for its viewer, as they were added."""
    rows = await database.query(FILE + "WHERE u.request = {} ORDER BY u.added_at, u.name", request.id)
    return [FileView(**row) for row in rows]


def message(request: RequestView, keys: KeyRing) -> str:
    """What the office wrote with a request that was found for its viewer."""
    return keys.decrypt_text(Purpose.FIELDS, request.message, table="upload_request", column="message", row=request.id)


def _request(row: dict[str, Any]) -> RequestView:
    return RequestView(**{**row, "state": RequestState(row["state"])})
