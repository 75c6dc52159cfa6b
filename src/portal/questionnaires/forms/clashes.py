"""Finds the names that a page would need twice."""

import re
from collections.abc import Iterator

from portal.i18n import mark as _

from .fields import Field, parts_of
from .problems import Problem

ROW = ".#"
_NUMBER = re.compile(r"\.\d+(?=\.)", re.ASCII)
"""What may be the number of a row in a name on a page."""


def clashes(fields: tuple[Field, ...]) -> Iterator[Problem]:
    """A date is posted as three fields, whose names no other question may have; so are a few other types."""
    yield from _same_names(fields)
    taken = {field.html_name: field.node for field in fields}
    for field in fields:
        for part in parts_of(field.node, field.choice_names):
            other = taken.get(f"{field.html_name}-{part}")
            if other is not None:
                message = _("The name “%(name)s” is used for a part of the question “%(question)s”; choose another")
                parameters = {"name": other.name, "question": field.node.name}
                yield Problem("error", "survey", other.row, "name", message, parameters)


def _same_names(fields: tuple[Field, ...]) -> Iterator[Problem]:
    """A name with a dot in it may read as that of a group and a question, or as that of a row (`child.2`)."""
    repeats = {field.node.ref for field in fields if field.is_repeat}
    taken: dict[str, Field] = {}
    for field in fields:
        taken.setdefault(_pattern(field.node.ref, repeats), field)
    for field in fields:
        name = _pattern(field.node.ref, repeats)
        other = next(
            (taken[each] for each in (name, _NUMBER.sub(ROW, name)) if taken.get(each, field) is not field), None
        )
        if other is not None:
            message = _("The names “%(name)s” and “%(other)s” cannot be told apart on a page; choose another")
            parameters = {"name": _below_root(field.node.ref), "other": _below_root(other.node.ref)}
            yield Problem("error", "survey", field.node.row, "name", message, parameters)


def _pattern(ref: str, repeats: set[str]) -> str:
    """The name on a page, with a mark where the number of a row goes."""
    names = ref.split("/")
    places = ("/".join(names[:count]) for count in range(3, len(names) + 1))
    parts = [names[count] + (ROW if place in repeats and place != ref else "") for count, place in enumerate(places, 2)]
    return ".".join(parts) if len(parts) > 1 else f".{parts[0]}"


def _below_root(ref: str) -> str:
    return ref.split("/", 2)[-1]
