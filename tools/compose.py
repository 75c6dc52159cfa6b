"""Compose the questionnaires from their sources and the blocks that they share: `make questionnaires`.

A source is an XLSForm in Markdown. A row of the type `include BLOCK` becomes a group with the rows of that block, each
name prefixed with the name of the row. `docs/questionnaires.md` tells how to write them.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tools.sheets import ComposeError, Row, Sheets, read, table

ROOT = Path(__file__).parent.parent / "questionnaires"
_INCLUDE = re.compile(r"include\s+([\w-]+)")
_REFERENCE = re.compile(r"\$\{\s*([\w.-]+)\s*\}")
_BEGIN, _END = re.compile(r"begin[ _]\w+"), re.compile(r"end[ _]\w+")
_SELECT = re.compile(r"select_(?:one|multiple)\s+([\w-]+)")
_LITERAL = re.compile(r"'[^']*'|-?[\d.]+")
_CODE, _PREFILL = "bind::np:code", "bind::np:prefill"
LISTS = "lists"
"""The block that holds nothing but choice lists, each taken along where it is used."""


def compose(source: Path, blocks: Path) -> str:
    """The whole questionnaire as Markdown; raises `ComposeError` for the first row that cannot be used."""
    sheets = read(source)
    composing = _Composing(blocks, {sheet: dict.fromkeys(names) for sheet, names in sheets.headings.items()})
    survey = list(composing.expand(sheets.survey))
    _refuse_doubles(survey)
    choices = composing.with_lists(sheets.choices, survey)
    made = f"# Made from sources/{source.name} by `make questionnaires`; change that file, or one of the blocks."
    tables = [
        table(sheet, rows, composing.headings[sheet])
        for sheet, rows in (("survey", survey), ("choices", choices), ("settings", sheets.settings))
        if rows
    ]
    return "\n\n".join(["\n".join([made, *sheets.comments]), *tables]) + "\n"


@dataclass
class _Composing:
    blocks: Path
    headings: dict[str, dict[str, None]]
    lists: dict[str, list[Row]] = field(default_factory=dict)
    read: dict[str, Sheets] = field(default_factory=dict)
    inside: tuple[str, ...] = ()

    def expand(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows with every include replaced by its group."""
        for row in rows:
            include = _INCLUDE.fullmatch(row["type"])
            if include is None:
                yield row
            else:
                yield from self._included(row, include.group(1))

    def with_lists(self, own: Sequence[Row], survey: Iterable[Row]) -> list[Row]:
        """The choices of the source, and after them the lists of its blocks and the shared ones that it uses."""
        names = {row["list_name"] for row in own}
        for name, rows in self.lists.items():
            if name in names:
                raise rows[0].error(f"the source has a choice list “{name}” of its own")
        shared = _by_list(self._sheets(LISTS).choices) if (self.blocks / f"{LISTS}.md").is_file() else {}
        used = {found[1] for row in survey if (found := _SELECT.match(row["type"]))}
        wanted = {name: rows for name, rows in shared.items() if name in used - names and name not in self.lists}
        return [*own, *(row for rows in (self.lists | wanted).values() for row in rows)]

    def _included(self, row: Row, block: str) -> Iterator[Row]:
        if not row["name"]:
            raise row.error(f"give the block “{block}” a name; it becomes the prefix of its questions")
        options = _Options.of(row)
        rows, given = _with_values(self._rows_of(block, row), options)
        rows = _without(rows, options, row)
        group = {column: text for column, text in row.cells.items() if column != "parameters"}
        names = {each["name"]: f"${{{row['name']}_{each['name']}}}" for each in rows if each["name"]}
        yield replace(row, cells={**group, "type": "begin_group"})
        for each in rows:
            yield _renamed(each, row["name"], {**names, **given}, options)
        yield replace(row, cells={"type": "end_group"})

    def _rows_of(self, block: str, row: Row) -> list[Row]:
        if not (self.blocks / f"{block}.md").is_file():
            raise row.error(f"there is no block “{block}”")
        if block in self.inside:
            raise row.error(f"the block “{block}” includes itself")
        sheets = self._sheets(block)
        self.lists |= _by_list(sheets.choices)
        outside, self.inside = self.inside, (*self.inside, block)
        rows = list(self.expand(sheets.survey))
        self.inside = outside
        return rows

    def _sheets(self, block: str) -> Sheets:
        if block not in self.read:
            self.read[block] = sheets = read(self.blocks / f"{block}.md")
            for sheet in ("survey", "choices"):
                self.headings[sheet] |= dict.fromkeys(sheets.headings[sheet])
        return self.read[block]


