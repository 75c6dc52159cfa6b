"""Reading what a person is asked to do: open questionnaires and upload requests as one list."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal import database, i18n
from portal.accounts.viewer import Viewer
from portal.database.pages import Listing, Page, Position, window
from portal.dossiers.queries import ANSWERING
from portal.web.sessions import Counts

REQUESTS = """
    SELECT r.id, r.dossier, d.title AS dossier_title, r.title_nl, r.title_en, r.due_date, r.created_at, r.closed_at,
           r.steps_done, r.steps_total, r.revision, 1 AS is_questionnaire,
           CASE WHEN r.sent_back_at IS NULL THEN 0 ELSE 1 END AS is_sent_back, r.notes_count, b.name AS noted_by
    FROM questionnaire_response r
    JOIN dossier d ON d.id = r.dossier
    LEFT JOIN account b ON b.id = r.sent_back_by
    ANSWERING WHERE ASKED AND r.state = {}
    UNION ALL
    SELECT r.id, r.dossier, d.title, r.title, r.title, r.due_date, r.created_at, r.closed_at, 0, 0, 0, 0, 0, 0, NULL
    FROM upload_request r
    JOIN dossier d ON d.id = r.dossier
    ANSWERING WHERE ASKED AND r.state = {}
""".replace("ANSWERING", ANSWERING)
COUNTED = """
    SELECT dossier, count(*) AS asked FROM (
        SELECT r.dossier FROM questionnaire_response r ANSWERING WHERE ASKED AND r.state = {}
        UNION ALL SELECT r.dossier FROM upload_request r ANSWERING WHERE ASKED AND r.state = {}
    ) open GROUP BY dossier
""".replace("ANSWERING", ANSWERING)
# The two figures of the navigation, of the person in `account a` who acts for `membership m`, or for themselves
# where there is none; and whether there are dossiers of their own.
FIGURES = """
        (SELECT count(*) FROM dossier_access x WHERE x.account = a.id
            AND x.organisation IS NOT DISTINCT FROM m.organisation) AS dossiers,
        (SELECT count(*) FROM questionnaire_response r JOIN dossier_access x ON x.dossier = r.dossier
            AND x.account = r.addressee AND x.organisation IS NULL
            WHERE m.organisation IS NULL AND r.addressee = a.id AND r.organisation IS NULL AND r.state = 'open')
        + (SELECT count(*) FROM upload_request u JOIN dossier_access x ON x.dossier = u.dossier
            AND x.account = u.addressee AND x.organisation IS NULL
            WHERE m.organisation IS NULL AND u.addressee = a.id AND u.organisation IS NULL AND u.state = 'open')
        + (SELECT count(*) FROM questionnaire_response r JOIN dossier_access x ON x.dossier = r.dossier
            AND x.account = a.id AND x.organisation = r.organisation AND x.can_deliver
            WHERE r.organisation = m.organisation AND r.state = 'open')
        + (SELECT count(*) FROM upload_request u JOIN dossier_access x ON x.dossier = u.dossier
            AND x.account = a.id AND x.organisation = u.organisation AND x.can_deliver
            WHERE u.organisation = m.organisation AND u.state = 'open')
        AS actions,
        CASE WHEN EXISTS (SELECT 1 FROM dossier_access x WHERE x.account = a.id AND x.organisation IS NULL)
            THEN 1 ELSE 0 END AS has_own
"""
COUNTS = """
    SELECT FIGURES FROM account a
    LEFT JOIN membership m ON m.account = a.id AND m.organisation = {} AND m.blocked_at IS NULL WHERE a.id = {}
