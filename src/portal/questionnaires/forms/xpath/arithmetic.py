"""Arithmetic beyond the operators: powers, logarithms and angles, with JavaScript's answers where there is none."""

import math
import random
from collections.abc import Callable

from .signature import Function, function
from .values import NAN


def _power(base: float, exponent: float) -> float:
    try:
        result = base**exponent
    except OverflowError:
        return math.inf if base > 0 or exponent % 2 == 0 else -math.inf
    except ZeroDivisionError:
        return math.inf
    return result if isinstance(result, float) else NAN


def _defined(work: Callable[[float], float], at_zero: float = NAN) -> Callable[[float], float]:
    """The function, `NaN` where it has no value; a logarithm of zero is minus infinity."""

    def guarded(number: float) -> float:
        try:
            return work(number)
        except ValueError:
            return at_zero if number == 0 else NAN
        except OverflowError:
            return math.inf

    return guarded


NUMBERS: dict[str, Function] = {
    "abs": function("n>n", abs),
    "pow": function("nn>n", _power),
    "exp": function("n>n", _defined(math.exp)),
    "exp10": function("n>n", lambda number: _power(10.0, number)),
    "log": function("n>n", _defined(math.log, -math.inf)),
    "log10": function("n>n", _defined(math.log10, -math.inf)),
    "sqrt": function("n>n", _defined(math.sqrt)),
    "sin": function("n>n", _defined(math.sin)),
    "cos": function("n>n", _defined(math.cos)),
    "tan": function("n>n", _defined(math.tan)),
    "asin": function("n>n", _defined(math.asin)),
    "acos": function("n>n", _defined(math.acos)),
    "atan": function("n>n", math.atan),
    "atan2": function("nn>n", math.atan2),
    "pi": function(">n", lambda: math.pi),
    "random": function(">n", random.random),
}