@dataclass(frozen=True, slots=True)
class _Options:
    """What the parameters of an include say: `without=a,b prefill=yes NAME_IN_BLOCK=VALUE`."""

    without: tuple[str, ...]
    is_prefilled: bool
    values: dict[str, str]

    @staticmethod
    def of(row: Row) -> "_Options":
        given = dict(each.partition("=")[::2] for each in row["parameters"].split())
        without = tuple(name for name in given.pop("without", "").split(",") if name)
        return _Options(without, given.pop("prefill", "") == "yes", given)


def _with_values(rows: Iterable[Row], options: _Options) -> tuple[list[Row], dict[str, str]]:
    """The rows that stay questions, and what stands for the names of the others: a value, or a question outside."""
    kept: list[Row] = []
    values = dict(options.values)
    for row in rows:
        if row["type"] == "parameter":
            values.setdefault(row["name"], row["default"])
        elif row["name"] not in options.values:
            kept.append(row)
    return kept, {name: text if _LITERAL.fullmatch(text) else f"${{{text}}}" for name, text in values.items()}


def _without(rows: Sequence[Row], options: _Options, include: Row) -> list[Row]:
    """The rows that are not left out; a group goes with all that it holds."""
    kept: list[Row] = []
    gone: set[str] = set()
    depth = 0
    for row in rows:
        is_begin, is_end = _BEGIN.fullmatch(row["type"]), _END.fullmatch(row["type"])
        if depth or row["name"] in options.without:
            gone.add(row["name"])
            depth += bool(is_begin) - bool(is_end)
        else:
            kept.append(row)
    if missing := [name for name in options.without if name not in gone]:
        raise include.error(f"the block has no “{missing[0]}” to leave out")
    for row in kept:
        for name in _references(row):
            if name in gone:
                raise include.error(f"“{name}” is left out, but “{row['name']}” refers to it")
    return kept


def _references(row: Row) -> Iterator[str]:
    for text in row.cells.values():
        yield from _REFERENCE.findall(text)


def _renamed(row: Row, prefix: str, names: dict[str, str], options: _Options) -> Row:
    """The row with its name and code prefixed, and with the names of its references, in every column."""

    def reference(found: re.Match[str]) -> str:
        return names.get(found[1], found[0])

    cells = {column: _REFERENCE.sub(reference, text) for column, text in row.cells.items()}
    if row["name"]:
        cells["name"] = f"{prefix}_{row['name']}"
    if row[_CODE]:
        cells[_CODE] = f"{prefix}.{row[_CODE]}"
    if not options.is_prefilled:
        cells.pop(_PREFILL, None)
    return replace(row, cells=cells)


def _by_list(choices: Iterable[Row]) -> dict[str, list[Row]]:
    lists: dict[str, list[Row]] = {}
    for row in choices:
        lists.setdefault(row["list_name"], []).append(row)
    return lists


def _refuse_doubles(survey: Iterable[Row]) -> None:
    seen: dict[str, Row] = {}
    for row in survey:
        first = seen.setdefault(row["name"], row)
        if row["name"] and first is not row:
            where = f"{first.file.name}, row {first.number}"
            raise row.error(f"the name “{row['name']}” is in use already, in {where}")


def main() -> int:
    """Write every questionnaire that has a source; says what cannot be composed."""
    try:
        for source in sorted((ROOT / "sources").glob("*.md")):
            (ROOT / source.name).write_text(compose(source, ROOT / "blocks"), encoding="utf-8")
    except ComposeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
