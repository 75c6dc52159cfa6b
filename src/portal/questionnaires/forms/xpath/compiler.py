"""Compiles a parsed expression to closures, once, in the surroundings of the node that it belongs to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.i18n import mark as _

from . import contextual
from .compiled import Compiled, Run, Scope, constant, convert
from .errors import ExpressionError
from .functions import FUNCTIONS, REFUSED
from .operators import binary, negated, union
from .parser import parse
from .signature import Function
from .syntax import Binary, Call, Expression, Literal, Negation, Number, Path, Step


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an expression may refer to.

    `nodes` gives the index of each node by its reference, `lists` the columns of each list of choices; `ref` is the
    node that the expression belongs to, and `columns` those of the choice it looks at, where it is a choice filter.
    """

    nodes: Mapping[str, int]
    lists: Mapping[str, Collection[str]]
    ref: str
    columns: Collection[str] | None = None


def compile_expression(text: str, surroundings: Surroundings) -> tuple[Compiled, frozenset[int]]:
    """The closure of an expression and the indices of the nodes that it reads; raises `ExpressionError`."""
    compiler = Compiler(surroundings)
    return compiler.compile(parse(text)), frozenset(compiler.dependencies)


class Compiler:
    """Compiles the expressions of one place, and notes what they depend on."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.dependencies: set[int] = set()

    def compile(self, tree: Expression) -> Compiled:
        """The closure of one node of the tree."""
        match tree:
            case Number(value) | Literal(value):
                return constant("n" if isinstance(tree, Number) else "s", value)
            case Negation(operand):
                return negated(self.compile(operand))
            case Binary("|", left, right):
                return union(self.compile(left), self.compile(right))
            case Binary(symbol, left, right):
                return binary(symbol, self.compile(left), self.compile(right))
            case Call():
                return self._call(tree)
            case Path():
                return self._path(tree)

    def node(self, ref: str, position: int) -> int:
        """The index of a node that is read here; refuses one that does not exist."""
        index = self.surroundings.nodes.get(ref)
        if index is None:
            raise ExpressionError(position, _("There is no question “%(name)s”"), name=ref.rpartition("/")[2] or ref)
        self.dependencies.add(index)
        return index

    def _call(self, call: Call) -> Compiled:
        if call.name in contextual.BUILDERS:
            minimum, maximum, build = contextual.BUILDERS[call.name]
            _check_count(call, minimum, maximum)
            return build(self, call)
        function = FUNCTIONS.get(call.name)
        if call.name in REFUSED:
            raise ExpressionError(call.position, _("The function “%(name)s” is not available"), name=call.name)
        if function is None:
            raise ExpressionError(call.position, _("The function “%(name)s” is not known"), name=call.name)
        _check_count(call, function.minimum, function.maximum)
        return Compiled(function.result, self._apply(function, call))

    def _apply(self, function: Function, call: Call) -> Run:
        work, last = function.work, len(function.kinds) - 1
        given = [
            convert(self.compile(each), function.kinds[min(place, last)]) for place, each in enumerate(call.arguments)
        ]
        match given:
            case []:
                return lambda _scope: work()
            case [only]:
                return lambda scope: work(only(scope))
            case [first, second]:
                return lambda scope: work(first(scope), second(scope))
            case _:
                return lambda scope: work(*[each(scope) for each in given])

    def _path(self, path: Path) -> Compiled:
        if isinstance(path.start, Call) and path.start.name == "instance":
            return self._choice_path(path, path.start)
        is_current = isinstance(path.start, Call) and path.start.name == "current"
        if path.start is not None and not is_current:
            raise ExpressionError(path.position, _("A path cannot begin like this"))
        columns = self.surroundings.columns
        if columns is not None and not path.is_absolute and not is_current:
            return _column(path, columns)
        refs = [""] if path.is_absolute else [self.surroundings.ref]
        for step in path.steps:
            refs = [after for ref in refs for after in self._follow(ref, step)]
        return self._nodes(path, refs)

    def _nodes(self, path: Path, refs: list[str]) -> Compiled:
        if any(step.test == "*" for step in path.steps):
            indices = [self.node(ref, path.position) for ref in refs]
            return Compiled("N", lambda scope: [scope.values[each] for each in indices if scope.relevant[each]])
        if refs == [self.surroundings.ref]:
            # Its own value, in a constraint: no dependency, or every constraint would be a cycle.
            index = self.surroundings.nodes[refs[0]]
        else:
            index = self.node(refs[0], path.position)
        return Compiled("v", lambda scope: scope.values[index], index)

    def _follow(self, ref: str, step: Step) -> list[str]:
        if step.predicates:
            raise ExpressionError(step.position, _("A condition in square brackets is not possible here"))
        if step.axis == "self":
            return [ref]
        if step.axis == "parent":
            return [ref.rpartition("/")[0]]
        if step.axis != "child":
            raise ExpressionError(step.position, _("A path cannot go in this direction"))
        if step.test != "*":
            return [f"{ref}/{step.test}"]
        return [each for each in self.surroundings.nodes if each.rpartition("/")[0] == ref]

    def _choice_path(self, path: Path, start: Call) -> Compiled:
        """`instance('list')/root/item[…]/column`: the texts of a column of the choices that meet the conditions."""
        _check_count(start, 1, 1)
        list_name = start.arguments[0]
        if not isinstance(list_name, Literal) or list_name.value not in self.surroundings.lists:
            raise ExpressionError(start.position, _("There is no list of choices of this name"))
        name, columns = list_name.value, self.surroundings.lists[list_name.value]
        if [step.test for step in path.steps[:2]] != ["root", "item"] or len(path.steps) != 3:
            raise ExpressionError(path.position, _("A path cannot begin like this"))
        column = path.steps[2].test
        _check_column(column, columns, path.steps[2].position)
        tests = [self.condition(each, columns) for each in path.steps[1].predicates]

        def run(scope: Scope) -> list[str]:
            found = scope.items(name)
            for test in tests:
                found = contextual.choose(scope, found, test)
            return [item.get(column, "") for item in found]

        return Compiled("N", run)

    def condition(self, tree: Expression, columns: Collection[str]) -> Run:
        """The closure of a condition on the choices of a list."""
        here = self.surroundings
        inner = Compiler(Surroundings(here.nodes, here.lists, here.ref, columns))
        compiled = inner.compile(tree)
        self.dependencies |= inner.dependencies
        if compiled.kind == "n":
            raise ExpressionError(tree.position, _("A condition in square brackets is not possible here"))
        return convert(compiled, "b")


def _check_count(call: Call, minimum: int, maximum: int | None) -> None:
    count = len(call.arguments)
    if count < minimum or (maximum is not None and count > maximum):
        message = _("The function “%(name)s” is given %(count)s values, and cannot work with that")
        raise ExpressionError(call.position, message, name=call.name, count=str(count))


def _column(path: Path, columns: Collection[str]) -> Compiled:
    if len(path.steps) != 1 or path.steps[0].axis != "child" or path.steps[0].predicates:
        raise ExpressionError(path.position, _("A path cannot go in this direction"))
    name = path.steps[0].test
    _check_column(name, columns, path.position)
    return Compiled("s", lambda scope: scope.item.get(name, ""))


def _check_column(name: str, columns: Collection[str], position: int) -> None:
    if name not in columns:
        raise ExpressionError(position, _("The list of choices has no column “%(name)s”"), name=name)
