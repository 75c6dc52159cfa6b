"""Finding clients."""

from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.dossiers.tables import DossierState
from portal.errors import NotFound
from portal.staff.queries import require_staff
from portal.staff.queries.pages import Listing, Position, window
from portal.staff.search import ClientSearch
from portal.staff.views import ClientDossier, ClientRow, ClientsFound
from portal.text import fold, like

# When mail to a person last failed for good, as long as none arrived since.
MAIL_FAILED_AT = """
    (SELECT max(e.settled_at) FROM outbox_event e
     WHERE e.account = WHO AND e.outcome IN ('refused', 'given_up') AND NOT EXISTS (
         SELECT 1 FROM outbox_event s
         WHERE s.account = e.account AND s.outcome = 'sent' AND s.settled_at > e.settled_at))
    AS "mail_failed_at [timestamptz]"
"""
CLIENT = """
    SELECT c.id, c.name, c.formal_name, c.email, c.language, m.organisation, o.name AS organisation_name,
           c.is_active, c.signed_in_at, MAIL_FAILED_AT,
           (SELECT count(*) FROM dossier_access x WHERE x.account = c.id) AS dossiers
    FROM account c LEFT JOIN membership m ON m.account = c.id LEFT JOIN organisation o ON o.id = m.organisation
    WHERE c.kind = 'client'
""".replace("MAIL_FAILED_AT", MAIL_FAILED_AT.replace("WHO", "c.id"))
MATCHES = 10


async def clients(viewer: Viewer, search: ClientSearch, position: Position) -> ClientsFound:
    """One page of the clients whose name or address holds every word, by name."""
    require_staff(viewer)
    conditions, values = _conditions(search.words)
    listing = Listing(CLIENT + conditions, "account", "c", ("name", "id"), is_descending=False)
    found = await window(listing, values, position)
    return ClientsFound([_row(row) for row in found.rows], found.before, found.after)


async def client(client_id: UUID, viewer: Viewer) -> ClientRow:
    """One client; raises `NotFound`."""
    require_staff(viewer)
    rows = await database.query(CLIENT + " AND c.id = {}", client_id)
    if not rows:
        raise NotFound
    return _row(rows[0])


async def dossiers_of(client_id: UUID, viewer: Viewer) -> list[ClientDossier]:
    """The dossiers that a client may see, the newest first."""
    require_staff(viewer)
    sql = """
        SELECT d.id, d.number, d.title, d.state, o.name AS organisation
        FROM dossier_access x JOIN dossier d ON d.id = x.dossier LEFT JOIN organisation o ON o.id = x.organisation
        WHERE x.account = {} ORDER BY d.created_at DESC, d.number
    """
    rows = await database.query(sql, client_id)
    return [ClientDossier(**{**row, "state": DossierState(row["state"])}) for row in rows]


async def matching(words: str, viewer: Viewer) -> list[ClientRow]:
    """The first clients whose name or address holds every word; none for no words."""
    require_staff(viewer)
    if not words.strip():
        return []
    conditions, values = _conditions(words)
    sql = CLIENT + conditions + " ORDER BY c.name, c.id LIMIT {}"
    return [_row(row) for row in await database.query(sql, *values, MATCHES)]


async def organisation_of(client: UUID, viewer: Viewer) -> UUID | None:
    """The company that a client acts for, if any."""
    require_staff(viewer)
    rows = await database.query("SELECT organisation FROM membership WHERE account = {}", client)
    return rows[0]["organisation"] if rows else None


def _conditions(words: str) -> tuple[str, list[object]]:
    folded = fold(words).split()
    return " AND c.search LIKE {} ESCAPE '\\'" * len(folded), [like(word) for word in folded]


def _row(row: dict[str, Any]) -> ClientRow:
    return ClientRow(**{**row, "is_active": bool(row["is_active"])})
