"""The operators, with ODK's comparisons: dates against dates as days, and an empty text is less than nothing."""

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

from .compiled import Compiled, Run, convert
from .paths import all_texts
from .values import NAN, Value, to_boolean, to_number


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    return NAN if not left or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    if math.isinf(left) or not right:
        return NAN
    return math.fmod(left, right)


_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _remainder,
}


def binary(symbol: str, left: Compiled, right: Compiled) -> Compiled:
    """The closure of two operands and the operator between them (`|` is not among them)."""
    if symbol in {"and", "or"}:
        return _logic(symbol, left, right)
    if symbol in _ARITHMETIC:
        return _numeric("n", _ARITHMETIC[symbol], left, right)
    if symbol in _RELATIONS:
        if "N" in left.kind + right.kind:
            return _any_pair(_RELATIONS[symbol], left, right)
        return _numeric("b", _RELATIONS[symbol], left, right)
    return _equality(symbol, left, right)


def _logic(symbol: str, left: Compiled, right: Compiled) -> Compiled:
    first, second = convert(left, "b"), convert(right, "b")
    if symbol == "and":
        return Compiled("b", lambda row: first(row) and second(row))
    return Compiled("b", lambda row: first(row) or second(row))


def _numeric(kind: str, work: Callable[[float, float], float | bool], left: Compiled, right: Compiled) -> Compiled:
    return Compiled(kind, _both(work, left, right, "n"))


def _both(work: Callable[[Any, Any], Any], left: Compiled, right: Compiled, kind: str) -> Run:
    """The closure that puts both operands to work, as values of a kind."""
    first, second = convert(left, kind), convert(right, kind)
    if right.is_constant:
        fixed = second(None)
        return lambda row: work(first(row), fixed)
    return lambda row: work(first(row), second(row))


def _any_pair(work: Callable[[float, float], bool], left: Compiled, right: Compiled) -> Compiled:
    first, second = convert(left, "N"), convert(right, "N")

    def run(row: object) -> bool:
        ours = [to_number(each) for each in first(row)]
        return any(work(one, to_number(other)) for other in second(row) for one in ours)

    return Compiled("b", run)


def _equality(symbol: str, left: Compiled, right: Compiled) -> Compiled:
    test = operator.eq if symbol == "=" else operator.ne
    kinds = left.kind + right.kind
    if "?" in kinds or "N" in kinds:
        first, second = left.run, right.run
        return Compiled("b", lambda row: _equal(first(row), second(row), test))
    kind = "b" if "b" in kinds else "n" if "n" in kinds or "d" in kinds else "s"
    return Compiled("b", _both(test, left, right, kind))


def _equal(left: Value, right: Value, test: Callable[[object, object], bool]) -> bool:
    """Equality where only running tells the kinds; true for nodes when it is for any of them."""
    if isinstance(left, bool) or isinstance(right, bool):
        return test(to_boolean(left), to_boolean(right))
    for one in left if isinstance(left, (list, tuple)) else (left,):
        for other in right if isinstance(right, (list, tuple)) else (right,):
            as_texts = isinstance(one, str) and isinstance(other, str)
            if test(one, other) if as_texts else test(to_number(one), to_number(other)):
                return True
    return False


def negated(operand: Compiled) -> Compiled:
    """The closure of `-x`."""
    run = convert(operand, "n")
    return Compiled("n", lambda row: -run(row))


def together(sets: Sequence[Compiled]) -> Compiled:
    """The closure of `a | b`: nodes in document order, each once; what is no path is put after what is before it."""
    walks = tuple(walk for each in sets for walk in each.walks)
    if all(each.walks for each in sets):
        return Compiled("N", all_texts(walks), walks)
    runs = [convert(each, "N") for each in sets]
    return Compiled("N", lambda row: [text for run in runs for text in run(row)])
