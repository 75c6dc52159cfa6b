"""Finds in the survey sheet where each node stands, of which type it is, and what the portal does not offer."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from portal.i18n import mark as _

from .checks import CHECKS
from .problems import Problem

MAX_NESTING = 12

_TYPES = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal", "date": "date",
    "time": "time", "datetime": "dateTime", "range": "range", "rank": "rank", "file": "file", "image": "image",
    "photo": "image", "note": "note", "calculate": "calculate", "hidden": "hidden", "acknowledge": "acknowledge",
    "trigger": "acknowledge", "start": "start", "end": "end", "today": "today", "username": "username",
    "email": "email", "phonenumber": "phonenumber", "deviceid": "deviceid",
    "select_one": "select_one", "select one": "select_one", "select one from": "select_one", "select1": "select_one",
    "select_multiple": "select_multiple", "select multiple": "select_multiple",
    "select all that apply": "select_multiple", "select all that apply from": "select_multiple",
    "select_one_from_file": "select_one", "select one from file": "select_one",
    "select_multiple_from_file": "select_multiple", "select multiple from file": "select_multiple",
}  # fmt: skip
BEGIN = re.compile(r"begin[ _]?(\w+)", re.IGNORECASE)
END = re.compile(r"end[ _]?(group|repeat|loop)", re.IGNORECASE)
# Columns that change what a form does; leaving them out in silence would make another form of it.
_UNSUPPORTED_COLUMNS = frozenset({"save_to", "media::audio", "media::video", "audio", "video"})
_UNSUPPORTED_COLUMNS |= {"media::big-image", "big-image", "media::autoplay", "autoplay", "body::intent", "intent"}
_OR_OTHER = re.compile(r"\s+or[_ ]other$", re.IGNORECASE)
_FROM_FILE = re.compile(r"select[_ ](?:one|multiple)[_ ]from[_ ]file\s+(?P<file>\S+)", re.IGNORECASE)


class Row(NamedTuple):
    """The number of a row in the survey sheet (None for an XForm, which has none), and the type of its node."""

    number: int | None
    type: str


def outline(survey: Sequence[Mapping[str, str]]) -> tuple[dict[str, Row], list[Problem]]:
    """Each node's row by its reference, and what is wrong with types, columns and nesting."""
    rows: dict[str, Row] = {}
    problems: list[Problem] = []
    path = ["/data"]
    for number, row in enumerate(survey, 2):
        kind, name = " ".join(cell(row, "type", "command").split()), cell(row, "name", "value", "tag")
        begin = BEGIN.fullmatch(kind)
        if END.fullmatch(kind):
            path = path[:-1] or path
        elif begin is not None:
            path.append(f"{path[-1]}/{name}")
            rows[path[-1]] = Row(number, begin.group(1).lower())
            problems += _group_problems(number, begin.group(1).lower(), len(path))
        elif kind:
            name = name or f"generated_note_name_{number}"
            rows[f"{path[-1]}/{name}"] = Row(number, type_of(kind) or "text")
            problems += _type_problems(number, kind, row)
        problems += _column_problems(number, row)
    return rows, problems


def cell(row: Mapping[str, str], *columns: str) -> str:
    """The text under the first of these headings, however they are capitalised; empty when it is absent."""
    return next((text.strip() for column, text in row.items() if column.strip().lower() in columns), "")


def type_of(kind: str) -> str | None:
    """Our name for the type that an author wrote; None for what the portal does not offer."""
    whole = _OR_OTHER.sub("", kind.lower())
    return _TYPES.get(whole) or _TYPES.get(whole.rpartition(" ")[0])


def is_bare(kind: str) -> bool:
    """Whether a type stands there by itself, without the name of a list after it."""
    return " ".join(_OR_OTHER.sub("", kind.lower()).split()) in _TYPES


def _group_problems(number: int, kind: str, depth: int) -> list[Problem]:
    if kind not in {"group", "repeat"}:
        message = _("The type “%(type)s” is not available")
        return [Problem("error", "survey", number, "type", message, {"type": f"begin_{kind}"})]
    if depth == MAX_NESTING + 2:
        message = _("Groups are nested deeper than %(limit)s levels")
        return [Problem("error", "survey", number, "type", message, {"limit": str(MAX_NESTING)})]
    return []


def _type_problems(number: int, kind: str, row: Mapping[str, str]) -> list[Problem]:
    if type_of(kind) is None:
        return [Problem("error", "survey", number, "type", _("The type “%(type)s” is not available"), {"type": kind})]
    from_file = _FROM_FILE.match(kind)
    if from_file and not from_file["file"].lower().endswith(".csv"):
        message = _("The choices are in “%(file)s”; that must be a .csv file")
        return [Problem("error", "survey", number, "type", message, {"file": from_file["file"]})]
    if _OR_OTHER.search(kind) and cell(row, "choice_filter"):
        message = _("“or_other” and a choice filter do not go together; add a choice “other” to the list")
        return [Problem("error", "survey", number, "choice_filter", message)]
    return []


def _column_problems(number: int, row: Mapping[str, str]) -> list[Problem]:
    problems = []
    for column in row:
        heading = column.strip().lower()
        if {heading, heading.rpartition("::")[0]} & _UNSUPPORTED_COLUMNS:
            message = _("The column “%(column)s” is not available")
            problems.append(Problem("error", "survey", number, column, message, {"column": column}))
    check = cell(row, "bind::np:check")
    if check and check not in CHECKS:
        message = _("The check “%(check)s” is not known; choose from %(known)s")
        parameters = {"check": check, "known": ", ".join(CHECKS)}
        problems.append(Problem("error", "survey", number, "bind::np:check", message, parameters))
    return problems
