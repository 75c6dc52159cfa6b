"""Whether an answer may stand: its type, then whether it is required, then the constraint and the check."""

from collections.abc import Iterable
from typing import Literal

from .fields import Field
from .rows import Row

Error = Literal["type", "required", "constraint"]
Obstacle = Error | Literal["unsent"]
"""Why a page is not complete: an answer is wrong or lacking, or was never sent, be it an empty one."""
UNSENT: Literal["unsent"] = "unsent"


def error(row: Row, field: Field) -> Error | None:
    """What is wrong with the value that a question has now; a node that is not asked is never wrong."""
    return _wrong(row, field) if field.is_question and row.relevant[field.slot] else None


def _wrong(row: Row, field: Field) -> Error | None:
    value = row.values[field.slot]
    if not value:
        return "required" if field.required is not None and field.required(row) else None
    if field.fits is not None and not field.fits(value):
        return "type"
    if field.constraint is not None and not field.constraint(row):
        return "constraint"
    if field.check is not None and not field.check.is_valid(value, row.scope.today):
        return "constraint"
    return None


def obstacles(row: Row, fields: Iterable[Field]) -> list[Obstacle]:
    """What stands in the way at some fields of a row: one thing at most for each question that is asked."""
    found = (_obstacle(row, field) for field in fields if field.is_question and row.relevant[field.slot])
    return [each for each in found if each is not None]


def _obstacle(row: Row, field: Field) -> Obstacle | None:
    wrong = _wrong(row, field)
    if wrong is not None or row.given[field.slot] is not None:
        return wrong
    return None if field.readonly is not None and field.readonly(row) else UNSENT
