"""The sheets of an XLSForm in Markdown, read row by row with the place of each, and written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SHEETS = ("survey", "choices", "settings")


class ComposeError(Exception):
    """A source or a block that cannot be used; says in which file and row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet by heading, with the file it stands in and its number there; headings are row 1."""

    file: Path
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def error(self, message: str) -> ComposeError:
        """What is wrong with this row."""
        return ComposeError(f"{self.file.parent.name}/{self.file.name}, row {self.number}: {message}")


@dataclass(frozen=True, slots=True)
class Sheets:
    """A Markdown file as it was written: the comments above its first table, and its tables with their headings."""

    comments: tuple[str, ...]
    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: tuple[Row, ...]
    headings: dict[str, tuple[str, ...]]


def read(path: Path) -> Sheets:
    """The sheets of a source or a block."""
    # Here, because it takes 0.7 s and the tests of other tools import this package too.
    from pyxform.xls2json_backends import get_xlsform  # type: ignore[import-untyped]

    text = path.read_text(encoding="utf-8")
    book = get_xlsform(xlsform=text, file_type=".md")
    comments = [line for line in text.partition("\n|")[0].splitlines() if line.startswith("#")]
    sheets = {
        sheet: tuple(Row(path, number, cells) for number, cells in enumerate(getattr(book, sheet) or (), 2))
        for sheet in SHEETS
    }
    headings = {sheet: tuple((getattr(book, f"{sheet}_header") or [{}])[0]) for sheet in SHEETS}
    return Sheets(tuple(comments), **sheets, headings=headings)


def table(sheet: str, rows: Sequence[Row], headings: Iterable[str]) -> str:
    """The table without the columns that nothing stands in."""
    columns = [heading for heading in headings if any(row[heading] for row in rows)]
    lines = [columns, *([row[column] for column in columns] for row in rows)]
    return "\n".join([f"| {sheet} |", *map(_line, lines)])


def _line(cells: Sequence[str]) -> str:
    last = max((place for place, text in enumerate(cells) if text), default=0)
    return "| | " + " | ".join(text.replace("|", r"\|") for text in cells[: last + 1]) + " |"
