"""The steps of a questionnaire: a top-level group each, or a run of questions that stand in no group."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from portal.i18n import catalogue
from portal.i18n import mark as _

from .fields import Field

if TYPE_CHECKING:
    from .state import NodeState


@dataclass(frozen=True, slots=True)
class Plan:
    """A step before any answer: its key, its group (-1 for a run), and the nodes that may stand on its page."""

    key: str
    group: int
    indices: tuple[int, ...]


def plan_steps(fields: tuple[Field, ...]) -> tuple[Plan, ...]:
    """All steps in order. The key of a group's step is its name, that of a run the name of its first question."""
    plans: list[Plan] = []
    run: list[int] = []
    for field in fields:
        if field.depth == 0 and field.is_group:
            plans += _run(fields, run)
            run = []
            plans.append(Plan(field.node.name, field.index, tuple(_inside(fields, field))))
        elif field.depth == 0 and field.is_shown:
            run.append(field.index)
    return (*plans, *_run(fields, run))


def _run(fields: tuple[Field, ...], indices: list[int]) -> list[Plan]:
    return [Plan(fields[indices[0]].node.name, -1, tuple(indices))] if indices else []


def _inside(fields: tuple[Field, ...], group: Field) -> Iterable[int]:
    for field in fields[group.index + 1 :]:
        if field.depth <= group.depth:
            return
        if field.is_shown:
            yield field.index


class Step:
    """One page of a questionnaire. `number` counts from 1 among the steps that are gone through now.

    `nodes` are the relevant questions, notes and nested groups in document order, a group right before its content.
    """

    def __init__(
        self, key: str, number: int, heading: "NodeState | None", nodes: "tuple[NodeState, ...]", language: str
    ) -> None:
        self.key = key
        self.number = number
        self.nodes = nodes
        self._heading = heading
        self._language = language

    @cached_property
    def title(self) -> str:
        """The label of the group; for loose questions a general title."""
        own = self._heading.label if self._heading is not None else ""
        return own or catalogue(self._language).gettext(_("Questions"))

    @property
    def questions(self) -> "tuple[NodeState, ...]":
        """The nodes that a person answers."""
        return tuple(node for node in self.nodes if node.is_question)

    @cached_property
    def is_valid(self) -> bool:
        """Whether nothing on the page is wrong or lacking."""
        return all(node.error is None for node in self.nodes)

    @cached_property
    def is_complete(self) -> bool:
        """Whether it is valid, and each of its questions was sent at least once, be it with an empty answer.

        So a step of optional questions that was never seen is not complete, nor one where a question appeared since.
        """
        return self.is_valid and all(node.is_submitted or node.readonly for node in self.questions)
