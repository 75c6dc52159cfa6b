"""The column `trigger`: a value that is worked out again when another answer changes, and only then.

ODK runs it at the moment of the change (`xforms-value-changed`). A server that keeps no form in memory compares: the
draft remembers (`REMEMBERED`) what the triggers and the answer were when it was last worked out, and whoever keeps
`State.draft()` after each change has what ODK has. Before the first save that is what they are without an answer. An
answer that the person changed in the same save as its trigger stands, for it is the later of the two on the page.
"""

from typing import TYPE_CHECKING

from .fields import Field

if TYPE_CHECKING:
    from .scope import Scope

REMEMBERED = "@trigger"
"""The end of the reference under which a draft keeps what the triggers of an answer were."""
_BETWEEN = "\x1f"


def recalculated(scope: "Scope", field: Field, answer: str | None) -> str | None:
    """The answer to a field with triggers as it is now: worked out again if one of them changed."""
    assert field.recalculation is not None
    ref, key = field.node.ref, f"{field.node.ref}{REMEMBERED}"
    triggers = [scope.values[index] for index in field.triggers]
    kept = scope.answers.get(key)
    *before, given = _untouched(scope, field) if kept is None else kept.split(_BETWEEN)
    if triggers != before and (answer is None or answer == given):
        scope.values[field.index] = answer or ""  # the expression may look at the value that it replaces
        result: str = field.recalculation(scope)
        answer = scope.changes[ref] = "" if result == "NaN" else result
    scope.changes[key] = _BETWEEN.join([*triggers, answer or ""])
    return answer


def _untouched(scope: "Scope", field: Field) -> list[str]:
    """The triggers and the answer as they were before anybody gave an answer."""
    found = []
    for index in (*field.triggers, field.index):
        other = scope.form.fields[index]
        was_given = index == field.index or other.node.ref in scope.answers
        found.append(scope.values[index] if not was_given else other.default(scope) if other.default else "")
    return found
