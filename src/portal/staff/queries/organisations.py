"""Finding companies, and who acts for one."""

from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.companies.queries import members_of
from portal.companies.views import MemberView
from portal.database.pages import Listing, Page, Position, window
from portal.dossiers.tables import DossierState
from portal.errors import NotFound
from portal.staff.people import ClientDossier, Match, OrganisationRow
from portal.staff.queries import require_staff
from portal.staff.search import ClientSearch
from portal.text import fold, like

ORGANISATION = """
    SELECT o.id, o.name, (SELECT count(*) FROM membership m WHERE m.organisation = o.id) AS members,
           (SELECT count(*) FROM dossier_organisation x WHERE x.organisation = o.id) AS dossiers
    FROM organisation o WHERE TRUE
"""
MATCHES = 10


async def organisations(viewer: Viewer, search: ClientSearch, position: Position) -> Page[OrganisationRow]:
    """One page of the companies whose name holds every word, by name."""
    require_staff(viewer)
    conditions, values = _conditions(search.words)
    listing = Listing(ORGANISATION + conditions, "organisation WHERE id", ("o.name", "o.id"), is_descending=False)
    found = await window(listing, values, position)
    return found.of([_row(row) for row in found.rows])


async def organisation(organisation_id: UUID, viewer: Viewer) -> OrganisationRow:
    """One company; raises `NotFound`."""
    require_staff(viewer)
    rows = await database.query(ORGANISATION + " AND o.id = {}", organisation_id)
    if not rows:
        raise NotFound
    return _row(rows[0])


async def members(organisation_id: UUID, viewer: Viewer) -> list[MemberView]:
    """Who acts for a company, administrators first."""
    require_staff(viewer)
    return await members_of(organisation_id)


async def dossiers(organisation_id: UUID, viewer: Viewer, limit: int = 100) -> list[ClientDossier]:
    """The newest dossiers of a company."""
    require_staff(viewer)
    sql = """
        SELECT d.id, d.number, d.title, d.state FROM dossier_organisation x JOIN dossier d ON d.id = x.dossier
        WHERE x.organisation = {} ORDER BY d.created_at DESC, d.number LIMIT {}
    """
    rows = await database.query(sql, organisation_id, limit)
    return [ClientDossier(**{**row, "state": DossierState(row["state"]), "organisation": None}) for row in rows]


async def matching(words: str, viewer: Viewer) -> list[Match]:
    """The first companies whose name holds every word; none for no words."""
    require_staff(viewer)
    if not words.strip():
        return []
    conditions, values = _conditions(words)
    sql = ORGANISATION + conditions + " ORDER BY o.name, o.id LIMIT {}"
    return [Match(row["id"], row["name"]) for row in await database.query(sql, *values, MATCHES)]


def _conditions(words: str) -> tuple[str, list[object]]:
    folded = fold(words).split()
    return " AND o.search LIKE {} ESCAPE '\\'" * len(folded), [like(word) for word in folded]


def _row(row: dict[str, Any]) -> OrganisationRow:
    return OrganisationRow(**row)
