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
    SELECT doc.id, doc.dossier, doc.category, doc.title, doc.is_for_everyone, doc.published_at
    FROM document doc WHERE doc.category <> 'supplied'
"""
# Whoever may read it now, and whoever opened it when they still could.
READERS = """
    SELECT p.document, a.name, seen.first_opened_at FROM (
        SELECT doc.id AS document, x.account FROM document doc JOIN dossier_access x ON x.dossier = doc.dossier
        WHERE WHICH AND doc.category <> 'supplied' AND (doc.is_for_everyone = {} OR EXISTS (
            SELECT 1 FROM document_addressee t WHERE t.document = doc.id AND (t.organisation = x.organisation OR (
                t.account = x.account AND t.organisation IS NULL AND x.organisation IS NULL))))
        UNION
        SELECT s.document, s.account FROM document_seen s JOIN document doc ON doc.id = s.document WHERE WHICH
    ) p
    JOIN account a ON a.id = p.account AND a.kind = 'client'
    LEFT JOIN document_seen seen ON seen.document = p.document AND seen.account = p.account
    ORDER BY a.name, a.id
"""
# The Dutch copy of answers in another language is supplied by nobody, so that no client finds it.
SUPPLIED = """
    SELECT doc.id, doc.dossier, d.title AS dossier_title, doc.title,
           COALESCE(a.name, p.name, '') AS supplied_by, doc.published_at,
           doc.reference, doc.file, f.size, f.extension,
           EXISTS (SELECT 1 FROM document_seen s JOIN account o ON o.id = s.account
                   WHERE s.document = doc.id AND o.kind = 'staff') AS is_opened
    FROM document doc JOIN dossier d ON d.id = doc.dossier
    LEFT JOIN account a ON a.id = doc.supplied_by
    LEFT JOIN questionnaire_response q ON q.id = doc.answers AND doc.supplied_by IS NULL
    LEFT JOIN account p ON p.id = q.addressee
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
    readers = await _readers("doc.dossier = {}", dossier)
    return [_published(row, readers[row["id"]]) for row in rows]


async def publication(document: UUID, viewer: Viewer) -> PublishedRow:
    """One document that the office published, with who has read it; raises `NotFound`."""
    require_staff(viewer)
    rows = await database.query(PUBLISHED + " AND doc.id = {}", document)
    if not rows:
        raise NotFound
    readers = await _readers("doc.id = {}", document)
    return _published(rows[0], readers[document])


async def supplied(dossier: UUID, viewer: Viewer) -> list[SuppliedRow]:
    """What came in for a dossier, newest first."""
    require_staff(viewer)
    sql = SUPPLIED + " AND doc.dossier = {} ORDER BY doc.published_at DESC, doc.title"
    return [_supplied(row) for row in await database.query(sql, dossier)]


async def of_answers(response_id: UUID, viewer: Viewer) -> list[SuppliedRow]:
    """The PDFs of a response, newest first: of each time that it was sent."""
    require_staff(viewer)
    sql = SUPPLIED + " AND doc.answers = {} ORDER BY doc.published_at DESC"
    return [_supplied(row) for row in await database.query(sql, response_id)]


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


async def _readers(which: str, value: UUID) -> dict[UUID, list[Reader]]:
    """Who may read some documents, by document."""
    readers: dict[UUID, list[Reader]] = defaultdict(list)
    for row in await database.query(READERS.replace("WHICH", which), value, True, value):
        readers[row["document"]].append(Reader(row["name"], row["first_opened_at"]))
    return readers


def _published(row: dict[str, Any], readers: list[Reader]) -> PublishedRow:
    columns = {**row, "category": Category(row["category"]), "is_for_everyone": bool(row["is_for_everyone"])}
    return PublishedRow(**columns, readers=readers)


def _supplied(row: dict[str, Any]) -> SuppliedRow:
    filled = {"size": row["size"] or 0, "extension": row["extension"] or "", "is_opened": bool(row["is_opened"])}
    return SuppliedRow(**{**row, **filled})
