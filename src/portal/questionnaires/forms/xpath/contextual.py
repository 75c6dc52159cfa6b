"""The functions that need more than their arguments: the moment, the language, the choices, or laziness."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from babel.dates import get_day_names, get_month_names

from portal.i18n import local
from portal.i18n import mark as _

from . import lookups, repeats
from .compiled import Compiled, Row, Run, convert
from .errors import ExpressionError
from .parser import parse
from .syntax import Call, Literal, Path
from .values import NAN, date_to_number

if TYPE_CHECKING:
    from .compiler import Compiler

Build = Callable[["Compiler", Call], Compiled]


def choose(row: Row, items: Sequence[Mapping[str, str]], test: Run) -> list[Mapping[str, str]]:
    """The choices that meet a condition; the choice looked at before comes back afterwards."""
    scope = row.scope
    before = scope.item, scope.position, scope.size
    scope.size = float(len(items))
    found = []
    for place, item in enumerate(items, 1):
        scope.item, scope.position = item, float(place)
        if test(row):
            found.append(item)
    scope.item, scope.position, scope.size = before
    return found


def _if(compiler: "Compiler", call: Call) -> Compiled:
    condition, yes, no = (compiler.compile(each) for each in call.arguments)
    test = convert(condition, "b")
    kind = yes.kind if yes.kind == no.kind and yes.kind != "v" else "s" if {yes.kind, no.kind} <= {"s", "v"} else "?"
    then, otherwise = yes.run, no.run
    return Compiled(kind, lambda row: then(row) if test(row) else otherwise(row))


def _today(_compiler: "Compiler", _call: Call) -> Compiled:
    return Compiled("d", lambda row: row.scope.today)


def _now(_compiler: "Compiler", _call: Call) -> Compiled:
    return Compiled("d", lambda row: local(row.scope.now))


def _date(compiler: "Compiler", call: Call) -> Compiled:
    run = convert(compiler.compile(call.arguments[0]), "d")

    def day(row: Row) -> datetime.date | str:
        found: datetime.date | None = run(row)
        if found is None:
            return ""
        return found.date() if isinstance(found, datetime.datetime) else found

    return Compiled("?", day)


def _date_time(compiler: "Compiler", call: Call) -> Compiled:
    run = convert(compiler.compile(call.arguments[0]), "d")
    return Compiled("?", lambda row: run(row) or "")


def _decimal_date_time(compiler: "Compiler", call: Call) -> Compiled:
    run = convert(compiler.compile(call.arguments[0]), "d")

    def number(row: Row) -> float:
        found = run(row)
        return NAN if found is None else date_to_number(found)

    return Compiled("n", number)


def _format_date(compiler: "Compiler", call: Call) -> Compiled:
    moment = convert(compiler.compile(call.arguments[0]), "d")
    pattern = convert(compiler.compile(call.arguments[1]), "s")

    def text(row: Row) -> str:
        found = moment(row)
        return "" if found is None else written(found, pattern(row), row.scope.language)

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
    slot = compiler.surroundings.place.slot
    run = convert(compiler.compile(call.arguments[0]), "s")
    return Compiled("s", lambda row: row.given[slot] or run(row))


def _choice_name(compiler: "Compiler", call: Call) -> Compiled:
    name = convert(compiler.compile(call.arguments[0]), "s")
    literal = call.arguments[1]
    path = parse(literal.value) if isinstance(literal, Literal) else None
    if not isinstance(path, Path):
        raise ExpressionError(literal.position, _("The question must be named between quotation marks here"))
    walk = compiler.walk(replace(path, position=literal.position))
    compiler.note(walk)
    index = walk.place.index

    def label(row: Row) -> str:
        found = walk.rows(row)
        return row.scope.choice_label(found[0], index, name(row)) if found else ""

    return Compiled("s", label)


def _current(compiler: "Compiler", call: Call) -> Compiled:
    return compiler.compile(Path(is_absolute=False, start=call, steps=(), position=call.position))


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
    "position": (0, 1, repeats.position),
    "last": (0, 0, repeats.last),
    "indexed-repeat": (3, 7, repeats.indexed_repeat),
    "pulldata": (4, 4, lookups.pulldata),
    "version": (0, 0, lookups.version),
}
"""Per function: the fewest and the most arguments, and what makes its closure."""
