"""Who opened the papers of a person: that person always, and the office; never what another client read.

Of what a person supplied themselves, they see every opening, also by a colleague of their company.
"""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal import database, i18n
from portal.accounts.viewer import Viewer
from portal.audit.queries import ENTRIES, LONGEST, Branch, Position, stretch
from portal.dossiers.queries import ANSWERING, AS_ACTING

OPENED, ANSWERS, TAKEN = "document_opened", "answers_opened", "own_data_downloaded"
# Who sees a dossier for themselves and for a company, finds each entry once.
COLUMNS = ENTRIES.removesuffix(" FROM audit_entry e").replace("SELECT", "SELECT DISTINCT")

# CROSS JOIN, so that SQLite starts at the papers and finds the entries of each by their index.
PAPERS = f"""
    {COLUMNS} FROM dossier_access x
    CROSS JOIN document doc
    CROSS JOIN audit_entry e
    WHERE x.account = {{}} AND doc.dossier = x.dossier AND doc.withdrawn_at IS NULL AND (
        (doc.category = 'supplied' AND (doc.organisation = x.organisation OR (
            doc.supplied_by = x.account AND doc.organisation IS NULL AND x.organisation IS NULL)))
        OR (doc.category <> 'supplied' AND (doc.is_for_everyone = {{}} OR EXISTS (
            SELECT 1 FROM document_addressee t WHERE t.document = doc.id AND (t.organisation = x.organisation OR (
                t.account = x.account AND t.organisation IS NULL AND x.organisation IS NULL))))))
    AND e.subject = doc.id AND e.action = {{}} AND e.actor <> x.account AND (doc.supplied_by = x.account OR EXISTS (
        SELECT 1 FROM account s WHERE s.id = e.actor AND s.kind = 'staff'))
"""  # noqa: S608 (all of it is ours)
RESPONSES = f"""
    {COLUMNS} FROM dossier_access x
    CROSS JOIN questionnaire_response r
    CROSS JOIN audit_entry e
    WHERE x.account = {{}} AND r.dossier = x.dossier AND r.addressee = x.account
    AND x.organisation IS NOT DISTINCT FROM r.organisation
    AND e.subject = r.id AND e.action = {{}} AND e.actor <> x.account
"""
OWN = f"{ENTRIES} WHERE e.actor = {{}} AND e.action = {{}}"
IN_DOSSIER = " AND EXISTS (SELECT 1 FROM document o WHERE o.id = e.subject AND o.dossier = {})"

# What was withdrawn since keeps its name to itself, and so does what is in a dossier that is closed to this person.
NAMED = """
    SELECT doc.id, doc.title AS title_nl, doc.title AS title_en, d.title AS dossier
    FROM document doc JOIN dossier d ON d.id = doc.dossier
    JOIN dossier_access x ON x.dossier = d.id AND x.account = {}
    WHERE doc.withdrawn_at IS NULL AND doc.id IN (SUBJECTS)
    UNION ALL
    SELECT r.id, r.title_nl, r.title_en, d.title AS dossier
    FROM questionnaire_response r JOIN dossier d ON d.id = r.dossier
    WHERE r.addressee = {} AND r.id IN (SUBJECTS)
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """That somebody opened a paper; `title` is empty for one that is no longer there, `by` for the person themselves.

    `is_everything` where the person took all their data along.
    """

    at: datetime.datetime
    title: str
    dossier: str
    by: str
    is_by_office: bool
    is_everything: bool


@dataclass(frozen=True, slots=True)
class Openings:
    """Some of them, the latest first, and the positions to go on from where there are more."""

    rows: list[Opening]
    older: int | None
    newer: int | None


async def openings(
    viewer: Viewer, position: Position, *, dossier: UUID | None = None, longest: int = LONGEST
) -> Openings:
    """One page of the times that somebody opened a paper of this person, of all their dossiers or of one."""
    found = await stretch(branches(viewer.id, dossier), position, longest)
    titles, people = await _titles(found.rows, viewer), await _people(found.rows)
    return Openings([_opening(row, viewer, titles, people) for row in found.rows], found.older, found.newer)


async def responses_in(dossier: UUID, viewer: Viewer) -> list[UUID]:
    """The questionnaires that this person may fill in, or did, in a dossier; oldest first."""
    return await _asked("questionnaire_response", dossier, viewer)


async def upload_requests_in(dossier: UUID, viewer: Viewer) -> list[UUID]:
    """The requests for files that this person may answer, or did, in a dossier; oldest first."""
    return await _asked("upload_request", dossier, viewer)


async def _asked(table: str, dossier: UUID, viewer: Viewer) -> list[UUID]:
    joined = f"SELECT r.id FROM {table} r {ANSWERING}{AS_ACTING}"  # noqa: S608 (names of ours)
    sql = f"{joined} WHERE r.dossier = {{}} ORDER BY r.created_at, r.id"
    return [row["id"] for row in await database.query(sql, viewer.id, viewer.organisation, dossier)]


def branches(account: UUID, dossier: UUID | None = None) -> list[Branch]:
    """The parts of the log that tell of these openings."""
    if dossier is not None:
        there = " AND x.dossier = {}"
        return [
            Branch(OWN + IN_DOSSIER, (account, OPENED, dossier)),
            Branch(PAPERS + there, (account, True, OPENED, dossier)),
            Branch(RESPONSES + there, (account, ANSWERS, dossier)),
        ]
    return [
        Branch(OWN, (account, OPENED)),
        Branch(OWN, (account, TAKEN)),
        Branch(PAPERS, (account, True, OPENED)),
        Branch(RESPONSES, (account, ANSWERS)),
    ]


async def _titles(rows: list[dict[str, Any]], viewer: Viewer) -> dict[UUID, tuple[str, str]]:
    """The title of each paper, and that of its dossier."""
    subjects = {row["subject"] for row in rows if row["subject"] is not None}
    if not subjects:
        return {}
    sql = NAMED.replace("SUBJECTS", ", ".join(["{}"] * len(subjects)))
    named = await database.query(sql, viewer.id, *subjects, viewer.id, *subjects)
    language = "title_en" if i18n.language() == "en" else "title_nl"
    return {row["id"]: (row[language], row["dossier"]) for row in named}


async def _people(rows: list[dict[str, Any]]) -> dict[UUID, tuple[str, bool]]:
    """The name of each person, and whether they are of the office."""
    actors = {row["actor"] for row in rows}
    if not actors:
        return {}
    sql = f"SELECT id, name, kind FROM account WHERE id IN ({', '.join(['{}'] * len(actors))})"  # noqa: S608 (a place for each value)
    return {row["id"]: (row["name"], row["kind"] == "staff") for row in await database.query(sql, *actors)}


def _opening(
    row: dict[str, Any], viewer: Viewer, titles: dict[UUID, tuple[str, str]], people: dict[UUID, tuple[str, bool]]
) -> Opening:
    title, dossier = titles.get(row["subject"], ("", ""))
    name, is_staff = people.get(row["actor"], ("", False))
    by = "" if row["actor"] == viewer.id else name
    return Opening(row["at"], title, dossier, by, is_staff, row["action"] == TAKEN)
