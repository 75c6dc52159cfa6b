"""An answer as people read it: labels for choices, dates written out, numbers with the separators of the language."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from babel.dates import format_date
from babel.numbers import format_decimal

from portal.i18n import catalogue
from portal.i18n import mark as _

from .xpath.values import text_to_date


def shown(kind: str, value: str, language: str, label: Callable[[str], str], *, is_grouped: bool = False) -> str:
    """The text of an answer of a type (`kind`); `label` gives that of a choice, `is_grouped` asks for thousands marks.

    What is not of its type, and what is empty, is shown as it is.
    """
    if not value:
        return ""
    if kind == "date":
        day = text_to_date(value)
        return value if day is None else str(format_date(day, "d MMMM y", locale=language))
    if kind in {"integer", "decimal"}:
        return number(value, language, is_grouped=is_grouped or kind == "decimal")
    if kind == "select_one":
        return label(value)
    if kind == "select_multiple":
        return ", ".join(label(each) for each in value.split())
    if kind == "acknowledge":
        return catalogue(language).gettext(_("Yes"))
    return value


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
