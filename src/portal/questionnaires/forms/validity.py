"""Whether an answer may stand: its type, then whether it is required, then the constraint and the check."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Literal

from portal.i18n import catalogue
from portal.i18n import mark as _

from .display import number
from .fields import Field
from .rows import Row
from .xpath.values import text_to_date, text_to_time

Error = Literal["type", "required", "constraint"]

_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)

_REQUIRED = {
    "select_one": _("Choose an answer to the question “%(label)s”"),
    "select_multiple": _("Choose one or more answers to the question “%(label)s”"),
    "rank": _("Give each answer to the question “%(label)s” a place"),
    "acknowledge": _("Tick the box “%(label)s”"),
    "file": _("Choose a file for the question “%(label)s”"),
    "image": _("Choose a photo for the question “%(label)s”"),
}
_WRONG_TYPE = {
    "integer": _("Fill in a whole number, in digits"),
    "decimal": _("Fill in a number, in digits"),
    "date": _("Fill in a date that exists, such as 27 3 1958"),
    "time": _("Fill in a time, such as 14.07"),
    "dateTime": _("Fill in a date and a time that exist"),
    "rank": _("Give each answer a place of its own"),
    "select_one": _("Choose one of the answers"),
    "select_multiple": _("Choose from the answers"),
}


def error(row: Row, field: Field) -> Error | None:
    """What is wrong with the value that a question has now; a node that is not asked is never wrong."""
    if not field.is_question or not row.relevant[field.slot]:
        return None
    value = row.values[field.slot]
    if not value:
        return "required" if field.required is not None and field.required(row) else None
    # What is worked out is of the type it is; what is chosen from rows was put to those in force already.
    is_free = field.calculation is not None or field.choice_path is not None
    fits = None if is_free else _FITS.get(field.node.type)
    if fits is not None and not fits(field, value):
        return "type"
    if field.constraint is not None and not field.constraint(row):
        return "constraint"
    if field.check is not None and not field.check.is_valid(value, row.scope.today):
        return "constraint"
    return None


def judged(row: Row, fields: Iterable[Field]) -> Iterator[tuple[Error | None, bool]]:
    """Of each question that is asked in a row: what is wrong with it, and whether it is still to be sent."""
    relevant, given = row.relevant, row.given
    for field in fields:
        if field.is_question and relevant[field.slot]:
            is_open = given[field.slot] is None and (field.readonly is None or not field.readonly(row))
            yield error(row, field), is_open


def message(row: Row, field: Field, found: Error) -> str:
    """What the person is told: the author's own words where there are any."""
    scope = row.scope
    translate = catalogue(scope.language).gettext
    if found == "required":
        own = scope.text(row, field.required_message)
        default = _REQUIRED.get(field.node.type, _("Fill in an answer to the question “%(label)s”"))
        return own or translate(default) % {"label": scope.text(row, field.label)}
    if found == "type":
        return _wrong_type(row, field)
    own = scope.text(row, field.constraint_message)
    failed = field.constraint is not None and not field.constraint(row)
    if field.check is not None and not failed and (field.constraint is not None or not own):
        return field.check.words(row.values[field.slot], translate)
    return own or translate(_("This answer is not possible here"))


def warning(row: Row, field: Field) -> str:
    """What the author has to say about an answer that may stand; a question that is empty gives no reason to."""
    has_reason = row.relevant[field.slot] and (row.values[field.slot] or not field.is_question)
    if field.warning is None or not has_reason or not field.warning(row):
        return ""
    own = row.scope.text(row, field.warning_message)
    return own or catalogue(row.scope.language).gettext(_("Please check whether this is right"))


def _wrong_type(row: Row, field: Field) -> str:
    language = row.scope.language
    translate = catalogue(language).gettext
    if field.node.type == "range":
        message = _("Fill in a number from %(start)s to %(end)s, in steps of %(step)s")
        numbers = {name: number(text, language, is_grouped=True) for name, text in field.node.parameters.items()}
        return translate(message) % numbers
    return translate(_WRONG_TYPE.get(field.node.type, _("This answer is not possible here")))


def _fits_range(field: Field, value: str) -> bool:
    """Within the bounds, and a whole number of steps from the first."""
    if not _DECIMAL.fullmatch(value):
        return False
    start, end, step = (Decimal(field.node.parameters[name]) for name in ("start", "end", "step"))
    return min(start, end) <= Decimal(value) <= max(start, end) and (Decimal(value) - start) % step == 0


def _is_whole_ranking(field: Field, names: list[str]) -> bool:
    """Each choice once; with a choice filter, the evaluation has completed it with what is on offer."""
    if len(set(names)) != len(names) or not field.choice_names.keys() >= set(names):
        return False
    return field.choice_filter is not None or len(names) == len(field.choice_names)


def _fits_moment(value: str) -> bool:
    day, separator, time = value.partition("T")
    return len(day) == 10 and bool(separator) and text_to_time(time) is not None and text_to_date(value) is not None


_FITS: dict[str, Callable[[Field, str], bool]] = {
    "integer": lambda _field, value: _INTEGER.fullmatch(value) is not None,
    "decimal": lambda _field, value: _DECIMAL.fullmatch(value) is not None,
    "date": lambda _field, value: len(value) == 10 and text_to_date(value) is not None,
    "time": lambda _field, value: text_to_time(value) is not None,
    "dateTime": lambda _field, value: _fits_moment(value),
    "range": _fits_range,
    "rank": lambda field, value: _is_whole_ranking(field, value.split()),
    "select_one": lambda field, value: value in field.choice_names,
    "select_multiple": lambda field, value: field.choice_names.keys() >= set(value.split()),
    "acknowledge": lambda _field, value: value == "OK",
}
