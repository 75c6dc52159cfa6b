"""What is asked of clients: its state and nothing more, so that nobody sees whether somebody has begun."""

import datetime
from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.errors import NotFound
from portal.staff.queries import require_staff
from portal.staff.views import Kind, RequestRow, state_of

REQUESTS = """
    SELECT r.*, d.title AS dossier_title, COALESCE(o.name, a.name) AS addressee_name FROM (
        SELECT id, 'upload' AS kind, dossier, addressee, organisation, title AS title_nl, title AS title_en,
               due_date, state, created_at, closed_at, reminded_at, 0 AS is_sent_back,
               0 AS newer
        FROM upload_request WHERE WHICH
        UNION ALL
        SELECT id, 'questionnaire', dossier, addressee, organisation, title_nl, title_en, due_date, state,
               created_at, closed_at, reminded_at, CASE WHEN sent_back_at IS NULL THEN 0 ELSE 1 END,
               COALESCE((SELECT max(n.number) FROM questionnaire_version n
                   JOIN questionnaire_version o ON o.questionnaire = n.questionnaire
                   WHERE o.id = version AND n.withdrawn_at IS NULL AND n.number > o.number), 0)
        FROM questionnaire_response WHERE WHICH
    ) r JOIN dossier d ON d.id = r.dossier JOIN account a ON a.id = r.addressee
    LEFT JOIN organisation o ON o.id = r.organisation
"""


async def requests(dossier: UUID, viewer: Viewer, *, today: datetime.date) -> list[RequestRow]:
    """Everything that was asked in a dossier, the newest first."""
    require_staff(viewer)
    sql = REQUESTS.replace("WHICH", "dossier = {}") + " ORDER BY r.created_at DESC, r.title_nl, a.name"
    return [_row(row, today) for row in await database.query(sql, dossier, dossier)]


async def overdue(viewer: Viewer, *, today: datetime.date, limit: int = 12) -> list[RequestRow]:
    """What should have been in by now, the longest ago first."""
    require_staff(viewer)
    sql = REQUESTS.replace("WHICH", "state = 'open' AND due_date < {}") + " ORDER BY r.due_date, r.created_at LIMIT {}"
    return [_row(row, today) for row in await database.query(sql, today, today, limit)]


async def request(request_id: UUID, kind: Kind, viewer: Viewer, *, today: datetime.date) -> RequestRow:
    """One request of a kind; raises `NotFound`."""
    require_staff(viewer)
    sql = REQUESTS.replace("WHICH", "id = {}") + " WHERE r.kind = {}"
    rows = await database.query(sql, request_id, request_id, kind.value)
    if not rows:
        raise NotFound
    return _row(rows[0], today)


def _row(row: dict[str, Any], today: datetime.date) -> RequestRow:
    columns = {name: value for name, value in row.items() if name not in {"addressee", "organisation"}}
    columns["is_sent_back"] = bool(row["is_sent_back"])
    columns["kind"], columns["state"] = Kind(row["kind"]), state_of(row["state"], row["due_date"], today)
    return RequestRow(**columns)
