"""The functions about rows: where one stands in its list, and what another one holds."""

from typing import TYPE_CHECKING

from portal.i18n import mark as _

from .compiled import Compiled, Row, convert
from .errors import ExpressionError
from .paths import child, nth
from .places import Place
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
    if not walk.is_row:
        return Compiled("n", lambda row: 1.0 if walk.rows(row) else NAN)

    def number(row: Row) -> float:
        found = walk.rows(row)
        return float(found[0].number) if found else NAN

    return Compiled("n", number)


def last(_compiler: "Compiler", _call: Call) -> Compiled:
    """`last()`: among how many a condition is looking."""
    return Compiled("n", lambda row: row.scope.size)


def indexed_repeat(compiler: "Compiler", call: Call) -> Compiled:
    """`indexed-repeat(node, repeat, number, …)`: the node in the row of this number, of up to three repeats.

    As in the reference implementation, a number counts through all rows that its repeat's path leads to and that the
    outer pairs leave.
    """
    if len(call.arguments) % 2 == 0:
        message = _("The function “%(name)s” is given %(count)s values, and cannot work with that")
        raise ExpressionError(call.position, message, name=call.name, count=str(len(call.arguments)))
    target = compiler.walk(_path(call.arguments[0], call)).place
    pairs = []
    for repeat, number in zip(call.arguments[1::2], call.arguments[2::2], strict=True):
        walk = compiler.walk(_path(repeat, call))
        _check_around(walk.place, target, repeat.position)
        pairs.append((walk, convert(compiler.compile(number), "n")))
    pairs.sort(key=lambda pair: len(pair[0].place.ref))
    numbers = {walk.place.ref: number for walk, number in pairs}
    walk = nth(*pairs[0])
    for ref in _way(walk.place.ref, target.ref):
        walk = child(walk, compiler.surroundings.places.by_ref[ref], ())
        walk = nth(walk, numbers[ref]) if ref in numbers else walk
    return compiler.read(walk)


def _check_around(repeat: Place, target: Place, position: int) -> None:
    if repeat.inner <= 0 or not target.ref.startswith(repeat.ref + "/"):
        message = _("“%(name)s” is not in the repeat “%(repeat)s”")
        names = {each: place.ref.rpartition("/")[2] for each, place in (("name", target), ("repeat", repeat))}
        raise ExpressionError(position, message, **names)


def _path(argument: Expression, call: Call) -> Path:
    if isinstance(argument, Path):
        return argument
    if isinstance(argument, Call) and argument.name == "current":
        return Path(is_absolute=False, start=argument, steps=(), position=argument.position)
    message = _("The function “%(name)s” needs the name of a question or a repeat here")
    raise ExpressionError(argument.position, message, name=call.name)


def _way(repeat: str, target: str) -> list[str]:
    """The references from below a repeat down to a node in it."""
    names = target.removeprefix(repeat).split("/")[1:]
    return [f"{repeat}/{'/'.join(names[:count])}" for count in range(1, len(names) + 1)]
