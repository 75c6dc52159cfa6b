"""Choice lists in files of their own: the CSVs that come with a form, beside it or in one zip."""

import csv
import io
import re
from collections.abc import Mapping

from portal.i18n import mark as _

from .definition import Choice, Texts
from .itext import language_code
from .problems import Problem

MAX_MEDIA_BYTES = 5_000_000
MAX_LIST_ROWS = 10_000
MAX_LIST_COLUMNS = 50
_HEADING = re.compile(r"[A-Za-z_][\w.\-]*")

Rows = list[dict[str, str]]


class FileLists:
    """The files with choices of one form, and what is wrong with them."""

    def __init__(self, media: Mapping[str, bytes], default_language: str = "nl") -> None:
        self._media = {name.rpartition("/")[2].lower(): content for name, content in media.items()}
        self._rows: dict[str, Rows] = {}
        self.default_language = default_language
        self.chosen: dict[str, tuple[Choice, ...]] = {}
        self.problems: list[Problem] = []
        self._is_too_big = (
            sum(len(each) for name, each in self._media.items() if name.endswith(".csv")) > MAX_MEDIA_BYTES
        )

    def whole(self, file: str) -> tuple[Choice, ...]:
        """The rows of a file as `instance()` and `pulldata()` see them."""
        return tuple(self._choice(cells, "name", "label", number) for number, cells in enumerate(self.rows(file), 2))

    def choose(self, file: str, value: str, label: str, row: int | None) -> str:
        """The name of the list that these two columns of a file make; the question stands in `row`."""
        rows = self.rows(file, row, is_needed=True)
        name = file.rpartition(".")[0]
        if rows and (value not in rows[0] or not self._has_label(rows[0], label)):
            column = value if value not in rows[0] else label
            message = _("The file “%(file)s” has no column “%(column)s”")
            self._report(row, message, file=file, column=column)
            return name
        if (value, label) == ("name", "label"):
            self._check(file, rows, value)
            return name
        key = f"{name}({value},{label})"
        if key not in self.chosen:
            self._check(file, rows, value)
            numbered = enumerate(rows, 2)
            self.chosen[key] = tuple(self._choice(cells, value, label, number) for number, cells in numbered)
        return key

    def rows(self, file: str, row: int | None = None, *, is_needed: bool = False) -> Rows:
        """The rows of a file, each a mapping of heading to cell; empty when it is absent or cannot be read."""
        if file not in self._rows:
            self._rows[file] = self._read(file, row, is_needed=is_needed)
        return self._rows[file]

    def _read(self, file: str, row: int | None, *, is_needed: bool) -> Rows:
        content = self._media.get(file.lower())
        if content is None and (not is_needed or not file.lower().endswith(".csv")):
            return []  # the expression that reads it, or its type, is refused with its own row
        if content is None:
            self._report(row, _("The file “%(file)s” did not come along with the questionnaire"), file=file)
            return []
        if self._is_too_big:
            limit = str(MAX_MEDIA_BYTES // 1_000_000)
            self._report(None, _("The lists are bigger than %(limit)s MB together"), limit=limit)
            return []
        try:
            rows = _table(content.decode("utf-8-sig"))
        except (UnicodeDecodeError, csv.Error):
            message = _("The file “%(file)s” cannot be read; save it as “CSV UTF-8” and try once more")
            self._report(None, message, file=file)
            return []
        if not rows or len(rows) > MAX_LIST_ROWS or len(rows[0]) > MAX_LIST_COLUMNS:
            message = _("The file “%(file)s” must have from 1 to %(rows)s rows and at most %(columns)s columns")
            self._report(None, message, file=file, rows=str(MAX_LIST_ROWS), columns=str(MAX_LIST_COLUMNS))
            return []
        return rows

    def _has_label(self, cells: Mapping[str, str], label: str) -> bool:
        return label in cells or any(heading.startswith(f"{label}::") for heading in cells)

    def _choice(self, cells: Mapping[str, str], value: str, label: str, row: int) -> Choice:
        columns = {heading: text for heading, text in cells.items() if _HEADING.fullmatch(heading)}
        return Choice(cells.get(value, ""), self._labels(cells, label), columns, row)

    def _labels(self, cells: Mapping[str, str], label: str) -> Texts:
        """The text in a column, and those in `label::English (en)` beside it."""
        texts: Texts = {self.default_language: (cells[label],)} if cells.get(label) else {}
        for heading, text in cells.items():
            if text and heading.startswith(f"{label}::"):
                texts[language_code(heading.removeprefix(f"{label}::"))] = (text,)
        return texts

    def _check(self, file: str, rows: Rows, value: str) -> None:
        """An answer is kept by its value, so each has one of its own, without a space in it."""
        seen: set[str] = set()
        for number, cells in enumerate(rows, 2):
            text = cells[value]
            if not text or re.search(r"\s", text):
                message = _("Every choice has a name, without spaces")
                self.problems.append(Problem("error", file, number, value, message))
            elif text in seen:
                message = _("The choice “%(name)s” is in this list already")
                self.problems.append(Problem("error", file, number, value, message, {"name": text[:100]}))
            seen.add(text)

    def _report(self, row: int | None, message: str, **parameters: str) -> None:
        sheet, column = ("survey", "type") if row else ("", "")
        self.problems.append(Problem("error", sheet, row, column, message, parameters))


def _table(text: str) -> Rows:
    """The rows of a CSV, with commas or, as Excel writes it in the Netherlands, semicolons."""
    heading = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if heading.count(";") > heading.count(",") else ","
    )
    names = [name.strip() for name in next(reader, [])]
    rows: Rows = []
    for cells in reader:
        if any(cells):
            rows.append({name: cell.strip() for name, cell in zip(names, [*cells, *[""] * len(names)], strict=False)})
        if len(rows) > MAX_LIST_ROWS:
            break
    return rows
