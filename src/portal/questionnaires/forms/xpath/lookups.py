"""The functions that look outside the answers: into a list that came along in a file, and at the form itself."""

from typing import TYPE_CHECKING

from portal.i18n import mark as _

from .compiled import Compiled, Row, convert
from .errors import ExpressionError
from .syntax import Call, Expression, Literal

if TYPE_CHECKING:
    from .compiler import Compiler


def pulldata(compiler: "Compiler", call: Call) -> Compiled:
    """`pulldata('list', 'column', 'key column', key)`: a cell of the first row with this key; empty without one."""
    lists = compiler.surroundings.lists
    name = _text(call.arguments[0]).removesuffix(".csv")
    if name not in lists:
        message = _("The file “%(file)s” did not come along with the questionnaire")
        raise ExpressionError(call.position, message, file=f"{name}.csv")
    column, key_column = (_text(each) for each in call.arguments[1:3])
    for each, argument in ((column, call.arguments[1]), (key_column, call.arguments[2])):
        if each not in lists[name]:
            raise ExpressionError(argument.position, _("The list of choices has no column “%(name)s”"), name=each)
    key = convert(compiler.compile(call.arguments[3]), "s")

    def cell(row: Row) -> str:
        found: str = row.scope.looked_up(name, key_column, key(row)).get(column, "")
        return found

    return Compiled("s", cell)


def version(_compiler: "Compiler", _call: Call) -> Compiled:
    """`version()`: what the settings sheet calls this version of the form."""
    return Compiled("s", lambda row: row.scope.version)


def _text(argument: Expression) -> str:
    if not isinstance(argument, Literal):
        raise ExpressionError(argument.position, _("The file and its columns must stand between quotation marks here"))
    return argument.value.strip()
