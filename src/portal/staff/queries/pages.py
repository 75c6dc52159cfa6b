"""Walking through a long list page by page: each page starts at a row, so that the last one costs as much as the first.

The row is named by its id, which says nothing about anybody in an address.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal import database

PAGE = 25


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page starts: right after a row, or right before one; at the top when neither is given."""

    after: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of one page, and the rows to go on from where there is more."""

    rows: list[dict[str, Any]]
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its SELECT up to and including WHERE, and the two columns that order it (the second one unique).

    `table` and its `columns` are where the row that a page starts from is found again.
    """

    select: str
    table: str
    alias: str
    columns: tuple[str, str]
    is_descending: bool


async def window(listing: Listing, args: list[object], position: Position) -> Window:
    """One page of a list, in its order."""
    is_back = position.before is not None
    start = position.before or position.after
    is_descending = listing.is_descending is not is_back
    first, second = (f"{listing.alias}.{column}" for column in listing.columns)
    sql, values = listing.select, list(args)
    if start is not None:
        beyond = "<" if is_descending else ">"
        start_row = f"SELECT {', '.join(listing.columns)} FROM {listing.table} WHERE id = {{}}"  # noqa: S608 (our names)
        sql += f" AND ({first}, {second}) {beyond} ({start_row})"
        values.append(start)
    order = "DESC" if is_descending else "ASC"
    sql += f" ORDER BY {first} {order}, {second} {order} LIMIT {PAGE + 1}"
    rows = await database.query(sql, *values)
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    if is_back:
        rows.reverse()
    has_before, has_after = (has_more, True) if is_back else (start is not None, has_more)
    return Window(
        rows,
        before=rows[0]["id"] if rows and has_before else None,
        after=rows[-1]["id"] if rows and has_after else None,
    )
