"""Checks the column `parameters`: `key=value` pairs that the type knows, and a range that has room for its steps."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from portal.i18n import mark as _

from .problems import Problem

_CHOICES = ("randomize", "seed")
_KNOWN: dict[str, tuple[str, ...]] = {
    "range": ("start", "end", "step"),
    "select_one": (*_CHOICES, "value", "label"),
    "select_multiple": (*_CHOICES, "value", "label"),
    "rank": _CHOICES,
    "text": ("rows",),
    "image": ("max-pixels",),
}
_PAIR = re.compile(r"([\w-]+)\s*=\s*([^\s=,;]+)")
_SEED = re.compile(r"-?\d+(\.\d+)?|\$\{[^}]+\}")


def parameter_problems(row: int, kind: str, text: str) -> Iterator[Problem]:
    """What is wrong with the parameters of a question of a type."""
    if _PAIR.sub("", text).strip(" ,;\t\n"):
        yield _problem(row, _("Write parameters as name=value, with a space between them"))
        return
    given = {name.lower(): value for name, value in _PAIR.findall(text)}
    known = _KNOWN.get(kind, ())
    for name in given:
        if name not in known:
            message = _("The type “%(type)s” has no parameter “%(name)s”")
            yield _problem(row, message, type=kind, name=name)
    if kind == "range":
        yield from range_problems(row, given)
    if given.get("randomize", "true").lower() not in {"true", "false"}:
        yield _problem(row, _("The parameter “%(name)s” is true or false"), name="randomize")
    if "seed" in given and (not _SEED.fullmatch(given["seed"]) or given.get("randomize", "").lower() != "true"):
        yield _problem(row, _("A seed is a number or a ${name}, and comes with randomize=true"))
    for name in {"rows", "max-pixels"} & given.keys():
        if not re.fullmatch(r"[1-9]\d{0,5}", given[name], re.ASCII):
            yield _problem(row, _("The parameter “%(name)s” is a whole number"), name=name)


def range_problems(row: int | None, given: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the start, end and step of a range; one that is not given is that of XLSForm."""
    numbers = {"start": Decimal(1), "end": Decimal(10), "step": Decimal(1)}
    for name in numbers.keys() & given.keys():
        try:
            numbers[name] = Decimal(given[name])
        except InvalidOperation:
            numbers[name] = Decimal("NaN")
        if not numbers[name].is_finite():
            yield _problem(row, _("The parameter “%(name)s” is a number"), name=name)
            return
    if numbers["step"] == 0 or abs(numbers["step"]) > abs(numbers["end"] - numbers["start"]):
        yield _problem(row, _("The step of a range is not 0, and fits between its start and its end"))


def _problem(row: int | None, message: str, **parameters: str) -> Problem:
    short = {name: text[:100] for name, text in parameters.items()}
    return Problem("error", "survey", row, "parameters", message, short)
