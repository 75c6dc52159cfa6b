"""What an expression becomes: a closure, the kind of value it gives, and the conversions between kinds."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from . import values


class Scope(Protocol):
    """What a compiled expression reads while it runs; `engine` fills it."""

    values: list[str]
    """The value in force of each node, by index; empty where it is not relevant."""
    relevant: list[bool]
    now: datetime.datetime
    today: datetime.date
    language: str
    item: Mapping[str, str]
    """The choice that a predicate is looking at."""

    def kept(self, index: int) -> str:
        """The value that a node had when the answers were last saved."""

    def choice_label(self, index: int, name: str) -> str:
        """The label of a choice of a question, in the language of the moment."""

    def items(self, list_name: str) -> Sequence[Mapping[str, str]]:
        """The rows of a list of choices."""


Run = Callable[[Any], Any]
"""A closure over a `Scope`; typed loosely because its result follows `Compiled.kind`."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """`kind` is s (text), n (number), b (truth), d (date), N (nodes), v (one node), or ? where only running tells.

    A v gives the text of one node, the usual case of a reference to a question: no list is made for it. `index` is
    that node's.
    """

    kind: str
    run: Run
    index: int = -1


_CONVERSIONS: dict[str, Callable[[values.Value], Any]] = {
    "s": values.to_text,
    "n": values.to_number,
    "b": values.to_boolean,
    "d": values.to_date,
    "N": values.to_nodes,
}


def convert(compiled: Compiled, kind: str) -> Run:
    """The closure that gives what `compiled` gives, as another kind."""
    run = compiled.run
    if compiled.kind == kind or kind == "?" or (kind == "s" and compiled.kind == "v"):
        return run
    if kind == "N" and compiled.kind == "v":
        index = compiled.index
        return lambda scope: (scope.values[index],) if scope.relevant[index] else ()
    if kind == "n" and compiled.kind == "v":
        number = values.text_to_number
        return lambda scope: number(run(scope))
    if kind == "b" and compiled.kind in "sv":
        return lambda scope: run(scope) != ""
    conversion = _CONVERSIONS[kind]
    return lambda scope: conversion(run(scope))


def constant(kind: str, value: values.Value) -> Compiled:
    """An expression that always gives the same."""
    return Compiled(kind, lambda _scope: value)
