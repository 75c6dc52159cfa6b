"""Counting what is so: the checklists of the ODK specification, and the order of chance."""

import math
from collections.abc import Sequence

from .chance import shuffled
from .signature import Function, function
from .values import NAN, Value, text_to_time, to_boolean, to_nodes, to_number


def _each(value: Value) -> list[Value]:
    """A set of nodes one by one; anything else by itself."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _checklist(least: float, most: float, *values: Value) -> bool:
    """Whether between `least` and `most` (-1: any number) of the values are true."""
    count = sum(to_boolean(each) for value in values for each in _each(value))
    return least <= count <= _bound(most)


def _weighted_checklist(least: float, most: float, *pairs: Value) -> bool:
    """As a checklist, in which each value that is true counts for the number after it."""
    total = 0.0
    for value, weight in zip(pairs[::2], pairs[1::2], strict=False):
        values, weights = _each(value), _each(weight)
        if len(values) < len(weights):
            return False
        total += sum(to_number(number) for each, number in zip(values, weights, strict=False) if to_boolean(each))
    return least <= total <= _bound(most)


def _bound(most: float) -> float:
    return math.inf if most == -1 else most


def _randomized(nodes: Value, seed: Value | None = None) -> Sequence[str]:
    return shuffled(to_nodes(nodes), seed)


def _decimal_time(text: str) -> float:
    """The part of the day that has passed at a time, by its own clock."""
    clock = text_to_time(text)
    if clock is None:
        return NAN
    return (clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / 86_400


CHECKLISTS: dict[str, Function] = {
    "checklist": function("nn!?*>b", _checklist),
    "weighted-checklist": function("nn!?*>b", _weighted_checklist),
    "randomize": function("?!?>N", _randomized),
    "decimal-time": function("s>n", _decimal_time),
}
