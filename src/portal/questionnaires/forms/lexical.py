"""Values in the way of writing of their type, as ODK keeps them: a decimal with a point, several choices in order."""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial

from .xpath.values import number_to_text, text_to_date, text_to_number


def worked_out(kind: str, text: str) -> str:
    """A value that an expression gave to a question of a type: empty where it is not of that type."""
    if kind == "integer":
        number = text_to_number(text)
        return number_to_text(float(math.trunc(number))) if math.isfinite(number) else ""
    if kind == "decimal":
        number = text_to_number(text)
        return with_point(number_to_text(number)) if math.isfinite(number) else ""
    if kind == "date":
        return text[:10] if text_to_date(text) is not None else ""
    return "" if text == "NaN" else text


@lru_cache(maxsize=4096)
def with_point(text: str) -> str:
    """`7.0` for `7`, `2.5` for `2.50`; the text itself where it is no number in digits."""
    if not text.removeprefix("-").replace(".", "", 1).isdecimal() or not text.isascii():
        return text
    plain = f"{Decimal(text).normalize():f}"
    return plain if "." in plain else f"{plain}.0"


def in_order(answer: str, names: Sequence[str] | Mapping[str, object]) -> str:
    """Several choices in the order of their list; what is not in it comes last."""
    words = answer.split()
    if len(words) < 2:
        return answer
    return " ".join([*(name for name in names if name in words), *(word for word in words if word not in names)])


Write = Callable[[str], str]


def way_of_writing(kind: str, names: Mapping[str, object]) -> Write | None:
    """What makes of an answer the text that is kept for a type; None where that is the answer itself."""
    if kind == "decimal":
        return with_point
    return partial(in_order, names=names) if kind == "select_multiple" else None
