"""What a draft remembers because ODK does it at one moment, and a server keeps no form in memory (as in `triggers`)."""

from typing import TYPE_CHECKING

from .fields import Field
from .lexical import worked_out

if TYPE_CHECKING:
    from .rows import Row

DEFAULT = "@default"
"""The end of the reference under which a draft keeps the value that a question began with."""
CALCULATED = "@calculated"
"""The same for what was worked out when a person answered a question with a calculation."""


def first_value(row: "Row", field: Field) -> str:
    """The value that a question begins with; an expression is worked out once, when it is first asked."""
    assert field.default is not None
    scope, kind = row.scope, field.node.type
    if not field.is_default_kept:
        return worked_out(kind, field.default(row))
    key = row.ref + field.tail + DEFAULT
    kept = scope.answers.get(key)
    value = worked_out(kind, field.default(row)) if kept is None else kept
    scope.changes[key] = value
    return value


def calculated(row: "Row", field: Field, answer: str | None) -> str:
    """The value of a calculation: what a person made of it stands until another value is worked out."""
    assert field.calculation is not None
    value = worked_out(field.node.type, field.calculation(row))
    if not field.is_question or field.readonly is not None:
        return value
    ref = row.ref + field.tail
    key = ref + CALCULATED
    kept = row.scope.answers.get(key, value)
    row.scope.changes[key] = value
    if answer is None or kept == value:
        return value if answer is None else answer
    row.scope.changes[ref] = value
    return value
