"""Reading responses, always for a viewer, and the questionnaires of the office."""

from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.dossiers.queries import ANSWERING
from portal.dossiers.tables import RequestState
from portal.errors import NotFound
from portal.questionnaires.attachments import Attachment
from portal.questionnaires.views import EarlierView, QuestionnaireView, ResponseView, VersionView

RESPONSE = """
    SELECT r.id, r.dossier, d.number AS dossier_number, d.title AS dossier_title, h.name AS handler_name,
           h.phone AS handler_phone, r.addressee, COALESCE(o.name, a.name) AS addressee_name, r.version,
           r.title_nl, r.title_en, r.due_date, r.state, r.answers, r.revision, r.saved_at, r.language, r.reference,
           r.created_at, r.closed_at, r.notes, r.sent_back_at, b.name AS sent_back_by_name, r.moved_at, r.moved_from,
           a.email AS addressee_email, a.phone AS addressee_phone, r.organisation
    FROM questionnaire_response r
    JOIN dossier d ON d.id = r.dossier
    JOIN account h ON h.id = d.handler
    JOIN account a ON a.id = r.addressee
    LEFT JOIN organisation o ON o.id = r.organisation
    LEFT JOIN account b ON b.id = r.sent_back_by
"""
MINE = RESPONSE + ANSWERING + " WHERE r.id = {}"

EARLIER = "SELECT e.id, e.version, e.answers, e.language, e.reference, e.closed_at FROM earlier_answers e"

FILES = """
    SELECT r.id, r.question, r.file AS stored, r.name, f.size FROM response_file r JOIN stored_file f ON f.id = r.file
    WHERE r.response = {} ORDER BY r.added_at, r.name
"""

QUESTIONNAIRES = """
    SELECT q.id, q.name, q.title_nl, q.title_en, v.id AS current, v.number AS current_number,
           v.published_at AS current_published_at,
           (SELECT count(*) FROM questionnaire_version c WHERE c.questionnaire = q.id AND c.number = 0) AS concepts,
           (SELECT max(w.withdrawn_at) FROM questionnaire_version w WHERE w.questionnaire = q.id)
               AS "withdrawn_at [timestamptz]",
           (SELECT count(*) FROM questionnaire_response r JOIN questionnaire_version o ON o.id = r.version
               WHERE o.questionnaire = q.id AND r.state = 'open') AS open_responses
    FROM questionnaire q
    LEFT JOIN questionnaire_version v ON v.questionnaire = q.id AND v.withdrawn_at IS NULL AND v.number = (
        SELECT max(n.number) FROM questionnaire_version n
        WHERE n.questionnaire = q.id AND n.number > 0 AND n.withdrawn_at IS NULL)
"""

VERSIONS = """
    SELECT v.id, v.questionnaire, v.number, v.source_name, a.name AS imported_by_name, v.imported_at, v.published_at,
           v.withdrawn_at, (SELECT count(*) FROM questionnaire_response r WHERE r.version = v.id AND r.state = 'open')
               AS open_responses,
           (SELECT count(*) FROM questionnaire_response r WHERE r.version = v.id AND r.state = 'completed')
               AS completed_responses
    FROM questionnaire_version v LEFT JOIN account a ON a.id = v.imported_by
"""


async def response(response_id: UUID, viewer: Viewer) -> ResponseView:
    """One response that this person may give, in whatever state; raises `NotFound`."""
    return _response(await database.query(MINE, viewer.id, response_id))


async def response_of(response_id: UUID) -> ResponseView:
    """A response in whatever state, for what the office does with it; raises `NotFound`."""
    return _response(await database.query(RESPONSE + " WHERE r.id = {}", response_id))


async def earlier_answers(response_id: UUID) -> list[EarlierView]:
    """What was sent each time before the office sent it back, oldest first; for who was given the response itself."""
    rows = await database.query(EARLIER + " WHERE e.response = {} ORDER BY e.closed_at", response_id)
    return [EarlierView(**{**row, "answers": bytes(row["answers"])}) for row in rows]


async def files_of(response_id: UUID) -> tuple[Attachment, ...]:
    """The files at the questions of a response that was found for its viewer, as they were added."""
    return tuple(Attachment(**row) for row in await database.query(FILES, response_id))


async def published() -> list[QuestionnaireView]:
    """The questionnaires that can be asked for, by title."""
    return [each for each in await questionnaires() if each.can_be_asked]


async def questionnaires() -> list[QuestionnaireView]:
    """Every questionnaire of the office, by title."""
    return [_questionnaire(row) for row in await database.query(QUESTIONNAIRES + " ORDER BY q.title_nl")]


async def questionnaire(questionnaire_id: UUID) -> QuestionnaireView:
    """One questionnaire; raises `NotFound`."""
    rows = await database.query(QUESTIONNAIRES + " WHERE q.id = {}", questionnaire_id)
    if not rows:
        raise NotFound
    return _questionnaire(rows[0])


async def versions(questionnaire_id: UUID) -> list[VersionView]:
    """The versions of a questionnaire, newest first; those that are not published yet come before the others."""
    order = "CASE WHEN v.number = 0 THEN 0 ELSE 1 END, v.number DESC, v.imported_at DESC"
    rows = await database.query(f"{VERSIONS} WHERE v.questionnaire = {{}} ORDER BY {order}", questionnaire_id)
    return [_version(row) for row in rows]


async def version(version_id: UUID) -> VersionView:
    """One version; raises `NotFound`."""
    rows = await database.query(VERSIONS + " WHERE v.id = {}", version_id)
    if not rows:
        raise NotFound
    return _version(rows[0])


async def source_of(version_id: UUID) -> bytes:
    """The file that a version was imported from."""
    rows = await database.query("SELECT source FROM questionnaire_version WHERE id = {}", version_id)
    if not rows:
        raise NotFound
    return bytes(rows[0]["source"])


async def packed_source_of(version_id: UUID) -> tuple[bytes, str]:
    """The file that a version was imported from, and its name, where that may hold more files; raises `NotFound`."""
    question = "SELECT source, source_name FROM questionnaire_version WHERE id = {} AND lower(source_name) LIKE '%.zip'"
    rows = await database.query(question, version_id)
    if not rows:
        raise NotFound
    return bytes(rows[0]["source"]), rows[0]["source_name"]


def _response(rows: list[dict[str, Any]]) -> ResponseView:
    if not rows:
        raise NotFound
    row = rows[0]
    row |= {name: bytes(row[name] or b"") for name in ("answers", "notes")}
    row |= {"state": RequestState(row["state"]), "sent_back_by_name": row["sent_back_by_name"] or ""}
    return ResponseView(**row)


def _questionnaire(row: dict[str, Any]) -> QuestionnaireView:
    concepts = row.pop("concepts")
    return QuestionnaireView(**{**row, "has_concept": concepts > 0, "current_number": row["current_number"] or 0})


def _version(row: dict[str, Any]) -> VersionView:
    return VersionView(**{**row, "imported_by_name": row["imported_by_name"] or ""})
