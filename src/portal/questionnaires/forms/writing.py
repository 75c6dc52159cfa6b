"""Checks a survey sheet row by row before pyxform reads it, for pyxform stops at the first mistake, and in English."""

import re
from collections.abc import Iterator, Mapping, Sequence

from portal.i18n import mark as _

from .outline import BEGIN, END, cell, is_bare, type_of
from .parameters import parameter_problems
from .problems import Problem

_TEXTS = ("label", "hint", "media::image", "image")
_LABELLESS = frozenset({"calculate", "hidden", "start", "end", "today", "username", "email", "phonenumber", "deviceid"})
_NAMELESS = frozenset({"note"})
_RESERVED = frozenset({"meta"})
_OPEN_REFERENCE = re.compile(r"\$\{(?:[^}]*\Z|[^}]*\{)", re.DOTALL)
_LAST_SAVED = re.compile(r"\$\{\s*last-saved#")
_LIST_TYPES = frozenset({"select_one", "select_multiple", "rank"})

Rows = Sequence[Mapping[str, str]]


def writing_problems(survey: Rows) -> list[Problem]:
    """What is missing or half written in the rows of a survey sheet."""
    problems = [*_unclosed(survey)]
    names = [cell(row, "name", "value", "tag") for row in survey]
    doubles = {name for name in names if name and names.count(name) > 1} if len(set(names)) < len(names) else set()
    for number, row in enumerate(survey, 2):
        if any(text.strip() for text in row.values()):
            problems += _row_problems(number, row)
            problems += _reference_problems(number, row, doubles)
    return problems


def _row_problems(number: int, row: Mapping[str, str]) -> Iterator[Problem]:
    written = cell(row, "type", "command")
    kind, name = type_of(written), cell(row, "name", "value", "tag")
    if not written:
        yield _problem(number, "type", _("This row has no type"))
    elif END.fullmatch(written):
        return
    elif not name and kind not in _NAMELESS and (kind or BEGIN.fullmatch(written)):
        yield _problem(number, "name", _("This row has no name"))
    if name.lower() in _RESERVED:
        yield _problem(number, "name", _("The name “%(name)s” is taken by the portal; choose another"), name=name)
    if kind in _LIST_TYPES and is_bare(written):
        yield _problem(number, "type", _("Name the choice list after “%(type)s”"), type=written)
    if kind and kind not in _LABELLESS and not _has_text(row) and not cell(row, "calculation"):
        yield _problem(number, "label", _("This row has no label"))
    if kind == "calculate" and not any(cell(row, each) for each in ("calculation", "default", "trigger")):
        yield _problem(number, "calculation", _("This row has no calculation"))
    if cell(row, "trigger") and not re.fullmatch(r"\$\{[^}]+\}(?:\s*,\s*\$\{[^}]+\})*", cell(row, "trigger")):
        yield _problem(number, "trigger", _("Name the questions as ${name}, with commas between them"))
    if kind and cell(row, "parameters"):
        yield from parameter_problems(number, kind, cell(row, "parameters"))


def _has_text(row: Mapping[str, str]) -> bool:
    headings = (heading.strip().lower() for heading, text in row.items() if text.strip())
    return any(heading == text or heading.startswith(f"{text}::") for heading in headings for text in _TEXTS)


def _reference_problems(number: int, row: Mapping[str, str], doubles: set[str]) -> Iterator[Problem]:
    for column, text in row.items():
        if "${" not in text:
            continue
        if _OPEN_REFERENCE.search(text):
            yield _problem(number, column, _("A reference is not closed; write it as ${name}"))
        if _LAST_SAVED.search(text):
            yield _problem(number, column, _("Answers of an earlier time (last-saved) are not available"))
        for name in sorted(doubles):
            if re.search(rf"\$\{{\s*{re.escape(name)}\s*\}}", text):
                message = _("More than one row has the name “%(name)s”, so that ${%(name)s} could be any of them")
                yield _problem(number, column, message, name=name)


def _unclosed(survey: Rows) -> Iterator[Problem]:
    """Groups and repeats that are closed without being open, or never closed."""
    opened: list[tuple[int, str]] = []
    for number, row in enumerate(survey, 2):
        written = cell(row, "type", "command")
        begin, end = BEGIN.fullmatch(written), END.fullmatch(written)
        if begin is not None:
            opened.append((number, begin.group(1).lower()))
        elif end is not None and not opened:
            yield _problem(number, "type", _("Nothing is open here that “%(type)s” could close"), type=written)
        elif end is not None:
            begun, kind = opened.pop()
            if kind != end.group(1).lower():
                message = _("This closes what row %(row)s opened as “%(type)s”")
                yield _problem(number, "type", message, row=str(begun), type=f"begin_{kind}")
    for number, kind in opened:
        yield _problem(number, "type", _("This is never closed; add a row “%(type)s”"), type=f"end_{kind}")


def _problem(number: int, column: str, message: str, **parameters: str) -> Problem:
    short = {name: text[:100] for name, text in parameters.items()}
    return Problem("error", "survey", number, column, message, short)
