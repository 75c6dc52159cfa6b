"""Checks the choices sheet before pyxform reads it: names, labels, lists, and that no name comes twice."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from portal.i18n import mark as _

from .naming import REFERENCE
from .outline import cell
from .problems import Problem, Severity

_OPEN_REFERENCE = re.compile(r"\$\{(?:[^}]*\Z|[^}]*\{)", re.DOTALL)


def choice_problems(
    choices: Sequence[Mapping[str, str]], survey: Sequence[Mapping[str, str]]
) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with the choices, and what an author may want to look at."""
    names = {cell(row, "name", "value", "tag") for row in survey}
    found = [*_problems(choices, names)]
    return [each for each in found if each.severity == "error"], [each for each in found if each.severity == "warning"]


def _problems(choices: Sequence[Mapping[str, str]], names: Collection[str]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(choices, 2):
        if not any(text.strip() for text in row.values()):
            continue
        list_name, name = cell(row, "list_name", "list name"), cell(row, "name", "value")
        if not list_name:
            yield _problem(number, "list_name", _("This choice has no list_name"))
        if not name:
            yield _problem(number, "name", _("This choice has no name"))
        elif re.search(r"\s", name):
            yield _problem(number, "name", _("The name “%(name)s” of a choice may not hold spaces"), name=name)
        elif (list_name, name) in seen:
            message = _("The choice “%(name)s” is in the list “%(list)s” already, in row %(row)s")
            yield _problem(number, "name", message, name=name, list=list_name, row=str(seen[list_name, name]))
        seen.setdefault((list_name, name), number)
        if not _has_label(row):
            yield _problem(
                number, "label", _("This choice has no label; its name is shown instead"), severity="warning"
            )
        yield from _references(number, row, names)


def _references(number: int, row: Mapping[str, str], names: Collection[str]) -> Iterator[Problem]:
    for column, text in row.items():
        if _OPEN_REFERENCE.search(text):
            yield _problem(number, column, _("A reference is not closed; write it as ${name}"))
            continue
        for name in REFERENCE.findall(text) if column.strip().lower().startswith("label") else ():
            if name not in names:
                yield _problem(number, column, _("There is no question “%(name)s”"), name=name)


def _has_label(row: Mapping[str, str]) -> bool:
    return any(heading.strip().lower().startswith("label") and text.strip() for heading, text in row.items())


def _problem(number: int, column: str, message: str, *, severity: Severity = "error", **parameters: str) -> Problem:
    short = {name: text[:100] for name, text in parameters.items()}
    return Problem(severity, "choices", number, column, message, short)
