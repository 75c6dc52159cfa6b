"""The functions about rows: where one stands in its list, and what another one holds."""

from typing import TYPE_CHECKING

from portal.i18n import mark as _

from .compiled import Compiled, Row, convert
from .errors import ExpressionError
from .paths import child, nth, walk_to_root
from .syntax import Call, Expression, Path
from .values import NAN

if TYPE_CHECKING:
    from .compiler import Compiler


def position(compiler: "Compiler", call: Call) -> Compiled:
    """`position()` in a condition, and `position(..)`: the number of a row."""
    if not call.arguments:
        return Compiled("n", lambda row: row.scope.position)
    walk = compiler.walk(_path(call.arguments[0], call))
    compiler.note(walk)

    def number(row: Row) -> float:
        found = walk.rows(row)
        return float(found[0].number if walk.is_row else 1) if found else NAN

    return Compiled("n", number)


def last(_compiler: "Compiler", _call: Call) -> Compiled:
    """`last()`: among how many a condition is looking."""
    return Compiled("n", lambda row: row.scope.size)


def indexed_repeat(compiler: "Compiler", call: Call) -> Compiled:
    """`indexed-repeat(node, repeat, number, …)`: the node in the row of this number, of up to three repeats.

    As in the reference implementation, a number counts through all rows of its repeat that the outer pairs leave.
    """
    if len(call.arguments) % 2 == 0:
        message = _("The function “%(name)s” is given %(count)s values, and cannot work with that")
        raise ExpressionError(call.position, message, name=call.name, count=str(len(call.arguments)))
    places = compiler.surroundings.places
    target = compiler.walk(_path(call.arguments[0], call)).place
    numbers = {}
    for repeat, number in zip(call.arguments[1::2], call.arguments[2::2], strict=True):
        place = compiler.walk(_path(repeat, call)).place
        if place.inner <= 0 or not target.ref.startswith(place.ref + "/"):
            message = _("“%(name)s” is not in the repeat “%(repeat)s”")
            names = {each: ref.rpartition("/")[2] for each, ref in (("name", target.ref), ("repeat", place.ref))}
            raise ExpressionError(repeat.position, message, **names)
        numbers[place.ref] = convert(compiler.compile(number), "n")
    walk = walk_to_root(places, compiler.surroundings.block)
    for ref in _way(target.ref):
        if ref in numbers:
            walk = nth(walk, places.by_ref[ref], numbers[ref])
        elif ref != places.root:
            walk = child(walk, places.by_ref[ref], ())
    return compiler.read(walk)


def _path(argument: Expression, call: Call) -> Path:
    if isinstance(argument, Path):
        return argument
    if isinstance(argument, Call) and argument.name == "current":
        return Path(is_absolute=False, start=argument, steps=(), position=argument.position)
    message = _("The function “%(name)s” needs the name of a question or a repeat here")
    raise ExpressionError(argument.position, message, name=call.name)


def _way(ref: str) -> list[str]:
    names = ref.split("/")[1:]
    return ["/" + "/".join(names[:count]) for count in range(1, len(names) + 1)]
