"""The compiled form of each node: its expressions as closures, its texts ready to be filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .checks import Check
from .definition import GROUP, Choice, Node
from .xpath.compiled import Run

DATE_PARTS = ("day", "month", "year")
"""A date stands on the page as three fields: its name, a hyphen and one of these."""

TextRun = str | Callable[[Any], str]
"""A text without outputs as it is, another as a closure over the scope."""
CompiledTexts = dict[str, TextRun]


@dataclass(frozen=True, slots=True)
class CompiledChoice:
    """A choice, its labels by language, and what a choice filter sees of it."""

    choice: Choice
    label: CompiledTexts
    item: dict[str, str]


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
    required_message: CompiledTexts
    constraint_message: CompiledTexts
    is_once: bool
    is_question: bool
    """Whether a person answers it."""

    @property
    def is_shown(self) -> bool:
        """Whether it stands on a page: a question, a note, or a group inside a step."""
        return self.node.type != "calculate"

    @property
    def is_group(self) -> bool:
        """Whether it holds other nodes."""
        return self.node.type == GROUP
