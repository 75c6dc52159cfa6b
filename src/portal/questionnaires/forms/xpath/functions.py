"""The functions an expression may call: each a signature and a plain function of the values it is given.

A signature names the kinds of the arguments (see `compiled.Compiled`) and, after `>`, of the result. What stands
after `!` may be left out; `*` lets the last one repeat. Source: ODK XForms specification, XPath functions.
"""

import math
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import re2  # type: ignore[import-untyped]

from .arithmetic import NUMBERS
from .checklists import CHECKLISTS
from .encoding import ENCODING
from .signature import Function, function
from .values import NAN, text_to_number


def words(text: str) -> list[str]:
    """The names in the answer to a select_multiple, in its order."""
    return text.split()


def _selected_at(text: str, position: float) -> str:
    names = words(text)
    return names[int(position)] if 0 <= position < len(names) else ""


def _substring(text: str, start: float, end: float = math.inf) -> str:
    """ODK's `substr`: from 0, negative from the end, `end` exclusive."""
    if math.isnan(start) or math.isnan(end):
        return ""
    return text[_place(start) : _place(end)]


def _place(number: float) -> int:
    return int(max(-1e9, min(1e9, number)))


def _substring_xpath(text: str, start: float, length: float = math.inf) -> str:
    """XPath's `substring`: from 1, and rounded."""
    first = _round(start)
    return "".join(each for place, each in enumerate(text, 1) if first <= place < first + _round(length))


def _before(text: str, part: str) -> str:
    return text[: max(0, text.find(part))]


def _after(text: str, part: str) -> str:
    return text[text.find(part) + len(part) :] if part in text else ""


def _round(number: float, places: float = 0) -> float:
    """Half away from zero, as the reference implementation does; `places` may be negative."""
    factor = 10.0 ** _place(max(-300, min(300, places))) if math.isfinite(places) else NAN
    shifted = abs(number) * factor
    if not math.isfinite(shifted):
        return number if math.isfinite(places) else NAN
    return math.copysign(math.floor(shifted + 0.5) / factor, number)


def _whole(work: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: float(work(number)) if math.isfinite(number) else number


def _numbers(nodes: Sequence[Sequence[str]]) -> list[float]:
    """The numbers of all nodes in some sets; an empty one is NaN, so that a total waits until all are there."""
    return [*map(text_to_number, chain(*nodes))]


def _sum(*nodes: Sequence[str]) -> float:
    return float(sum(_numbers(nodes)))


def _extreme(pick: Callable[[list[float]], float]) -> Callable[..., float]:
    def work(*nodes: Sequence[str]) -> float:
        numbers = _numbers(nodes)
        return NAN if not numbers or any(map(math.isnan, numbers)) else pick(numbers)

    return work


def _count_non_empty(nodes: Sequence[str]) -> float:
    return float(sum(1 for each in nodes if each != ""))


def _join(separator: str, *nodes: Sequence[str]) -> str:
    return separator.join(each for texts in nodes for each in texts)


def _translate(text: str, old: str, new: str) -> str:
    table: dict[int, str] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place : place + 1])
    return text.translate(table)


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None


def _regex(text: str, pattern: str) -> bool:
    """Whether the pattern is found, in time linear in the text (re2); a pattern that is none is never found."""
    compiled = _pattern(pattern)
    return compiled is not None and compiled.search(text) is not None


def _string_length(text: str) -> float:
    return float(len(unicodedata.normalize("NFC", text)))


FUNCTIONS: dict[str, Function] = (
    {
        "true": function(">b", lambda: True),
        "false": function(">b", lambda: False),
        "not": function("b>b", lambda truth: not truth),
        "boolean": function("b>b", lambda truth: truth),
        "boolean-from-string": function("s>b", lambda text: text in {"1", "true"}),
        "number": function("n>n", lambda number: number),
        "string": function("s>s", lambda text: text),
        "int": function("n>n", _whole(math.trunc)),
        "floor": function("n>n", _whole(math.floor)),
        "ceiling": function("n>n", _whole(math.ceil)),
        "round": function("n!n>n", _round),
        "sum": function("N*>n", _sum),
        "min": function("N*>n", _extreme(min)),
        "max": function("N*>n", _extreme(max)),
        "count": function("N>n", lambda nodes: float(len(nodes))),
        "count-non-empty": function("N>n", _count_non_empty),
        "coalesce": function("ss*>s", lambda *texts: next((each for each in texts if each), "")),
        "concat": function("!N*>s", lambda *nodes: "".join(each for texts in nodes for each in texts)),
        "join": function("s!N*>s", _join),
        "contains": function("ss>b", lambda text, part: part in text),
        "starts-with": function("ss>b", str.startswith),
        "ends-with": function("ss>b", str.endswith),
        "substr": function("sn!n>s", _substring),
        "substring": function("sn!n>s", _substring_xpath),
        "substring-before": function("ss>s", _before),
        "substring-after": function("ss>s", _after),
        "string-length": function("s>n", _string_length),
        "normalize-space": function("s>s", lambda text: " ".join(text.split())),
        "translate": function("sss>s", _translate),
        "regex": function("ss>b", _regex),
        "selected": function("ss>b", lambda text, name: name.strip() in words(text)),
        "selected-at": function("sn>s", _selected_at),
        "count-selected": function("s>n", lambda text: float(len(words(text)))),
    }
    | NUMBERS
    | CHECKLISTS
    | ENCODING
)

REFUSED = frozenset({"area", "distance", "geofence", "jr:itext", "extract-signed"})
"""What the specification has and the portal does not: places on a map, texts by id, signed answers."""
