"""The steps of a questionnaire: a top-level group each, or a run of questions that stand in no group."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from portal.i18n import catalogue
from portal.i18n import mark as _

from .fields import Field
from .rowstates import RowState

if TYPE_CHECKING:
    from .nodes import NodeState


@dataclass(frozen=True, slots=True)
class Plan:
    """A step before any answer: its key, its group (-1 for a run), and the nodes that may stand on its page."""

    key: str
    group: int
    indices: tuple[int, ...]


LONG = 15
"""A group of more questions than this falls into a step for each group in it."""


def plan_steps(fields: tuple[Field, ...]) -> tuple[Plan, ...]:
    """All steps in order. The key of a group's step is its name, that of a run the name of its first question."""
    return tuple(_plans(fields, [field for field in fields if field.depth == 0], -1, ""))


def _plans(fields: tuple[Field, ...], level: list[Field], group: int, path: str) -> Iterator[Plan]:
    """The steps of the nodes directly inside a group; a run of them that is no group makes one."""
    run: list[int] = []
    for field in level:
        if field.is_group or field.is_repeat:
            yield from _run(fields, run, group, path)
            run = []
            yield from _own(fields, field, f"{path}{field.node.name}")
        elif field.is_shown:
            run.append(field.index)
    yield from _run(fields, run, group, path)


def _own(fields: tuple[Field, ...], field: Field, key: str) -> Iterator[Plan]:
    inside = [each for each in _inside(fields, field) if each.block == field.block]
    level = [each for each in inside if each.parent == field.index]
    is_split = (
        field.is_group
        and "field-list" not in field.node.appearance
        and sum(each.is_question for each in inside) > LONG
        and any(each.is_group for each in level)
    )
    if is_split:
        yield from _plans(fields, level, field.index, f"{key}~")
    else:
        shown = tuple(each.index for each in inside if each.is_shown)
        yield Plan(key, field.index, (field.index, *shown) if field.is_repeat else shown)


def _run(fields: tuple[Field, ...], indices: list[int], group: int, path: str) -> Iterator[Plan]:
    if indices:
        yield Plan(path + fields[indices[0]].node.name, group, tuple(indices))


def _inside(fields: tuple[Field, ...], group: Field) -> Iterator[Field]:
    for field in fields[group.index + 1 :]:
        if field.depth <= group.depth:
            return
        yield field


class Step:
    """One page of a questionnaire. `number` counts from 1 among the steps that are gone through now.

    `nodes` are the relevant questions, notes, nested groups and repeats in document order, a group right before its
    content. What is in the rows of a repeat has pages of its own; the page of a row has the number of the step that it
    belongs to, and `parent_key` names the page with its list (empty for a step).
    """

    def __init__(
        self,
        key: str,
        number: int,
        heading: "NodeState | RowState | None",
        nodes: "tuple[NodeState, ...]",
        language: str,
        parent_key: str = "",
    ) -> None:
        self.key = key
        self.number = number
        self.nodes = nodes
        self.parent_key = parent_key
        self._heading = heading
        self._language = language

    @cached_property
    def title(self) -> str:
        """The label of the group or repeat, or the title of the row; for loose questions a general title."""
        own = "" if self._heading is None else self._heading.title
        return own or catalogue(self._language).gettext(_("Questions"))

    @property
    def image(self) -> str:
        """The name of the picture of the group that makes the step; empty without one.

        That of a repeat stands with the list of its rows.
        """
        heading = self._heading
        return "" if heading is None or isinstance(heading, RowState) or heading.type != "group" else heading.image

    @property
    def questions(self) -> "tuple[NodeState, ...]":
        """The nodes that a person answers."""
        return tuple(node for node in self.nodes if node.is_question)

    @cached_property
    def is_valid(self) -> bool:
        """Whether nothing on the page is wrong or lacking, nor in the rows of its repeats."""
        return all(node.error is None and all(row.is_valid for row in node.rows) for node in self.nodes)

    @cached_property
    def is_complete(self) -> bool:
        """Whether it is valid, and each of its questions was sent at least once, be it with an empty answer.

        So a step of optional questions that was never seen is not complete, nor one where a question appeared since.
        The same goes for the rows of its repeats.
        """
        return self.is_complete_without_rows and all(row.is_complete for node in self.nodes for row in node.rows)

    @cached_property
    def is_complete_without_rows(self) -> bool:
        """Whether the page itself is complete, whatever the rows of its repeats lack."""
        return all(
            node.error is None and (node.is_submitted or node.readonly or not node.is_question) for node in self.nodes
        )
