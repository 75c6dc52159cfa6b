"""One page of a questionnaire as it is now: a step, or a row of a repeat."""

from collections.abc import Sequence
from functools import cached_property

from portal.i18n import catalogue
from portal.i18n import mark as _

from .fields import Field
from .nodes import NodeState, node_state
from .rows import Row
from .rowstates import RowState
from .validity import UNSENT, Obstacle, obstacles


class Step:
    """One page of a questionnaire. `number` counts from 1 among the steps that are gone through now.

    It shows `fields` of a `row`, those that are relevant. What is in the rows of a repeat has pages of its own; the
    page of a row has the number of the step that it belongs to, and `parent_key` names the page with its list (empty
    for a step). How far a page is, is judged without its nodes, for few of the pages are ever looked at.
    """

    def __init__(
        self,
        key: str,
        number: int,
        heading: NodeState | RowState | None,
        row: Row,
        fields: Sequence[Field],
        parent_key: str = "",
    ) -> None:
        self.key = key
        self.number = number
        self.parent_key = parent_key
        self._heading = heading
        self._row = row
        self._fields = fields

    @cached_property
    def nodes(self) -> tuple[NodeState, ...]:
        """Its questions, notes, nested groups and repeats in document order, a group right before its content."""
        return tuple(node_state(self._row, field) for field in self._fields)

    @cached_property
    def title(self) -> str:
        """The label of the group or repeat, or the title of the row; for loose questions a general title."""
        own = "" if self._heading is None else self._heading.title
        return own or catalogue(self._row.scope.language).gettext(_("Questions"))

    @property
    def image(self) -> str:
        """The name of the picture of the group that makes the step; empty without one.

        That of a repeat stands with the list of its rows.
        """
        heading = self._heading
        return "" if heading is None or isinstance(heading, RowState) or heading.type != "group" else heading.image

    @property
    def questions(self) -> tuple[NodeState, ...]:
        """The nodes that a person answers."""
        return tuple(node for node in self.nodes if node.is_question)

    @cached_property
    def repeats(self) -> tuple[NodeState, ...]:
        """The nodes that are lists of rows."""
        return tuple(node_state(self._row, field) for field in self._fields if field.is_repeat)

    @cached_property
    def rows(self) -> tuple[RowState, ...]:
        """The rows of its repeats."""
        return tuple(row for repeat in self.repeats for row in repeat.rows)

    @property
    def is_valid(self) -> bool:
        """Whether nothing on the page is wrong or lacking, nor in the rows of its repeats."""
        return all(each == UNSENT for each in self._obstacles) and all(row.is_valid for row in self.rows)

    @property
    def is_complete(self) -> bool:
        """Whether it is valid, and each of its questions was sent at least once, be it with an empty answer.

        So a step of optional questions that was never seen is not complete, nor one where a question appeared since.
        The same goes for the rows of its repeats.
        """
        return self.is_complete_without_rows and all(row.is_complete for row in self.rows)

    @property
    def is_complete_without_rows(self) -> bool:
        """Whether the page itself is complete, whatever the rows of its repeats lack."""
        return not self._obstacles

    @cached_property
    def _obstacles(self) -> list[Obstacle]:
        return obstacles(self._row, self._fields)
