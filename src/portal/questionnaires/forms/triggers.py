"""The column `trigger`: a value that is worked out again when another answer changes, and only then.

ODK runs it at the moment of the change (`xforms-value-changed`). A server that keeps no form in memory compares: the
draft remembers (`REMEMBERED`) what the triggers and the answer were when it was last worked out, and whoever keeps
`State.draft()` after each change has what ODK has. Before the first save that is what they are without an answer. An
answer that the person changed in the same save as its trigger stands, for it is the later of the two on the page.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .fields import Field

if TYPE_CHECKING:
    from .rows import Row

REMEMBERED = "@trigger"
"""The end of the reference under which a draft keeps what the triggers of an answer were."""
_BETWEEN = "\x1f"


def recalculated(row: "Row", field: Field, answer: str | None) -> str | None:
    """The answer to a field with triggers as it is now: worked out again if one of them changed."""
    assert field.recalculation is not None
    scope, ref = row.scope, row.ref + field.tail
    key = f"{ref}{REMEMBERED}"
    triggers = [_together([each.values[other.slot] for each in rows]) for rows, other in _triggers(row, field)]
    kept = scope.answers.get(key)
    *before, given = _untouched(row, field) if kept is None else kept.split(_BETWEEN)
    if triggers != before and (answer is None or answer == given):
        row.values[field.slot] = answer or ""  # the expression may look at the value that it replaces
        result: str = field.recalculation(row)
        answer = scope.changes[ref] = "" if result == "NaN" else result
    scope.changes[key] = _BETWEEN.join([*triggers, answer or ""])
    return answer


def _untouched(row: "Row", field: Field) -> list[str]:
    """The triggers and the answer as they were before anybody gave an answer."""
    found = [_together([_first(each, other) for each in rows]) for rows, other in _triggers(row, field)]
    return [*found, field.default(row) if field.default else ""]


def _first(row: "Row", field: Field) -> str:
    if row.ref + field.tail not in row.scope.answers:
        return row.values[field.slot]
    return str(field.default(row)) if field.default else ""


def _triggers(row: "Row", field: Field) -> "Sequence[tuple[Sequence[Row], Field]]":
    """Each trigger in the rows that the field stands in; in all rows of a repeat that it does not stand in."""
    scope = row.scope
    found: list[tuple[Sequence[Row], Field]] = []
    for index in field.triggers:
        other, around = scope.form.fields[index], row
        while around.block != other.block and around.parent is not None:
            around = around.parent
        found.append(((around,) if around.block == other.block else scope.blocks[other.block], other))
    return found


def _together(values: Sequence[str]) -> str:
    return "\x1e".join(values)
