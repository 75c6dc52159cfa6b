"""Holding a dossier: whoever changes it, or adds to it, at the same moment takes turns."""

from uuid import UUID

from portal import database
from portal.dossiers.tables import Dossier
from portal.errors import Conflict, NotFound

# Writing a row holds it until the transaction ends, on both engines (SQLite has no FOR UPDATE).
HOLD = "UPDATE dossier SET state = state WHERE id = {} RETURNING id"
HOLD_OPEN = "UPDATE dossier SET state = state WHERE id = {} AND state = 'open' RETURNING id"


async def hold(dossier: UUID) -> None:
    """Have others who change this dossier wait for the transaction under way; raises `NotFound`."""
    if not await database.query(HOLD, dossier):
        raise NotFound


async def require_open(dossier: UUID) -> None:
    """Refuse to add to a dossier that is closed or absent; one that is open stays so until the transaction ends."""
    if await database.query(HOLD_OPEN, dossier):
        return
    if not await Dossier.exists().where(Dossier.id == dossier):
        raise NotFound
    raise Conflict("the dossier is closed")
