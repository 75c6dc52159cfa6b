"""Paths into lists of choices: all of a list that meet a condition, or a column of the choice that is looked at."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from portal.i18n import mark as _

from . import contextual
from .compiled import Compiled, Row
from .errors import ExpressionError
from .syntax import Call, Literal, Path

if TYPE_CHECKING:
    from .compiler import Compiler


def choice_path(compiler: "Compiler", path: Path, start: Call) -> Compiled:
    """`instance('list')/root/item[…]/column`: the texts of a column of the choices that meet the conditions."""
    lists = compiler.surroundings.lists
    list_name = start.arguments[0] if len(start.arguments) == 1 else start
    if not isinstance(list_name, Literal) or list_name.value not in lists:
        raise ExpressionError(start.position, _("There is no list of choices of this name"))
    name, columns = list_name.value, lists[list_name.value]
    if [step.test for step in path.steps[:2]] != ["root", "item"] or len(path.steps) != 3:
        raise ExpressionError(path.position, _("A path cannot begin like this"))
    column = path.steps[2].test
    _check_column(column, columns, path.steps[2].position)
    tests = [compiler.condition(each, columns) for each in path.steps[1].predicates]

    def run(row: Row) -> list[str]:
        found = row.scope.items(name)
        for test in tests:
            found = contextual.choose(row, found, test)
        return [item.get(column, "") for item in found]

    return Compiled("N", run)


def column_path(path: Path, columns: Collection[str]) -> Compiled:
    """A column of the choice that a condition is looking at."""
    if len(path.steps) != 1 or path.steps[0].axis != "child" or path.steps[0].predicates:
        raise ExpressionError(path.position, _("A path cannot go in this direction"))
    name = path.steps[0].test
    _check_column(name, columns, path.position)
    return Compiled("s", lambda row: row.scope.item.get(name, ""))


def _check_column(name: str, columns: Collection[str], position: int) -> None:
    if name not in columns:
        raise ExpressionError(position, _("The list of choices has no column “%(name)s”"), name=name)
