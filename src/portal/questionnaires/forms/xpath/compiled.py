"""What an expression becomes: a closure, the kind of value it gives, and the conversions between kinds."""

import datetime
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from . import values

if TYPE_CHECKING:
    from .paths import Walk


class Scope(Protocol):
    """What an evaluation has once, for all its rows."""

    now: datetime.datetime
    today: datetime.date
    language: str
    item: Mapping[str, str]
    """The choice that a predicate is looking at."""
    here: Any
    """The row whose expression looks through the predicate of a path; what `current()` starts from."""
    position: float
    """The place, from 1, of what a predicate is looking at, among `size`."""
    size: float

    def choice_label(self, row: Any, index: int, name: str) -> str:
        """The label of a choice of a question in a row, in the language of the moment."""

    def shown(self, row: Any, index: int) -> str:
        """The value of a node in a row as people read it."""

    def is_awaited(self, row: Any, index: int) -> bool:
        """Whether people are told that a question of a row has to be answered yet."""

    @property
    def version(self) -> str:
        """The version of the form, as its author calls it."""

    def looked_up(self, list_name: str, column: str, key: str) -> Mapping[str, str]:
        """The first row of a list with this key in a column; empty without one."""

    def items(self, list_name: str) -> Sequence[Mapping[str, str]]:
        """The rows of a list of choices."""


class Row(Protocol):
    """What a compiled expression runs in: the form itself, or one row of a repeat. The lists are by slot."""

    @property
    def scope(self) -> Scope:
        """The evaluation that the row is part of."""

    @property
    def parent(self) -> Any:
        """The row around it; None for the form itself."""

    slot: int
    """Where its list stands in the row around it."""
    number: int
    """Its place in the list, from 1."""
    values: list[str]
    """The value in force of each node; empty where it is not relevant."""
    relevant: list[bool]
    given: list[str | None]
    """The answer that was saved for each node, None where there never was one."""
    rows: dict[int, list[Any]]
    """The rows of each repeat in it."""


Run = Callable[[Any], Any]
"""A closure over a `Row`; typed loosely because its result follows `Compiled.kind`."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """`kind` is s (text), n (number), b (truth), d (date), N (nodes), v (one node), or ? where only running tells.

    A v gives the text of one node, the usual case of a reference to a question: no list is made for it. `walks` lead
    to the nodes of a v, and of an N that is made of paths. What `is_constant` gives the same whatever the row.
    """

    kind: str
    run: Run
    walks: "tuple[Walk, ...]" = ()
    is_constant: bool = False


_DIRECT: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("v", "n"): values.text_to_number,
    ("s", "n"): values.text_to_number,
    ("d", "n"): values.date_to_number,
    ("n", "s"): values.number_to_text,
    ("s", "b"): operator.truth,
}
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
        return lambda row: (run(row),)
    if kind == "b" and compiled.kind == "v":
        return lambda _row: True  # it is there, answered or not
    conversion: Callable[[Any], Any] = _DIRECT.get((compiled.kind, kind)) or _CONVERSIONS[kind]
    return lambda row: conversion(run(row))


def constant(kind: str, value: values.Value) -> Compiled:
    """An expression that always gives the same."""
    return Compiled(kind, lambda _row: value, is_constant=True)
