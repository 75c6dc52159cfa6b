"""The values of XPath, and how ODK turns one kind into another: dates count as days, an empty text is no number."""

import datetime
import math
import re
from collections.abc import Sequence

Value = str | float | bool | datetime.date | Sequence[str]
"""A text, number, truth, date (or moment), or the texts of a set of nodes in document order."""

NAN = math.nan
_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\S+", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)?", re.ASCII)
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_DAY_SECONDS = 86_400


def text_to_number(text: str) -> float:
    """The number that a text stands for, days since 1970 for an ISO date or moment, and NaN for anything else."""
    if not text:
        return NAN
    # The ways in which nearly all numbers and dates are written, because a regular expression takes twice the time.
    if text.isascii() and text.replace(".", "", 1).isdecimal():
        return float(text)
    moment = text_to_date(text)
    if moment is not None:
        return date_to_number(moment)
    return float(text) if _NUMBER.fullmatch(text) else NAN


def text_to_date(text: str) -> datetime.date | None:
    """The date or moment in ISO 8601, or None."""
    if text[4:5] != "-" or text[7:8] != "-":
        return None
    try:
        if len(text) == 10:
            return datetime.date.fromisoformat(text)
        return datetime.datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def text_to_time(text: str) -> datetime.time | None:
    """The time of a day in ISO 8601, with or without seconds and an offset, or None."""
    if not _TIME.fullmatch(text):
        return None
    try:
        return datetime.time.fromisoformat(text)
    except ValueError:
        return None


def date_to_number(date: datetime.date) -> float:
    """Days since 1 January 1970, with the part of the day that has passed by the moment's own clock."""
    days = float(date.toordinal() - _EPOCH)
    if isinstance(date, datetime.datetime):
        days += (date.hour * 3600 + date.minute * 60 + date.second + date.microsecond / 1e6) / _DAY_SECONDS
    return days


def number_to_date(number: float) -> datetime.date | None:
    """The day that lies this many days after 1 January 1970, or None outside the calendar."""
    try:
        return datetime.date.fromordinal(math.floor(number) + _EPOCH)
    except (ValueError, OverflowError):
        return None


def number_to_text(number: float) -> str:
    """The number as XPath writes it: no decimals for a whole one, never an exponent."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == math.floor(number):
        return str(int(number))
    text = repr(number)
    return f"{number:.20f}".rstrip("0") if "e" in text else text


def to_text(value: Value) -> str:
    """Any value as a text; of a set of nodes, the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_to_text(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value[0] if value else ""


def to_number(value: Value) -> float:
    """Any value as a number."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, datetime.date):
        return date_to_number(value)
    return text_to_number(to_text(value))


def to_boolean(value: Value) -> bool:
    """Any value as a truth; a set of nodes is true when it holds any, whether these are answered or not."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return isinstance(value, datetime.date) or len(value) > 0


def to_date(value: Value) -> datetime.date | None:
    """Any value as a date or moment, or None."""
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, float):
        return number_to_date(value) if math.isfinite(value) else None
    return None if isinstance(value, bool) else text_to_date(to_text(value))


def to_nodes(value: Value) -> Sequence[str]:
    """Any value as the texts that `sum()`, `max()` and `join()` go through."""
    return value if isinstance(value, (list, tuple)) else (to_text(value),)
