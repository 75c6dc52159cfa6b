"""Holding an open request: whoever adds, removes or confirms at the same moment takes turns."""

from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.dossiers.operations.requests import RequestClosed
from portal.uploads import queries
from portal.uploads.views import RequestView

# Writing a row holds it until the transaction ends, on both engines (SQLite has no FOR UPDATE).
HOLD = "UPDATE upload_request SET state = state WHERE id = {} AND state = 'open' RETURNING id"


async def hold_open(request_id: UUID, viewer: Viewer) -> RequestView:
    """The request of this person, open until the transaction under way ends; raises `NotFound` or `RequestClosed`."""
    request = await queries.request(request_id, viewer)
    if not await database.query(HOLD, request_id):
        raise RequestClosed
    return request
