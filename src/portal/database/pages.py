"""Walking through a long list page by page: each page starts at a row, so that the last one costs as much as the first.

The row is named by its id, which says nothing about anybody in an address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from portal import database

PAGE = 25
Row = TypeVar("Row")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page starts: right after a row, or right before one; at the top when neither is given."""

    after: UUID | None = None
    before: UUID | None = None


TOP = Position()


def here(position: Position) -> str:
    """A position as the query of an address."""
    given = [f"{name}={row}" for name, row in (("after", position.after), ("before", position.before)) if row]
    return f"?{given[0]}" if given else ""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page, and the rows to go on from where there is more."""

    rows: list[Row]
    before: UUID | None
    after: UUID | None

    def of(self, rows: list[Other]) -> "Page[Other]":
        """The same page with its rows as something else."""
        return Page(rows, self.before, self.after)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its SELECT up to and including WHERE, and the columns that order it, all one way (the last one unique).

    `start` and the names of the columns find the row again that a page starts from: a FROM up to and including the
    name of the id, as in `dossier WHERE id`, with `start_values` before it.
    """

    select: str
    start: str
    columns: Sequence[str]
    is_descending: bool
    start_values: Sequence[object] = ()


async def window(listing: Listing, values: Sequence[object], position: Position) -> Page[dict[str, Any]]:
    """One page of a list, in its order; its rows have an `id`."""
    is_back, start = position.before is not None, position.before or position.after
    is_descending = listing.is_descending is not is_back
    sql, given = listing.select, list(values)
    if start is not None:
        names = ", ".join(column.rpartition(".")[2] for column in listing.columns)
        beyond = "<" if is_descending else ">"
        first = f"SELECT {names} FROM {listing.start} = {{}}"  # noqa: S608 (our names)
        sql += f" AND ({', '.join(listing.columns)}) {beyond} ({first})"
        given += [*listing.start_values, start]
    order = "DESC" if is_descending else "ASC"
    sql += " ORDER BY " + ", ".join(f"{column} {order}" for column in listing.columns) + f" LIMIT {PAGE + 1}"
    rows = await database.query(sql, *given)
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    if is_back:
        rows.reverse()
    has_before, has_after = (has_more, True) if is_back else (start is not None, has_more)
    return Page(
        rows,
        before=rows[0]["id"] if rows and has_before else None,
        after=rows[-1]["id"] if rows and has_after else None,
    )
