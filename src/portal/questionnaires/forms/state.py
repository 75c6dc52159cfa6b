"""What a questionnaire looks like for some answers: its nodes, its steps, and what would be submitted."""

from collections.abc import Iterator
from functools import cached_property

from portal.i18n import local

from .definition import UNSEEN_TYPES
from .fields import Field
from .scope import Scope
from .steps import Step
from .validity import Error, error, message, warning
from .xpath.values import to_text


class NodeState:
    """A question, note, calculation or group as it is now. Texts and errors are worked out when they are asked for."""

    def __init__(self, scope: Scope, field: Field) -> None:
        self._scope = scope
        self._field = field
        self._error: Error | None = None
        self._is_judged = False
        self.ref = field.node.ref
        self.name = field.node.name
        self.type = field.node.type
        self.depth = field.depth
        self.html_name = field.html_name
        self.appearance = field.node.appearance
        self.check = field.node.check
        self.code = field.node.code
        self.prefill = field.node.prefill
        self.parameters = field.node.parameters
        self.is_confidential = field.node.is_confidential
        self.value = scope.values[field.index]
        self.relevant = scope.relevant[field.index]
        self.language = scope.language
        self.today = scope.today

    @property
    def is_question(self) -> bool:
        """Whether a person answers it."""
        return self._field.is_question

    @property
    def is_submitted(self) -> bool:
        """Whether an answer was ever sent for it, be it an empty one."""
        return self.ref in self._scope.answers

    @cached_property
    def required(self) -> bool:
        """Whether an answer has to be given now."""
        return bool(self.relevant and self._field.required is not None and self._field.required(self._scope))

    @cached_property
    def readonly(self) -> bool:
        """Whether the answer is shown but not open to change."""
        return self._field.readonly is not None and bool(self._field.readonly(self._scope))

    @property
    def error(self) -> Error | None:
        """`type`, `required` or `constraint` when the value may not stand."""
        # Asked of every node at every request: by hand, because Python 3.11's cached_property takes a lock.
        if not self._is_judged:
            self._error, self._is_judged = error(self._scope, self._field), True
        return self._error

    @cached_property
    def message(self) -> str:
        """What the person is told about the error; empty without one."""
        return "" if self.error is None else message(self._scope, self._field, self.error)

    @cached_property
    def label(self) -> str:
        """The question itself, as plain text."""
        return self._scope.text(self._field.label)

    @cached_property
    def hint(self) -> str:
        """The explanation below the question, as plain text; often empty."""
        return self._scope.text(self._field.hint)

    @cached_property
    def guidance(self) -> str:
        """The longer explanation, for who asks for it; as plain text, often empty."""
        return self._scope.text(self._field.guidance)

    @cached_property
    def image(self) -> str:
        """The name of the picture that belongs to the question; empty without one."""
        return self._scope.text(self._field.image)

    @cached_property
    def warning(self) -> str:
        """What the person may want to look at again, though the answer may stand; empty without a reason."""
        return warning(self._scope, self._field)

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """Value and label of each answer that can be chosen now."""
        offered = self._scope.choices(self._field)
        return [(each.choice.name, self._scope.text(each.label) or each.choice.name) for each in offered]

    @cached_property
    def choice_images(self) -> dict[str, str]:
        """The name of the picture of each choice that has one, by the choice's value."""
        images = {each.choice.name: self._scope.text(each.image) for each in self._scope.choices(self._field)}
        return {value: image for value, image in images.items() if image}

    @cached_property
    def display(self) -> str:
        """The value as people read it, in the language of the evaluation."""
        return self._scope.shown(self._field.index, self.language)

    def display_in(self, language: str) -> str:
        """The value as people read it, in a language."""
        return self._scope.shown(self._field.index, language)


class State:
    """The outcome of `Form.evaluate`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    @cached_property
    def nodes(self) -> tuple[NodeState, ...]:
        """All nodes in document order, also those that are not relevant."""
        return tuple(NodeState(self._scope, field) for field in self._scope.form.fields)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps that a person goes through now, in order."""
        return tuple(self._steps())

    def _steps(self) -> Iterator[Step]:
        number = 1
        for plan in self._scope.form.plans:
            nodes = tuple(self.nodes[index] for index in plan.indices if self._scope.relevant[index])
            if any(node.type != "group" for node in nodes):
                heading = self.nodes[plan.group] if plan.group >= 0 else None
                yield Step(plan.key, number, heading, nodes, self._scope.language)
                number += 1

    def node(self, ref: str) -> NodeState | None:
        """The node at a reference such as `/data/group/name`."""
        index = self._scope.form.indices.get(ref)
        return None if index is None else self.nodes[index]

    def step(self, key: str) -> Step | None:
        """The step of this key, if it is among those that are gone through now."""
        return next((step for step in self.steps if step.key == key), None)

    @property
    def first_incomplete_step(self) -> Step | None:
        """Where a person who comes back goes on; None when everything is answered."""
        return next((step for step in self.steps if not step.is_complete), None)

    @property
    def is_valid(self) -> bool:
        """Whether no answer, and no lack of one, stands in the way of submitting."""
        return all(step.is_valid for step in self.steps)

    def submission(self) -> dict[str, str]:
        """What counts, by reference in document order: the relevant nodes that have a value, and nothing else."""
        fields, values = self._scope.form.fields, self._scope.values
        kept = (field for field in fields if field.is_question or field.node.type in UNSEEN_TYPES)
        ended = to_text(local(self._scope.now))
        found = {field.node.ref: ended if field.node.type == "end" else values[field.index] for field in kept}
        return {ref: value for ref, value in found.items() if value}

    def draft(self) -> dict[str, str]:
        """The answers to keep until the next evaluation: those given, relevant or not, and what `once()` fixed."""
        scope = self._scope
        fixed = {
            field.node.ref: scope.values[field.index]
            for field in scope.form.fields
            if field.is_once and scope.values[field.index]
        }
        return {**scope.answers, **fixed, **scope.changes}