""".replace("FIGURES", FIGURES)


class ActionKind(StrEnum):
    """The two kinds of action."""

    QUESTIONNAIRE = "questionnaire"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that the office asks of a person; `notes_count` and `noted_by` are of one that was sent back."""

    id: UUID
    kind: ActionKind
    dossier: UUID
    dossier_title: str
    title_nl: str
    title_en: str
    due_date: datetime.date | None
    created_at: datetime.datetime
    closed_at: datetime.datetime | None
    steps_done: int
    steps_total: int
    is_begun: bool
    is_sent_back: bool
    notes_count: int
    noted_by: str | None

    @property
    def title(self) -> str:
        """What is asked, in the language in force."""
        return self.title_en if i18n.language() == "en" else self.title_nl

    @property
    def is_questionnaire(self) -> bool:
        """Whether it is a questionnaire; otherwise it is an upload request."""
        return self.kind is ActionKind.QUESTIONNAIRE

    @property
    def address(self) -> str:
        """Where it is done."""
        return f"/questionnaires/{self.id}" if self.is_questionnaire else f"/upload-requests/{self.id}"

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether its day has passed; the due date itself still counts."""
        return self.due_date is not None and self.due_date < today


async def open_actions(viewer: Viewer, dossier: UUID | None = None) -> list[Action]:
    """What this person, or the company for which they act, is to do, in all or in one; the nearest due date first."""
    found = await _actions(viewer, "open", [dossier] if dossier else None)
    return sorted(found, key=lambda action: (action.due_date or datetime.date.max, action.created_at))


async def completed_actions(viewer: Viewer, position: Position) -> Page[Action]:
    """One page of what this person, or the company for which they act, has done; the latest first."""
    sql, values = _asking(REQUESTS, viewer, "completed", None)
    done = f"({sql}) done WHERE"
    columns = ("done.closed_at", "done.id")
    listing = Listing(f"SELECT * FROM {done} TRUE", f"{done} done.id", columns, is_descending=True, start_values=values)  # noqa: S608 (all of it is ours)
    found = await window(listing, values, position)
    return found.of([_action(row) for row in found.rows])


async def counts(viewer: Viewer) -> Counts:
    """The figures of *Dossiers* and *Acties*."""
    row = (await database.query(COUNTS, viewer.organisation, viewer.id))[0]
    return Counts(row["dossiers"], row["actions"])


async def action_counts(viewer: Viewer, dossiers: Sequence[UUID]) -> dict[UUID, int]:
    """How much there is to do in each of a few dossiers; nothing for one where there is nothing."""
    if not dossiers:
        return {}
    return {row["dossier"]: row["asked"] for row in await _asked(COUNTED, viewer, "open", dossiers)}


async def _actions(viewer: Viewer, state: str, dossiers: Sequence[UUID] | None = None) -> list[Action]:
    return [_action(row) for row in await _asked(REQUESTS, viewer, state, dossiers)]


async def _asked(sql: str, viewer: Viewer, state: str, dossiers: Sequence[UUID] | None) -> list[dict[str, Any]]:
    asking, values = _asking(sql, viewer, state, dossiers)
    return await database.query(asking, *values)


def _asking(sql: str, viewer: Viewer, state: str, dossiers: Sequence[UUID] | None) -> tuple[str, list[object]]:
    """What is asked of whoever acts, in all dossiers or in a few; `sql` says it twice, of both kinds."""
    asked = "r.addressee = {} AND r.organisation IS NULL" if viewer.organisation is None else "r.organisation = {}"
    if dossiers is not None:
        asked += f" AND r.dossier IN ({', '.join(['{}'] * len(dossiers))})"
    values = [viewer.id, viewer.organisation or viewer.id, *(dossiers or ()), state]
    return sql.replace("ASKED", asked), values * 2


def _action(row: dict[str, Any]) -> Action:
    kind = ActionKind.QUESTIONNAIRE if row.pop("is_questionnaire") else ActionKind.UPLOAD
    is_begun, is_sent_back = row.pop("revision") > 0, bool(row.pop("is_sent_back"))
    return Action(kind=kind, is_begun=is_begun, is_sent_back=is_sent_back, **row)
