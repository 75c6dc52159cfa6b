"""Checks names, choice lists and references in a spreadsheet, so that an author hears of all of them at once."""

import re
from collections.abc import Iterator, Mapping, Sequence

from portal.i18n import mark as _

from .outline import BEGIN, END, cell
from .problems import Problem

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_LIST = re.compile(r"(?:select_one|select_multiple|select one|select multiple|rank)\s+(?:from\s+)?(\S+)", re.IGNORECASE)

Cells = Sequence[Mapping[str, str]]


def naming_problems(survey: Cells, choices: Cells) -> list[Problem]:
    """Every name that is missing, malformed or double, every list that is absent, every reference to nothing."""
    lists = {cell(row, "list_name", "list name") for row in choices}
    names = {cell(row, "name", "value", "tag") for row in survey}
    problems = [*_names(survey)]
    for number, row in enumerate(survey, 2):
        kind = _LIST.match(cell(row, "type", "command"))
        if kind is not None and kind[1] not in lists and not REFERENCE.fullmatch(kind[1]):
            problems.append(_problem(number, "type", _("There is no choice list “%(name)s”"), kind[1]))
        problems += [
            _problem(number, column, _("There is no question “%(name)s”"), name)
            for column, text in row.items()
            for name in REFERENCE.findall(text)
            if name not in names
        ]
    return problems


def _names(survey: Cells) -> Iterator[Problem]:
    seen: list[dict[str, int]] = [{}]
    for number, row in enumerate(survey, 2):
        kind, name = cell(row, "type", "command"), cell(row, "name", "value", "tag")
        if END.fullmatch(kind):
            seen = seen[:-1] or [{}]
            continue
        if kind and name and not _NAME.fullmatch(name):
            message = _("The name “%(name)s” may only hold letters, digits, dots, hyphens and underscores")
            yield _problem(number, "name", message, name)
        elif name in seen[-1]:
            message = _("The name “%(name)s” is in use already, in row %(row)s")
            yield _problem(number, "name", message, name, row=str(seen[-1][name]))
        if name:
            seen[-1].setdefault(name, number)
        if BEGIN.fullmatch(kind):
            seen.append({})


def _problem(number: int, column: str, message: str, name: str, **more: str) -> Problem:
    return Problem("error", "survey", number, column, message, {"name": name[:100], **more})
