"""The functions that need more than their arguments: the moment, the language, the choices, or laziness."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from babel.dates import get_day_names, get_month_names

from portal.i18n import local
from portal.i18n import mark as _

from .compiled import Compiled, Run, Scope, convert
from .errors import ExpressionError
from .syntax import Call, Literal
from .values import NAN, date_to_number

if TYPE_CHECKING:
    from .compiler import Compiler

Build = Callable[["Compiler", Call], Compiled]


def choose(scope: Scope, items: Sequence[Mapping[str, str]], test: Run) -> list[Mapping[str, str]]:
    """The choices that meet a condition; the choice looked at before comes back afterwards."""
    before = scope.item
    found = []
    for item in items:
        scope.item = item
        if test(scope):
            found.append(item)
    scope.item = before
    return found


def _if(compiler: "Compiler", call: Call) -> Compiled:
    condition, yes, no = (compiler.compile(each) for each in call.arguments)
    test = convert(condition, "b")
    kind = yes.kind if yes.kind == no.kind and yes.kind != "v" else "s" if {yes.kind, no.kind} <= {"s", "v"} else "?"
    then, otherwise = yes.run, no.run
    return Compiled(kind, lambda scope: then(scope) if test(scope) else otherwise(scope))


def _today(_compiler: "Compiler", _call: Call) -> Compiled:
    return Compiled("d", lambda scope: scope.today)


def _now(_compiler: "Compiler", _call: Call) -> Compiled:
    return Compiled("d", lambda scope: local(scope.now))


def _date(compiler: "Compiler", call: Call) -> Compiled:
    run = convert(compiler.compile(call.arguments[0]), "d")

    def day(scope: Scope) -> datetime.date | str:
        found: datetime.date | None = run(scope)
        if found is None:
            return ""
        return found.date() if isinstance(found, datetime.datetime) else found

    return Compiled("?", day)


def _date_time(compiler: "Compiler", call: Call) -> Compiled:
    run = convert(compiler.compile(call.arguments[0]), "d")
    return Compiled("?", lambda scope: run(scope) or "")


def _decimal_date_time(compiler: "Compiler", call: Call) -> Compiled:
    run = convert(compiler.compile(call.arguments[0]), "d")

    def number(scope: Scope) -> float:
        found = run(scope)
        return NAN if found is None else date_to_number(found)

    return Compiled("n", number)


def _format_date(compiler: "Compiler", call: Call) -> Compiled:
    moment = convert(compiler.compile(call.arguments[0]), "d")
    pattern = convert(compiler.compile(call.arguments[1]), "s")

    def text(scope: Scope) -> str:
        found = moment(scope)
        return "" if found is None else written(found, pattern(scope), scope.language)

    return Compiled("s", text)


def written(moment: datetime.date, pattern: str, language: str) -> str:
    """A date by ODK's `%` codes, months and days named in the language."""
    at = moment if isinstance(moment, datetime.datetime) else datetime.datetime.combine(moment, datetime.time())
    months, days = get_month_names("abbreviated", locale=language), get_day_names("abbreviated", locale=language)
    codes = {
        "%Y": f"{at.year:04}", "%y": f"{at.year % 100:02}", "%m": f"{at.month:02}", "%n": str(at.month),
        "%b": months[at.month].removesuffix("."), "%d": f"{at.day:02}", "%e": str(at.day), "%H": f"{at.hour:02}",
        "%h": str(at.hour), "%M": f"{at.minute:02}", "%S": f"{at.second:02}", "%3": f"{at.microsecond // 1000:03}",
        "%a": days[at.weekday()].removesuffix("."), "%W": f"{at.isocalendar().week:02}",
    }  # fmt: skip
    parts = pattern.split("%")
    return parts[0] + "".join(codes.get(f"%{part[:1]}", f"%{part[:1]}") + part[1:] for part in parts[1:])


def _once(compiler: "Compiler", call: Call) -> Compiled:
    index = compiler.surroundings.nodes[compiler.surroundings.ref]
    run = convert(compiler.compile(call.arguments[0]), "s")
    return Compiled("s", lambda scope: scope.kept(index) or run(scope))


def _choice_name(compiler: "Compiler", call: Call) -> Compiled:
    name = convert(compiler.compile(call.arguments[0]), "s")
    path = call.arguments[1]
    if not isinstance(path, Literal):
        raise ExpressionError(path.position, _("The question must be named between quotation marks here"))
    ref = path.value.strip()
    index = compiler.node(ref, path.position)
    return Compiled("s", lambda scope: scope.choice_label(index, name(scope)))


def _current(compiler: "Compiler", _call: Call) -> Compiled:
    index = compiler.surroundings.nodes[compiler.surroundings.ref]
    return Compiled("v", lambda scope: scope.values[index], index)


BUILDERS: dict[str, tuple[int, int | None, Build]] = {
    "if": (3, 3, _if),
    "today": (0, 0, _today),
    "now": (0, 0, _now),
    "date": (1, 1, _date),
    "date-time": (1, 1, _date_time),
    "decimal-date-time": (1, 1, _decimal_date_time),
    "format-date": (2, 2, _format_date),
    "format-date-time": (2, 2, _format_date),
    "once": (1, 1, _once),
    "jr:choice-name": (2, 2, _choice_name),
    "current": (0, 0, _current),
}
"""Per function: the fewest and the most arguments, and what makes its closure."""
