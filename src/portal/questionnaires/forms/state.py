"""What a questionnaire looks like for some answers: its nodes, its steps, and what would be submitted."""

from collections.abc import Iterator
from functools import cached_property

from portal.i18n import local

from .answers import without_numbers
from .definition import UNSEEN_TYPES
from .fields import Field
from .nodes import NodeState as NodeState
from .nodes import node_state
from .references import row_key
from .rows import Row
from .rowstates import RowState as RowState
from .scope import Scope
from .steps import Step
from .xpath.values import to_text


class State:
    """The outcome of `Form.evaluate`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._form = scope.form

    @cached_property
    def nodes(self) -> tuple[NodeState, ...]:
        """All nodes in document order, also those that are not relevant; those of its rows follow a repeat."""
        return tuple(self._nodes(self._scope.root))

    def _nodes(self, row: Row) -> Iterator[NodeState]:
        for field in self._form.members[row.block]:
            yield node_state(row, field)
            for inner in row.rows.get(field.slot, ()):
                yield from self._nodes(inner)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps that a person goes through now, in order; what is in the rows of repeats is not on their pages."""
        return tuple(self._steps())

    def _steps(self) -> Iterator[Step]:
        number, root, fields = 1, self._scope.root, self._form.fields
        for plan in self._form.plans:
            shown = [fields[index] for index in plan.indices if root.relevant[fields[index].slot]]
            if any(self._is_content(field) for field in shown):
                heading = node_state(root, fields[plan.group]) if plan.group >= 0 else None
                yield Step(plan.key, number, heading, root, shown)
                number += 1

    def _is_content(self, field: Field) -> bool:
        """Whether it gives a page a reason to be; a list that cannot be added to and has no rows does not."""
        return not field.is_group and (field.count is None or bool(self._scope.root.rows[field.slot]))

    def node(self, ref: str) -> NodeState | None:
        """The node at a reference such as `/data/group/name` or `/data/child[2]/name`."""
        index = self._form.indices.get(without_numbers(ref))
        row = self._rows.get(ref[: ref.rindex("]") + 1] if "]" in ref else self._form.root)
        if index is None or row is None or self._form.fields[index].block != row.block:
            return None
        return node_state(row, self._form.fields[index])

    def step(self, key: str) -> Step | None:
        """The step of this key, or the page of a row (`kids~child.2`), if it is among those gone through now."""
        found = next((step for step in self.steps if step.key == key), None)
        row = self._pages.get(key) if found is None else None
        return self._page(row) if row is not None and row.relevant[0] else found

    @cached_property
    def _rows(self) -> dict[str, Row]:
        """The rows of all repeats, and the form itself, by reference."""
        return {row.ref: row for rows in self._scope.blocks for row in rows}

    @cached_property
    def _pages(self) -> dict[str, Row]:
        """The rows of all repeats by the key of their page."""
        return {row_key(row.ref): row for rows in self._scope.blocks[1:] for row in rows}

    def _page(self, row: Row) -> Step:
        """The page of a row has the number of the step that its list is on."""
        repeat = self._form.repeats[row.block]
        assert row.parent is not None
        shown = [each for each in self._form.members[row.block] if each.is_shown and row.relevant[each.slot]]
        parent = self.step(self._parent_key(row, repeat))
        number, key = (0, "") if parent is None else (parent.number, parent.key)
        return Step(row_key(row.ref), number, RowState(row, repeat), row, shown, key)

    def _parent_key(self, row: Row, repeat: Field) -> str:
        if row.parent is not None and row.parent.parent is not None:
            return row_key(row.parent.ref)
        return next((plan.key for plan in self._form.plans if repeat.index in plan.indices), "")

    def questions_on(self, key: str) -> tuple[NodeState, ...]:
        """Every question that can stand on the page of a step or row, relevant now or not."""
        root, fields = self._scope.root, self._form.fields
        for plan in self._form.plans:
            if plan.key == key:
                return tuple(node_state(root, fields[index]) for index in plan.indices if fields[index].is_question)
        row = self._pages.get(key)
        return () if row is None else tuple(node_state(row, field) for field in self._form.questions[row.block])

    @property
    def first_incomplete_step(self) -> Step | None:
        """Where a person who comes back goes on, be it the page of a row; None when everything is answered."""
        step = next((step for step in self.steps if not step.is_complete), None)
        while step is not None and step.is_complete_without_rows:
            row = next(row for row in step.rows if not row.is_complete)
            step = self.step(row.step_key)
        return step

    @property
    def is_valid(self) -> bool:
        """Whether no answer, and no lack of one, stands in the way of submitting."""
        return all(step.is_valid for step in self.steps)

    def submission(self) -> dict[str, str]:
        """What counts, by reference in document order: the relevant nodes that have a value, and nothing else.

        For a repeat that the person adds rows to, its own reference holds how many there are.
        """
        return dict(self._submitted(self._scope.root))

    def _submitted(self, row: Row) -> Iterator[tuple[str, str]]:
        for field in self._form.members[row.block]:
            if field.is_repeat and row.relevant[field.slot]:
                rows = row.rows[field.slot]
                if field.count is None:
                    yield row.ref + field.tail, str(len(rows))
                for inner in rows:
                    yield from self._submitted(inner)
            elif field.node.type == "end":
                yield row.ref + field.tail, to_text(local(self._scope.now))
            elif row.values[field.slot] and (field.is_question or field.node.type in UNSEEN_TYPES):
                yield row.ref + field.tail, row.values[field.slot]

    def draft(self) -> dict[str, str]:
        """The answers to keep until the next evaluation: those given, relevant or not, and what `once()` fixed."""
        fixed = {
            row.ref + field.tail: row.values[field.slot]
            for field in self._form.fields
            if field.is_once
            for row in self._scope.blocks[field.block]
            if row.values[field.slot]
        }
        return {**self._scope.answers, **fixed, **self._scope.changes}
