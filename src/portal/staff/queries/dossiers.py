"""Finding dossiers, and what stands in one."""

import datetime
from collections import defaultdict
from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.database.pages import Listing, Page, Position, window
from portal.dossiers.tables import DossierState
from portal.errors import NotFound
from portal.staff.queries import require_staff
from portal.staff.queries.clients import OF_PERSON
from portal.staff.search import DossierSearch
from portal.staff.views import DossierRow, PersonRow
from portal.text import fold, like

DOSSIER = """
    SELECT d.id, d.number, d.title, d.kind, d.state, d.signing_date, d.closed_at, d.created_at, d.handler,
           h.name AS handler_name
    FROM dossier d JOIN account h ON h.id = d.handler
"""
# Private persons, and companies as the one party that each of them is.
PEOPLE = """
    SELECT x.dossier, a.id, a.name, a.email, -1 AS members, a.signed_in_at, MAIL_FAILED_AT
    FROM dossier_access x JOIN account a ON a.id = x.account WHERE x.dossier IN (IDS) AND x.organisation IS NULL
    UNION ALL
    SELECT x.dossier, o.id, o.name, '', (SELECT count(*) FROM dossier_access y
               WHERE y.dossier = x.dossier AND y.organisation = x.organisation),
           (SELECT max(m.used_at) FROM membership m WHERE m.organisation = o.id), NULL
    FROM dossier_organisation x JOIN organisation o ON o.id = x.organisation WHERE x.dossier IN (IDS)
    ORDER BY 3, 2
""".replace("MAIL_FAILED_AT", OF_PERSON.replace("WHO", "a.id"))
TO_CHOOSE_FROM = 10
ASKED = """
    SELECT dossier, count(*) AS open, sum(CASE WHEN due_date < {} THEN 1 ELSE 0 END) AS overdue FROM (
        SELECT dossier, due_date FROM upload_request WHERE state = 'open'
        UNION ALL SELECT dossier, due_date FROM questionnaire_response WHERE state = 'open'
    ) asked WHERE dossier IN (IDS) GROUP BY dossier
"""


async def dossiers(
    viewer: Viewer, search: DossierSearch, position: Position, *, today: datetime.date
) -> Page[DossierRow]:
    """One page of the dossiers that hold every word of the search, the newest first."""
    require_staff(viewer)
    conditions, values = _conditions(search)
    listing = Listing(f"{DOSSIER} WHERE {conditions}", "dossier WHERE id", ("d.created_at", "d.id"), is_descending=True)
    found = await window(listing, values, position)
    return found.of(await _with_people(found.rows, today))


async def dossier(dossier_id: UUID, viewer: Viewer) -> DossierRow:
    """One dossier; raises `NotFound`."""
    require_staff(viewer)
    rows = await database.query(DOSSIER + " WHERE d.id = {}", dossier_id)
    if not rows:
        raise NotFound
    return _row(rows[0], ())


async def open_dossiers(viewer: Viewer, words: str = "", *, also: UUID | None = None) -> list[DossierRow]:
    """The open dossiers to choose from: `also`, and the newest that hold every word; for no words no others."""
    require_staff(viewer)
    rows = await database.query(DOSSIER + " WHERE d.state = 'open' AND d.id = {}", also) if also else []
    if fold(words):
        conditions, values = _conditions(DossierSearch(words, DossierState.OPEN))
        sql = f"{DOSSIER} WHERE {conditions} ORDER BY d.created_at DESC, d.id LIMIT {{}}"
        rows += [row for row in await database.query(sql, *values, TO_CHOOSE_FROM) if row["id"] != also]
    return [_row(row, ()) for row in rows]


async def people(dossier_id: UUID, viewer: Viewer) -> list[PersonRow]:
    """The clients who may see a dossier, persons and companies, by name."""
    require_staff(viewer)
    return [
        PersonRow(
            row["id"],
            row["name"],
            row["email"],
            members=row["members"],
            has_signed_in=row["signed_in_at"] is not None,
            mail_failed_at=row["mail_failed_at"],
        )
        for row in await database.query(PEOPLE.replace("IDS", "{}"), dossier_id, dossier_id)
    ]


def _conditions(search: DossierSearch) -> tuple[str, list[object]]:
    wanted: list[tuple[str, object]] = []
    if search.state:
        wanted.append(("d.state = {}", search.state))
    if search.handler:
        wanted.append(("d.handler = {}", search.handler))
    wanted += [("d.search LIKE {} ESCAPE '\\'", like(word)) for word in fold(search.words).split()]
    return " AND ".join(condition for condition, _value in wanted) or "TRUE", [value for _condition, value in wanted]


async def _with_people(rows: list[dict[str, Any]], today: datetime.date) -> list[DossierRow]:
    """The rows of one page with their people and what is asked in them: two more questions, however long the page."""
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    marks = ", ".join(["{}"] * len(ids))
    names: dict[UUID, list[str]] = defaultdict(list)
    for person in await database.query(PEOPLE.replace("IDS", marks), *ids * 2):
        names[person["dossier"]].append(person["name"])
    asked = {row["dossier"]: row for row in await database.query(ASKED.replace("IDS", marks), today, *ids)}
    return [_row(row, tuple(dict.fromkeys(names[row["id"]])), asked.get(row["id"])) for row in rows]


def _row(row: dict[str, Any], names: tuple[str, ...], asked: dict[str, Any] | None = None) -> DossierRow:
    columns = {name: value for name, value in row.items() if name != "created_at"}
    columns["state"] = DossierState(row["state"])
    counts = {"open_requests": asked["open"], "overdue_requests": asked["overdue"]} if asked else {}
    return DossierRow(**columns, people=names, **counts)
