"""Random order: the same seed gives the same order as in ODK's own programs."""

import hashlib
import math
import secrets
from collections.abc import Sequence
from typing import TypeVar

from .values import Value, to_number, to_text

_MODULUS, _FACTOR = 2**31 - 1, 16_807
_LONG = 2**63

T = TypeVar("T")


def shuffled(items: Sequence[T], seed: Value | None = None) -> list[T]:
    """The items in the order of a seed (a number, or a text that is hashed); without one, in any order.

    Source: the generator of Park and Miller and the shuffle of the reference implementation, bit for bit.
    """
    state = secrets.randbelow(_MODULUS - 1) + 1 if seed is None else _start(seed)
    found: list[T] = []
    for count, item in enumerate(items, 1):
        state = state * _FACTOR % _MODULUS
        place = math.floor((state - 1) / (_MODULUS - 1) * count)
        if place == len(found):
            found.append(item)
        else:
            found.append(found[place])
            found[place] = item
    return found


def _start(seed: Value) -> int:
    number = to_number(seed)
    if math.isnan(number):
        text = to_text(seed)
        whole = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0
    elif math.isinf(number):
        whole = _LONG - 1 if number > 0 else -_LONG
    else:
        whole = int(number)
    start = abs(whole) % _MODULUS * (1 if whole > 0 else -1)  # JavaScript's remainder has the sign of the number
    return start if start > 0 else start + _MODULUS - 1
