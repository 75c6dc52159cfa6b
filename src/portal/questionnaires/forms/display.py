"""An answer as people read it: labels for choices, dates written out, numbers with the separators of the language."""

import datetime
from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from portal.i18n import catalogue, local
from portal.i18n import mark as _

from .xpath.values import text_to_date, text_to_time


def shown(
    kind: str, value: str, language: str, label: Callable[[str], str], *, appearance: Collection[str] = ()
) -> str:
    """The text of an answer of a type (`kind`); `label` gives that of a choice.

    `appearance` may ask for thousands marks (`thousands-sep`), or for a part of a date (`month-year`, `year`).

    What is not of its type, and what is empty, is shown as it is.
    """
    if not value:
        return ""
    if kind in {"date", "dateTime", "start", "end", "today"}:
        return _moment(value, language, appearance)
    if kind == "time":
        return _time(value, language)
    if kind in {"integer", "decimal", "range"}:
        return number(value, language, is_grouped="thousands-sep" in appearance or kind != "integer")
    if kind == "select_one":
        return label(value)
    if kind == "rank":
        return "\n".join(f"{place}. {label(each)}" for place, each in enumerate(value.split(), 1))
    if kind == "select_multiple":
        return ", ".join(label(each) for each in value.split())
    if kind == "acknowledge":
        return catalogue(language).gettext(_("Yes"))
    return value


def _moment(value: str, language: str, appearance: Collection[str]) -> str:
    moment = text_to_date(value)
    if moment is None:
        return value
    pattern = "y" if "year" in appearance else "MMMM y" if "month-year" in appearance else "d MMMM y"
    if not isinstance(moment, datetime.datetime):
        return str(format_date(moment, pattern, locale=language))
    clock = local(moment) if moment.tzinfo else moment
    return f"{format_date(clock, pattern, locale=language)}, {_time(clock.time().isoformat(), language)}"


def _time(value: str, language: str) -> str:
    """`14.07 uur` (nl) or `14:07` (en), as the clock on the wall shows it."""
    clock = text_to_time(value)
    return (
        value
        if clock is None
        else str(
            format_time(clock.replace(tzinfo=None), "HH.mm 'uur'" if language == "nl" else "HH:mm", locale=language)
        )
    )


def number(value: str, language: str, *, is_grouped: bool) -> str:
    """`425.000,50` (nl) or `425,000.50` (en); at least two decimals where there are any."""
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return value
    if not amount.is_finite():
        return value
    whole = amount == amount.to_integral_value()
    pattern = ("#,##0" if is_grouped else "0") + ("" if whole else ".00##########")
    return str(format_decimal(amount, pattern, locale=language))


def masked(text: str) -> str:
    """The end of a confidential answer, enough to know it by."""
    return "•" * 6 + (text[-3:] if len(text) > 6 else "") if text else ""
