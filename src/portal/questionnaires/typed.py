"""Understands dates and numbers as people type them, in Dutch or English; refuses what could mean two things."""

import datetime
import re
from decimal import Decimal
from functools import cache

from babel.dates import get_month_names

_MONTH_LANGUAGES = ("nl", "en")
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_MOST_DIGITS = 15


class NotUnderstood(Exception):
    """What was typed is no date, or no number."""


class Ambiguous(NotUnderstood):
    """What was typed can be read in two ways."""


class Incomplete(NotUnderstood):
    """A part of the date is not filled in."""


@cache
def _months() -> dict[str, int]:
    """The number of each month by its name and its usual short forms, in Dutch and English."""
    names: dict[str, int] = {"mrt": 3, "sept": 9}
    for language in _MONTH_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names[name.lower().removesuffix(".")] = number
    return names


def date(day: str, month: str, year: str, *, latest: datetime.date | None = None) -> datetime.date:
    """The date in three fields; one pasted whole into the first is understood as well.

    A year of two digits is taken only when `latest`, the last day that makes sense, leaves one century: for a date of
    birth, 58 is 1958, but 12 may be 1912 or 2012. Raises `Incomplete`, `Ambiguous` or `NotUnderstood`.
    """
    if not month and not year:
        pasted = re.split(r"[\s./\-]+", day)
        if len(pasted) == 3:
            day, month, year = reversed(pasted) if len(pasted[0]) == 4 else pasted
    if not (day and month and year):
        raise Incomplete
    try:
        return datetime.date(_year(year, latest), _month(month), _number(day))
    except ValueError:
        raise NotUnderstood from None


_TIME = re.compile(
    r"(\d{1,2})(?:\s?[.:uh]\s?(\d{2})|(\d{2}))?\s?(?:u|uur|h|(am|pm|a\.m\.|p\.m\.))?", re.ASCII | re.IGNORECASE
)


def time(text: str) -> datetime.time:
    """The time of a day as people write it: `14.07`, `14:07`, `14u07`, `1407`, `14 uur`, `2.07 pm`.

    Raises `NotUnderstood`.
    """
    found = _TIME.fullmatch(text.strip().removesuffix(" uur").strip())
    if found is None:
        raise NotUnderstood
    hour, minute, half = int(found[1]), int(found[2] or found[3] or 0), (found[4] or "").replace(".", "").lower()
    if half and not 1 <= hour <= 12:
        raise NotUnderstood
    try:
        return datetime.time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)
    except ValueError:
        raise NotUnderstood from None


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise NotUnderstood
    return int(text)


def _month(text: str) -> int:
    return _months().get(text.lower().removesuffix(".")) or _number(text)


def _year(text: str, latest: datetime.date | None) -> int:
    text = text.removeprefix("'").removeprefix("’")
    year = _number(text)
    if len(text) == 2:
        if latest is None or 2000 + year <= latest.year:
            raise Ambiguous
        return 1900 + year
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotUnderstood
    return year


def _bare(text: str) -> str:
    """Without a currency sign, spaces, and the Dutch `,-` for no cents."""
    bare = re.sub(r"[\s\u00a0\u202f'’]|€|EUR", "", text.strip())
    return re.sub(r",[-=–]+$", "", bare).replace("−", "-")


def integer(text: str, language: str) -> str:
    """The whole number in lexical XForms form; raises `NotUnderstood`."""
    group = "." if language == "nl" else ","
    bare = _bare(text)
    if re.fullmatch(rf"-?\d{{1,3}}({re.escape(group)}\d{{3}})+", bare, re.ASCII):
        bare = bare.replace(group, "")
    if not re.fullmatch(rf"-?\d{{1,{_MOST_DIGITS}}}", bare, re.ASCII):
        raise NotUnderstood
    return str(int(bare))


def decimal(text: str, language: str) -> str:
    """The number in lexical XForms form; raises `NotUnderstood`, `Ambiguous` for such as `425,000` in Dutch.

    The other language's decimal sign is understood where it cannot be a thousands mark.
    """
    point, group = (",", ".") if language == "nl" else (".", ",")
    bare = _bare(text)
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}{re.escape(point)}\d{{3}}", bare, re.ASCII):
        raise Ambiguous
    if re.fullmatch(rf"-?\d{{1,3}}({re.escape(group)}\d{{3}})+({re.escape(point)}\d+)?", bare, re.ASCII):
        bare = bare.replace(group, "")
    elif re.fullmatch(rf"-?\d+{re.escape(group)}\d+", bare, re.ASCII):
        bare = bare.replace(group, point)
    whole, _mark, fraction = bare.partition(point)
    if not re.fullmatch(rf"-?\d{{1,{_MOST_DIGITS}}}", whole, re.ASCII) or not re.fullmatch(
        r"\d{0,15}", fraction, re.ASCII
    ):
        raise NotUnderstood
    return _lexical(Decimal(f"{whole}.{fraction or 0}"))


def _lexical(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
