"""Which answer a question follows, so that it can stand below it and say so; pure."""

import posixpath
import re
from collections.abc import Iterator

from portal.questionnaires.forms.answers import without_numbers
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.fields import Field
from portal.questionnaires.forms.state import NodeState, State

_CHOICE = re.compile(r"\s*((?:/|\.\./)[^\s=]+)\s*=\s*'([^']*)'\s*")


def because(form: Form, state: State, node: NodeState) -> str:
    """The label of the answer that a question follows, when it depends on one choice on the same page."""
    for above in _ancestry(form, node.index):
        found = _CHOICE.fullmatch(above.node.relevant)
        followed = state.node(_in_row_of(node, posixpath.join(above.node.ref, found[1]))) if found else None
        if found and followed is not None and followed.type == "select_one" and _same_page(form, followed, node):
            return followed.choice_labels_html.get(found[2], "")
    return ""


def _ancestry(form: Form, index: int) -> Iterator[Field]:
    """A node and the groups around it, as far as its own row goes."""
    while index >= 0:
        yield form.fields[index]
        index = form.fields[index].parent


def _in_row_of(node: NodeState, path: str) -> str:
    """The reference that a path without numbers has in the row of a question: `/data/kind[2]/naam`."""
    ref = posixpath.normpath(path)
    row = node.ref[: node.ref.rfind("]") + 1]
    start = without_numbers(row) + "/"
    return f"{row}/{ref.removeprefix(start)}" if row and ref.startswith(start) else ref


def _same_page(form: Form, one: NodeState, other: NodeState) -> bool:
    """In the same row, or where neither is in a row, in the same step."""
    rows = [each.ref[: each.ref.rfind("]") + 1] for each in (one, other)]
    if any(rows):
        return rows[0] == rows[1]
    return any({one.index, other.index} <= set(plan.indices) for plan in form.plans)
