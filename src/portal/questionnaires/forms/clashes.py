"""Finds the names that a page would need twice."""

from collections.abc import Iterator

from portal.i18n import mark as _

from .fields import Field, parts_of
from .problems import Problem


def clashes(fields: tuple[Field, ...]) -> Iterator[Problem]:
    """A date is posted as three fields, whose names no other question may have; so are a few other types."""
    taken = {field.html_name: field.node for field in fields}
    for field in fields:
        for part in parts_of(field.node, field.choice_names):
            other = taken.get(f"{field.html_name}-{part}")
            if other is not None:
                message = _("The name “%(name)s” is used for a part of the question “%(question)s”; choose another")
                parameters = {"name": other.name, "question": field.node.name}
                yield Problem("error", "survey", other.row, "name", message, parameters)
