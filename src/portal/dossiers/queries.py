"""Reading dossiers and what is in them, always for a viewer: what they may not see does not exist."""

from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.database.pages import Listing, Page, Position, window
from portal.dossiers.tables import Category, DossierState, StepState
from portal.dossiers.views import DocumentView, DossierView, StepView
from portal.errors import NotFound

DOSSIER = """
    SELECT d.id, d.number, d.title, d.kind, d.state, d.signing_date, d.closed_at,
           h.name AS handler_name, h.phone AS handler_phone, x.organisation
    FROM dossier d JOIN account h ON h.id = d.handler
    JOIN dossier_access x ON x.dossier = d.id AND x.account = {}
"""
# A request `r` lives and dies with the access to its dossier: it is its addressee's own, and that of a company is for
# everybody who may deliver for it.
MAY_ANSWER = """
    JOIN dossier_access x ON x.dossier = r.dossier AND x.can_deliver
        AND x.organisation IS NOT DISTINCT FROM r.organisation
        AND (r.organisation IS NOT NULL OR r.addressee = x.account)
"""
ANSWERING = MAY_ANSWER + " AND x.account = {}"
AS_ACTING = " AND x.organisation IS NOT DISTINCT FROM {}"

# A supplied document is its supplier's, or the company's for which it was supplied; the rest is everyone's of the
# dossier unless some were chosen.
DOCUMENT = """
    SELECT doc.id, doc.dossier, doc.category, doc.title, doc.file_name, doc.published_at, doc.reference, doc.answers,
           doc.file, f.size, f.media_type, f.extension, f.sha256, seen.id AS seen, x.organisation
    FROM document doc
    JOIN dossier_access x ON x.dossier = doc.dossier AND x.account = {}
    LEFT JOIN stored_file f ON f.id = doc.file
    LEFT JOIN document_seen seen ON seen.document = doc.id AND seen.account = x.account
    WHERE doc.withdrawn_at IS NULL AND (
        (doc.category = 'supplied' AND (doc.organisation = x.organisation OR (
            doc.supplied_by = x.account AND doc.organisation IS NULL AND x.organisation IS NULL)))
        OR (doc.category <> 'supplied' AND (doc.is_for_everyone = {} OR EXISTS (
            SELECT 1 FROM document_addressee t WHERE t.document = doc.id AND (t.organisation = x.organisation OR (
                t.account = x.account AND t.organisation IS NULL AND x.organisation IS NULL)))))
    )
"""

# The dossiers in which something is new are among those where something was published last: a company may have
# thousands, and nobody opens everything.
LATELY = """
    AND x.id IN (SELECT x.id FROM dossier_access x WHERE x.account = {}ACTING AND x.published_at IS NOT NULL
                 ORDER BY x.published_at DESC LIMIT 25)
"""


async def dossiers(viewer: Viewer, limit: int | None = None) -> list[DossierView]:
    """The dossiers of a person, or of the company for which they act: open ones first, then the newest first."""
    acting, values = as_acting(viewer)
    sql = f"{DOSSIER} WHERE TRUE{acting} ORDER BY x.state DESC, x.made_at DESC, x.dossier DESC"
    sql += "" if limit is None else f" LIMIT {limit}"
    return [_dossier(row) for row in await database.query(sql, viewer.id, *values)]


async def page(viewer: Viewer, position: Position) -> Page[DossierView]:
    """One page of them, in the same order; it costs the same among any number of dossiers."""
    acting, values = as_acting(viewer)
    found = await window(listing(f"{DOSSIER} WHERE TRUE{acting}", viewer), [viewer.id, *values], position)
    return found.of([_dossier(row) for row in found.rows])


def listing(select: str, viewer: Viewer) -> Listing:
    """A list that goes by the dossiers of somebody: its SELECT up to and including WHERE, from `dossier_access x`."""
    acting, values = as_acting(viewer)
    start = f"dossier_access x WHERE x.account = {{}}{acting} AND x.dossier"
    columns = ("x.state", "x.made_at", "x.dossier")
    return Listing(select, start, columns, is_descending=True, start_values=[viewer.id, *values])


def as_acting(viewer: Viewer) -> tuple[str, list[object]]:
    """That an access `x` is for whom somebody acts, and its values; unlike `AS_ACTING` an index can answer it."""
    if viewer.organisation is None:
        return " AND x.organisation IS NULL", []
    return " AND x.organisation = {}", [viewer.organisation]


async def dossier(dossier_id: UUID, viewer: Viewer) -> DossierView:
    """One dossier of this person, whatever they act for; raises `NotFound`."""
    rows = await database.query(DOSSIER + "WHERE d.id = {}", viewer.id, dossier_id)
    return _dossier(_nearest(rows, viewer))


async def documents(dossier_id: UUID, viewer: Viewer) -> list[DocumentView]:
    """Everything in a dossier that this person may see, newest first."""
    sql = DOCUMENT + AS_ACTING + " AND doc.dossier = {} ORDER BY doc.published_at DESC, doc.title"
    return [_document(row) for row in await database.query(sql, viewer.id, True, viewer.organisation, dossier_id)]


async def document(document_id: UUID, viewer: Viewer) -> DocumentView:
    """One document that this person may see, whatever they act for; raises `NotFound`."""
    rows = await database.query(DOCUMENT + " AND doc.id = {}", viewer.id, True, document_id)
    return _document(_nearest(rows, viewer))


async def news(viewer: Viewer, limit: int = 5) -> list[DocumentView]:
    """What the office put ready lately and this person has not opened yet, newest first."""
    acting, values = as_acting(viewer)
    sql = DOCUMENT + " AND doc.category <> 'supplied' AND seen.id IS NULL" + LATELY.replace("ACTING", acting)
    sql += " ORDER BY doc.published_at DESC LIMIT {}"
    return [_document(row) for row in await database.query(sql, viewer.id, True, viewer.id, *values, limit)]


async def steps(dossier_id: UUID) -> list[StepView]:
    """The progress steps of a dossier that was found for its viewer, in order."""
    sql = """
        SELECT id, position, state, title_nl, title_en, explanation_nl, explanation_en, whose_turn, day
        FROM progress_step WHERE dossier = {} ORDER BY position
    """
    rows = await database.query(sql, dossier_id)
    return [StepView(**{**row, "state": StepState(row["state"])}) for row in rows]


def _nearest(rows: list[dict[str, Any]], viewer: Viewer) -> dict[str, Any]:
    """What somebody sees in several ways, as they see it in what they act for now; raises `NotFound` for nothing."""
    if not rows:
        raise NotFound
    return next((row for row in rows if row["organisation"] == viewer.organisation), rows[0])


def _dossier(row: dict[str, Any]) -> DossierView:
    return DossierView(**{**row, "state": DossierState(row["state"])})


def _document(row: dict[str, Any]) -> DocumentView:
    seen = row.pop("seen")
    filled = {**row, "size": row["size"] or 0}
    for column in ("media_type", "extension", "sha256"):
        filled[column] = row[column] or ""
    return DocumentView(**{**filled, "category": Category(row["category"]), "is_seen": seen is not None})
