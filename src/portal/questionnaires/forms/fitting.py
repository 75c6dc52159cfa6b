"""Whether a text is a value of the type of its question, in the way of writing that XForms has for it."""

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import partial

from .definition import Node
from .xpath.values import text_to_date, text_to_time

Fits = Callable[[str], object]
"""True, or what is true, for a text that fits."""

_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)


def fits(node: Node, names: Collection[str]) -> Fits | None:
    """The test for the answers to a question, `names` being its choices; None where any text will do."""
    match node.type:
        case _ if node.calculation or node.choice_path:
            return None  # what is worked out is of its type, and what is chosen from rows was put to those in force
        case "select_one":
            return names.__contains__
        case "select_multiple":
            return lambda value: all(name in names for name in value.split())
        case "rank":
            return partial(_is_ranking, names, is_whole=not node.choice_filter)
        case "range":
            return _range(node)
        case kind:
            return _FITS.get(kind)


def _range(node: Node) -> Fits:
    """Within the bounds, and a whole number of steps from the first."""
    start, end, step = (Decimal(node.parameters[name]) for name in ("start", "end", "step"))
    least, most = sorted((start, end))

    def is_in_range(value: str) -> bool:
        if not _DECIMAL.fullmatch(value):
            return False
        number = Decimal(value)
        return least <= number <= most and (number - start) % step == 0

    return is_in_range


def _is_ranking(names: Collection[str], value: str, *, is_whole: bool) -> bool:
    """Each choice once; with a choice filter, the evaluation has completed it with what is on offer."""
    ranked = value.split()
    if len(set(ranked)) != len(ranked) or not all(name in names for name in ranked):
        return False
    return not is_whole or len(ranked) == len(names)


def _is_date(value: str) -> bool:
    return len(value) == 10 and text_to_date(value) is not None


def _is_time(value: str) -> bool:
    return text_to_time(value) is not None


def _is_moment(value: str) -> bool:
    day, separator, time = value.partition("T")
    return len(day) == 10 and bool(separator) and text_to_time(time) is not None and text_to_date(value) is not None


_FITS: dict[str, Fits] = {
    "integer": _INTEGER.fullmatch,
    "decimal": _DECIMAL.fullmatch,
    "date": _is_date,
    "time": _is_time,
    "dateTime": _is_moment,
    "acknowledge": "OK".__eq__,
}
