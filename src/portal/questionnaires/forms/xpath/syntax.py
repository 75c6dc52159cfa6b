"""The nodes of a parsed expression; `position` (from 0) is where each begins in the text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    position: int


@dataclass(frozen=True, slots=True)
class Literal:
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class Negation:
    operand: "Expression"
    position: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and `or and = != < <= > >= + - * div mod |`."""

    operator: str
    left: "Expression"
    right: "Expression"
    position: int


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple["Expression", ...]
    position: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: `.`, `..`, a name or `*`, with its predicates; `axis` is child, self, parent or another."""

    axis: str
    test: str
    predicates: tuple["Expression", ...]
    position: int


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (`is_absolute`), from what `start` gives, or from the node that the expression belongs to."""

    is_absolute: bool
    start: "Expression | None"
    steps: tuple[Step, ...]
    position: int


Expression = Number | Literal | Negation | Binary | Call | Path


def parts(node: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one."""
    match node:
        case Negation(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case Path(_, start, steps):
            predicates = tuple(each for step in steps for each in step.predicates)
            return predicates if start is None else (start, *predicates)
        case _:
            return ()
