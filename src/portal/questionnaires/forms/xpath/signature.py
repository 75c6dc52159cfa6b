"""What a function takes and gives, written short."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Function(NamedTuple):
    """How often arguments may be given (`maximum` None: any number), their kinds, and what the function does."""

    kinds: str
    minimum: int
    maximum: int | None
    result: str
    work: Callable[..., Any]


def function(signature: str, work: Callable[..., Any]) -> Function:
    """A table entry from a signature such as `ss>b`, `sn!n>s` or `N*>n`."""
    given, result = signature.split(">")
    repeats = given.endswith("*")
    given = given.removesuffix("*")
    kinds = given.replace("!", "")
    minimum = len(given.split("!")[0])
    return Function(kinds, minimum, None if repeats else len(kinds), result, work)
