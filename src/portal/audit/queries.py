"""Reading the audit log in stretches, the latest first: each starts at an entry, so that all of them cost the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal import database

LONGEST = 25
LAST = 2**63 - 1  # of a BIGINT

ENTRIES = "SELECT e.id, e.at, e.actor, e.action, e.subject, e.detail FROM audit_entry e"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a stretch lies: right before an entry, or right after one; at the latest when neither is given."""

    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of the log: a SELECT like `ENTRIES` up to and including its WHERE, and its values.

    An index should find its entries in their order: the log holds millions.
    """

    sql: str
    values: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries of one page, and the positions to go on from where there is more."""

    rows: list[dict[str, Any]]
    older: int | None
    newer: int | None


async def stretch(branches: Sequence[Branch], position: Position, longest: int = LONGEST) -> Stretch:
    """One stretch of some parts of the log together; one statement."""
    sql, values = statement(branches, position, longest)
    rows = await database.query(sql, *values)
    has_more, rows = len(rows) > longest, rows[:longest]
    if position.after is not None:
        rows.reverse()
        has_older, has_newer = True, has_more
    else:
        has_older, has_newer = has_more, position.before is not None
    return Stretch(
        rows,
        older=rows[-1]["id"] if rows and has_older else None,
        newer=rows[0]["id"] if rows and has_newer else None,
    )


def statement(branches: Sequence[Branch], position: Position, longest: int = LONGEST) -> tuple[str, list[object]]:
    """The statement of a stretch, with one entry more than it shows, and its values."""
    is_up = position.after is not None
    start = position.after if is_up else position.before
    edge = LAST if start is None else max(-LAST, min(LAST, start))
    beyond, order = (">", "ASC") if is_up else ("<", "DESC")
    ending = f"ORDER BY {{}}id {order} LIMIT {longest + 1}"
    parts, values = [], list[object]()
    for number, branch in enumerate(branches):
        part = f"{branch.sql} AND e.id {beyond} {{}} {ending.format('e.')}"
        parts.append(f"SELECT * FROM ({part}) part_{number}")  # noqa: S608 (all of it is ours)
        values += [*branch.values, edge]
    return f"{' UNION ALL '.join(parts)} {ending.format('')}", values
