"""What the office published and what came in; a document of a client is here only once it was sent."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.dossiers.tables import Category
from portal.dossiers.views import DocumentView
from portal.errors import NotFound
from portal.staff.queries import require_staff
from portal.staff.views import PublishedRow, Reader, SuppliedRow

PUBLISHED = """
    SELECT doc.id, doc.dossier, doc.category, doc.title, doc.is_for_everyone, doc.published_at, doc.withdrawn_at
    FROM document doc WHERE doc.category <> 'supplied'
"""
# Whoever may read it now, and whoever opened it when they still could.
READERS = """
    SELECT doc.id AS document, a.id, a.name, seen.first_opened_at
    FROM document doc
    JOIN account a ON a.kind = 'client' AND (
        a.id IN (SELECT x.account FROM dossier_access x WHERE x.dossier = doc.dossier)
        OR a.id IN (SELECT s.account FROM document_seen s WHERE s.document = doc.id))
    LEFT JOIN document_seen seen ON seen.document = doc.id AND seen.account = a.id
    WHERE (doc.is_for_everyone = {} OR seen.id IS NOT NULL
           OR EXISTS (SELECT 1 FROM document_addressee t WHERE t.document = doc.id AND t.account = a.id))
"""
SUPPLIED = """
    SELECT doc.id, doc.dossier, d.title AS dossier_title, doc.title, a.name AS supplied_by, doc.published_at,
           doc.reference, doc.file, f.size, f.extension,
           EXISTS (SELECT 1 FROM document_seen s JOIN account o ON o.id = s.account
                   WHERE s.document = doc.id AND o.kind = 'staff') AS is_opened
    FROM document doc JOIN dossier d ON d.id = doc.dossier JOIN account a ON a.id = doc.supplied_by
    LEFT JOIN stored_file f ON f.id = doc.file
    WHERE doc.category = 'supplied'
"""
DOCUMENT = """
    SELECT doc.id, doc.dossier, doc.category, doc.title, doc.file_name, doc.published_at, doc.reference, doc.answers,
           doc.file, f.size, f.media_type, f.extension, f.sha256, seen.id AS seen
    FROM document doc
    LEFT JOIN stored_file f ON f.id = doc.file
    LEFT JOIN document_seen seen ON seen.document = doc.id AND seen.account = {}
    WHERE doc.id = {}
"""


async def published(dossier: UUID, viewer: Viewer) -> list[PublishedRow]:
    """What is published in a dossier, newest first, with who has read it; what was withdrawn is left out."""
    require_staff(viewer)
    sql = PUBLISHED + " AND doc.withdrawn_at IS NULL AND doc.dossier = {} ORDER BY doc.published_at DESC, doc.title"
    rows = await database.query(sql, dossier)
    readers: dict[UUID, list[Reader]] = defaultdict(list)
    for row in await database.query(READERS + " AND doc.dossier = {} ORDER BY a.name, a.id", True, dossier):
        readers[row["document"]].append(Reader(row["name"], row["first_opened_at"]))
    return [_published(row, readers[row["id"]]) for row in rows]


async def publication(document: UUID, viewer: Viewer) -> PublishedRow:
    """One document that the office published, with who has read it; raises `NotFound`."""
    require_staff(viewer)
    rows = await database.query(PUBLISHED + " AND doc.id = {}", document)
    if not rows:
        raise NotFound
    readers = await database.query(READERS + " AND doc.id = {} ORDER BY a.name, a.id", True, document)
    return _published(rows[0], [Reader(row["name"], row["first_opened_at"]) for row in readers])


async def supplied(dossier: UUID, viewer: Viewer) -> list[SuppliedRow]:
    """What came in for a dossier, newest first."""
    require_staff(viewer)
    sql = SUPPLIED + " AND doc.dossier = {} ORDER BY doc.published_at DESC, doc.title"
    return [_supplied(row) for row in await database.query(sql, dossier)]


async def came_in(viewer: Viewer, limit: int = 12) -> list[SuppliedRow]:
    """What came in lately, newest first, over all dossiers."""
    require_staff(viewer)
    sql = SUPPLIED + " ORDER BY doc.published_at DESC LIMIT {}"
    return [_supplied(row) for row in await database.query(sql, limit)]


async def document(document_id: UUID, viewer: Viewer) -> DocumentView:
    """Any document that was published or sent, also a withdrawn one; raises `NotFound`."""
    require_staff(viewer)
    rows = await database.query(DOCUMENT, viewer.id, document_id)
    if not rows:
        raise NotFound
    row = rows[0]
    seen = row.pop("seen")
    row |= {name: row[name] or "" for name in ("media_type", "extension", "sha256")}
    row |= {"size": row["size"] or 0, "category": Category(row["category"])}
    return DocumentView(**row, is_seen=seen is not None)


def _published(row: dict[str, Any], readers: list[Reader]) -> PublishedRow:
    withdrawn_at = row.pop("withdrawn_at")
    columns = {**row, "category": Category(row["category"]), "is_for_everyone": bool(row["is_for_everyone"])}
    return PublishedRow(**columns, is_withdrawn=withdrawn_at is not None, readers=readers)


def _supplied(row: dict[str, Any]) -> SuppliedRow:
    filled = {"size": row["size"] or 0, "extension": row["extension"] or "", "is_opened": bool(row["is_opened"])}
    return SuppliedRow(**{**row, **filled})
