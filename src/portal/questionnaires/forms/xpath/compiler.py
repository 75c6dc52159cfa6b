"""Compiles a parsed expression to closures, once, in the surroundings of the node that it belongs to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from portal.i18n import mark as _

from . import contextual
from .choices import choice_path, column_path
from .compiled import Compiled, Run, constant, convert
from .errors import ExpressionError
from .following import follow
from .functions import FUNCTIONS, REFUSED
from .operators import binary, negated, together
from .parser import parse
from .paths import Test, Walk
from .places import Place, Places
from .signature import Function
from .syntax import Binary, Call, Expression, Literal, Negation, Number, Path


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an expression may refer to, and where it runs: for the node `place`, in a row of `block`.

    `lists` gives the columns of each list of choices; `columns` are those of the choice it looks at, where it is a
    condition on choices. In a condition on a path, `outer` is where `current()` is.
    """

    places: Places
    lists: Mapping[str, Collection[str]]
    place: Place
    block: int
    columns: Collection[str] | None = None
    outer: "Surroundings | None" = None
    is_at_home: bool = False
    """Whether a path from the root stays in the rows that the expression runs in, as in the label of a repeat."""


class Outcome(NamedTuple):
    """A compiled expression, the indices of the nodes that it reads, and those that it reads in other rows only.

    `is_about_row`: it asks something of the row that it runs for as such.
    """

    compiled: Compiled
    needs: frozenset[int]
    needs_elsewhere: frozenset[int]
    is_about_row: bool


def compile_expression(text: str, surroundings: Surroundings) -> Outcome:
    """The closure of an expression and what it depends on; raises `ExpressionError`."""
    compiler = Compiler(surroundings)
    compiled = compiler.compile(parse(text))
    elsewhere = frozenset(compiler.elsewhere - compiler.needs)
    return Outcome(compiled, frozenset(compiler.needs), elsewhere, compiler.is_about_row)


class Compiler:
    """Compiles the expressions of one place, and notes what they depend on."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.needs: set[int] = set()
        self.elsewhere: set[int] = set()
        self.is_about_row = False

    def compile(self, tree: Expression) -> Compiled:
        """The closure of one node of the tree."""
        match tree:
            case Number(value) | Literal(value):
                return constant("n" if isinstance(tree, Number) else "s", value)
            case Negation(operand):
                return negated(self.compile(operand))
            case Binary("|", left, right):
                return together([self.compile(left), self.compile(right)])
            case Binary(symbol, left, right):
                return binary(symbol, self.compile(left), self.compile(right))
            case Call():
                return self._call(tree)
            case Path():
                return self._path(tree)

    def _call(self, call: Call) -> Compiled:
        if call.name in contextual.BUILDERS:
            minimum, maximum, build = contextual.BUILDERS[call.name]
            check_count(call, minimum, maximum)
            return build(self, call)
        function = FUNCTIONS.get(call.name)
        if call.name in REFUSED:
            raise ExpressionError(call.position, _("The function “%(name)s” is not available"), name=call.name)
        if function is None:
            raise ExpressionError(call.position, _("The function “%(name)s” is not known"), name=call.name)
        check_count(call, function.minimum, function.maximum)
        return Compiled(function.result, self._apply(function, call))

    def _apply(self, function: Function, call: Call) -> Run:
        work, last = function.work, len(function.kinds) - 1
        given = [
            convert(self.compile(each), function.kinds[min(place, last)]) for place, each in enumerate(call.arguments)
        ]
        match given:
            case []:
                return lambda _row: work()
            case [only]:
                return lambda row: work(only(row))
            case [first, second]:
                return lambda row: work(first(row), second(row))
            case _:
                return lambda row: work(*[each(row) for each in given])

    def _path(self, path: Path) -> Compiled:
        if isinstance(path.start, Call) and path.start.name == "instance":
            return choice_path(self, path, path.start)
        columns = self.surroundings.columns
        if columns is not None and not path.is_absolute and path.start is None:
            return column_path(path, columns)
        walks = follow(self, path)
        return self.read(walks[0]) if len(walks) == 1 else together([self.read(walk) for walk in walks])

    def walk(self, path: Path) -> Walk:
        """The way along a path that names one node, be it one in each row."""
        walks = follow(self, path)
        if len(walks) != 1:
            raise ExpressionError(path.position, _("This path names more than one question"))
        return walks[0]

    def read(self, walk: Walk) -> Compiled:
        """What stands at the end of a walk, noted as read."""
        self.note(walk)
        return Compiled("N", walk.texts(), (walk,)) if walk.moves else Compiled("v", walk.text(), (walk,))

    def note(self, walk: Walk) -> None:
        """Depend on the nodes that a walk leads to."""
        here = self.surroundings.outer or self.surroundings
        index = walk.place.index
        if self.surroundings.outer is None and walk == Walk(here.place, here.block):
            # Its own value, in a constraint: no dependency, or every constraint would be a circle.
            self.is_about_row |= walk.is_row
        elif any(here.places.is_around(block, here.block) for block in walk.chosen):
            self.elsewhere.add(index)
        elif index >= 0:
            self.needs.add(index)

    def test(self, tree: Expression, walk: Walk) -> Test:
        """The condition that the nodes of a walk are put to."""
        here = self.surroundings
        inner = replace(here, place=walk.place, block=walk.block, columns=None, outer=here.outer or here)
        compiled = self._inside(tree, inner)
        return Test(
            compiled.run if compiled.kind == "n" else convert(compiled, "b"), compiled.kind == "n", here.outer is None
        )

    def _inside(self, tree: Expression, surroundings: Surroundings) -> Compiled:
        compiler = Compiler(surroundings)
        compiled = compiler.compile(tree)
        self.needs |= compiler.needs
        self.elsewhere |= compiler.elsewhere
        return compiled

    def condition(self, tree: Expression, columns: Collection[str]) -> Run:
        """The closure of a condition on the choices of a list."""
        compiled = self._inside(tree, replace(self.surroundings, columns=columns))
        if compiled.kind == "n":
            raise ExpressionError(tree.position, _("A condition in square brackets is not possible here"))
        return convert(compiled, "b")


def check_count(call: Call, minimum: int, maximum: int | None) -> None:
    """Refuse a call with fewer or more values than the function takes."""
    count = len(call.arguments)
    if count < minimum or (maximum is not None and count > maximum):
        message = _("The function “%(name)s” is given %(count)s values, and cannot work with that")
        raise ExpressionError(call.position, message, name=call.name, count=str(count))
