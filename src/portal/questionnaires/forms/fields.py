"""The compiled form of each node: its expressions as closures, its texts ready to be filled in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .checks import Check
from .definition import GROUP, UNSEEN_TYPES, Choice, Node
from .xpath.compiled import Run

DATE_PARTS = ("day", "month", "year")
"""A date stands on the page as three fields: its name, a hyphen and one of these."""
TIME_PART = "time"


def parts_of(node: Node, choices: Iterable[str] = ()) -> tuple[str, ...]:
    """The parts of a question that stands on the page as several fields: its name, a hyphen and one of these.

    A ranking has a field for each of its `choices`, with the place that it gets.
    """
    if node.type == "date":
        return (
            ("year",)
            if "year" in node.appearance
            else DATE_PARTS[1:]
            if "month-year" in node.appearance
            else DATE_PARTS
        )
    if node.type == "dateTime":
        return (*DATE_PARTS, TIME_PART)
    return tuple(choices) if node.type == "rank" else ()


TextRun = str | Callable[[Any], str]
"""A text without outputs as it is, another as a closure over the scope."""
CompiledTexts = dict[str, TextRun]


@dataclass(frozen=True, slots=True)
class CompiledChoice:
    """A choice, its labels by language, and what a choice filter sees of it."""

    choice: Choice
    label: CompiledTexts
    item: dict[str, str]
    image: CompiledTexts


@dataclass(frozen=True, slots=True)
class Field:
    """A node with its place (`index` in document order, `parent` -1 at the top) and its closures, None where absent."""

    index: int
    parent: int
    depth: int
    node: Node
    html_name: str
    relevant: Run | None
    required: Run | None
    readonly: Run | None
    constraint: Run | None
    calculation: Run | None
    default: Run | None
    choice_filter: Run | None
    choices: tuple[CompiledChoice, ...]
    choice_names: frozenset[str]
    check: Check | None
    label: CompiledTexts
    hint: CompiledTexts
    guidance: CompiledTexts
    image: CompiledTexts
    warning: Run | None
    warning_message: CompiledTexts
    triggers: tuple[int, ...]
    recalculation: Run | None
    choice_seed: Run | None
    required_message: CompiledTexts
    constraint_message: CompiledTexts
    is_once: bool
    is_question: bool
    """Whether a person answers it."""

    @property
    def is_shown(self) -> bool:
        """Whether it stands on a page: a question, a note, or a group inside a step."""
        return self.node.type not in UNSEEN_TYPES

    @property
    def is_group(self) -> bool:
        """Whether it holds other nodes."""
        return self.node.type == GROUP
