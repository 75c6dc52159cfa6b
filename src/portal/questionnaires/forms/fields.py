"""The compiled form of each node: its expressions as closures, its texts ready to be filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .checks import Check
from .definition import GROUP, REPEAT, UNSEEN_TYPES, Choice, Node
from .fitting import Fits
from .lexical import Write
from .markdown import Piece
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


@dataclass(frozen=True, slots=True)
class Filled:
    """A text that is filled in: what the author wrote, and closures over the row for what the answers give."""

    parts: tuple[str | Run, ...]

    def __call__(self, row: Any) -> str:
        """The text as it reads in a row."""
        return "".join(part if isinstance(part, str) else part(row) for part in self.parts)

    def pieces(self, row: Any) -> list[Piece]:
        """What the author wrote, and apart from it what was filled in."""
        return [part if isinstance(part, str) else (part(row),) for part in self.parts]


TextRun = str | Filled
CompiledTexts = dict[str, TextRun]


@dataclass(frozen=True, slots=True)
class CompiledChoice:
    """A choice, its labels by language, and what a choice filter sees of it."""

    choice: Choice
    label: CompiledTexts
    item: dict[str, str]
    image: CompiledTexts


def choices_of_rows(answers: Iterable[str], kind: str, language: str) -> list[CompiledChoice]:
    """The answers in the rows of a repeat as choices, each once; where several are chosen, names have no spaces."""
    texts = dict.fromkeys(text for text in answers if text)
    named = {text: text if kind == "select_one" else "_".join(text.split()) for text in texts}
    return [
        CompiledChoice(Choice(name, {}), {language: _typed(text)}, {"name": name}, {}) for text, name in named.items()
    ]


def _typed(answer: str) -> Filled:
    """A text that is an answer as a whole, in which no Markdown is read."""
    return Filled((lambda _row: answer,))


@dataclass(frozen=True, slots=True)
class Field:
    """A node with its places and its closures, None where absent.

    `index` is its place in document order, `parent` that of the node around it (-1 at the top), `depth` the number of
    groups and repeats around it. Its value stands at `slot` of the rows of `block`, and the node around it at `around`
    (0: the row itself); `tail` follows the reference of the row. `inner` is the block of the rows of a repeat.
    """

    index: int
    parent: int
    depth: int
    block: int
    slot: int
    around: int
    inner: int
    tail: str
    node: Node
    html_name: str
    relevant: Run | None
    row_relevant: Run | None
    """The relevance of a repeat that differs by row, such as by `position(.)`."""
    required: Run | None
    readonly: Run | None
    constraint: Run | None
    calculation: Run | None
    default: Run | None
    choice_filter: Run | None
    choice_path: Run | None
    count: Run | None
    choices: tuple[CompiledChoice, ...]
    choice_names: dict[str, int]
    """Their places in the list, by name."""
    write: Write | None
    """What makes of an answer the text that is kept, where that is another one."""
    fits: Fits | None
    """Whether a text is a value of its type."""
    check: Check | None
    label: CompiledTexts
    row_label: CompiledTexts
    """The label of a repeat as it reads in one of its rows."""
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
    is_plain: bool
    """Whether its value is what was answered: nothing works it out, and all its choices are on offer."""
    is_once: bool
    is_default_kept: bool
    """Whether `default` is worked out, and so only once."""
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

    @property
    def is_repeat(self) -> bool:
        """Whether it is a list of rows."""
        return self.node.type == REPEAT
