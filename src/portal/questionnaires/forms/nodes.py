"""A node as it is now."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from .fields import Field
from .nodetexts import NodeTexts
from .references import html_name
from .rows import Row
from .rowstates import RowState
from .validity import Error, error
from .wording import message, warning

if TYPE_CHECKING:
    import datetime


class NodeState(NodeTexts):
    """A question, note, calculation, group or repeat as it is now. Texts and errors are worked out when asked for."""

    def __init__(self, row: Row, field: Field) -> None:
        super().__init__(row, field)
        self._error: Error | None = None
        self._is_judged = False
        self._rows: tuple[RowState, ...] | None = None if field.inner > 0 else ()
        self.ref = row.ref + field.tail
        self.value = row.values[field.slot]
        self.relevant = row.relevant[field.slot]

    @property
    def index(self) -> int:
        """Which of the form's fields it is; the nodes of all rows of a repeat share one."""
        return self._field.index

    @property
    def name(self) -> str:
        """Its name in the questionnaire."""
        return self._field.node.name

    @property
    def type(self) -> str:
        """Its type in the questionnaire, or `group` or `repeat`."""
        return self._field.node.type

    @property
    def depth(self) -> int:
        """How many groups and repeats are around it."""
        return self._field.depth

    @property
    def html_name(self) -> str:
        """The name of its field on a page."""
        return self._field.html_name if self._row.parent is None else html_name(self.ref)

    @property
    def appearance(self) -> tuple[str, ...]:
        """The words in its column `appearance`."""
        return self._field.node.appearance

    @property
    def check(self) -> str:
        """The name of its own check; often empty."""
        return self._field.node.check

    @property
    def code(self) -> str:
        """How an export calls its answer; often empty."""
        return self._field.node.code

    @property
    def prefill(self) -> str:
        """What the portal knows that it begins with; often empty."""
        return self._field.node.prefill

    @property
    def parameters(self) -> dict[str, str]:
        """The bounds of a range."""
        return self._field.node.parameters

    @property
    def is_confidential(self) -> bool:
        """Whether its answer is masked where it is shown."""
        return self._field.node.is_confidential

    @property
    def language(self) -> str:
        """The language of the evaluation."""
        return self._row.scope.language

    @property
    def today(self) -> "datetime.date":
        """The day of the evaluation."""
        return self._row.scope.today

    @property
    def is_question(self) -> bool:
        """Whether a person answers it."""
        return self._field.is_question

    @property
    def is_calculated(self) -> bool:
        """Whether its value is worked out, until a person makes another of it."""
        return self._field.calculation is not None

    @property
    def is_submitted(self) -> bool:
        """Whether an answer was ever sent for it, be it an empty one."""
        return self.ref in self._row.scope.answers

    @cached_property
    def required(self) -> bool:
        """Whether an answer has to be given now."""
        return bool(self.relevant and self._field.required is not None and self._field.required(self._row))

    @cached_property
    def readonly(self) -> bool:
        """Whether the answer is shown but not open to change."""
        return self._field.readonly is not None and bool(self._field.readonly(self._row))

    @property
    def error(self) -> Error | None:
        """`type`, `required` or `constraint` when the value may not stand."""
        # By hand, because it is asked of every node and Python 3.11's cached_property takes a lock.
        if not self._is_judged:
            self._error, self._is_judged = error(self._row, self._field), True
        return self._error

    @cached_property
    def message(self) -> str:
        """What the person is told about the error; empty without one."""
        return "" if self.error is None else message(self._row, self._field, self.error)

    @property
    def title(self) -> str:
        """What a page about it is called."""
        return self.label

    @cached_property
    def warning(self) -> str:
        """What the person may want to look at again, though the answer may stand; empty without a reason."""
        return warning(self._row, self._field)

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """Value and label of each answer that can be chosen now."""
        text, row = self._row.scope.text, self._row
        found = row.scope.choices(row, self._field)
        return [(each.choice.name, text(row, each.label) or each.choice.name) for each in found]

    @property
    def all_choices(self) -> "Mapping[str, object]":
        """The values of its list, on offer now or not."""
        return self._field.choice_names

    @property
    def display(self) -> str:
        """The value as people read it, in the language of the evaluation."""
        return self.display_in(self.language)

    def display_in(self, language: str) -> str:
        """The value as people read it, in a language."""
        return self._row.scope.shown(self._row, self._field.index, language)

    @property
    def is_fixed(self) -> bool:
        """Of a repeat: whether its number of rows follows from the answers (`repeat_count`)."""
        return self._field.count is not None

    @property
    def count(self) -> int:
        """Of a repeat: how many rows it has; 0 for any other node."""
        return len(self._row.rows.get(self._field.slot, ()))

    @property
    def rows(self) -> "tuple[RowState, ...]":
        """Of a repeat: its relevant rows, in order."""
        if self._rows is None:
            found = self._row.rows.get(self._field.slot, ())
            self._rows = tuple(RowState(row, self._field) for row in found if row.relevant[0])
        return self._rows


def node_state(row: Row, field: Field) -> NodeState:
    """The state of a node in a row, the same one each time."""
    found = row.states.get(field.slot)
    if found is None:
        found = row.states[field.slot] = NodeState(row, field)
    return found
