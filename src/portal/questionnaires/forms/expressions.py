"""Compiles the expressions and texts of one node after another, keeping what each needs and all that is wrong."""

import re
from typing import NamedTuple

from .definition import Choice, Definition, Node, Output, Text, Texts
from .fields import CompiledChoice, CompiledTexts, Filled, TextRun
from .problems import Problem
from .xpath.compiled import Compiled, Row, Run, convert
from .xpath.compiler import Outcome, Surroundings, compile_expression
from .xpath.errors import ExpressionError
from .xpath.places import Place, Places

_SNIPPET = 30
_GAP = "…"
_CHOICE = "choice"


class At(NamedTuple):
    """Where expressions run: for a node, in a row of a block; `is_at_home` as `Surroundings` has it."""

    place: Place
    block: int
    is_at_home: bool = False


class Expressions:
    """All expressions of a definition; `needs` and `needs_elsewhere` are by index (see `ordering.waves`)."""

    def __init__(self, definition: Definition, places: Places) -> None:
        self.places = places
        self.lists = {name: _columns(choices) for name, choices in definition.choices.items()}
        self.needs: dict[int, set[int]] = {}
        self.needs_elsewhere: dict[int, set[int]] = {}
        self.problems: dict[tuple[object, ...], Problem] = {}

    def condition(self, node: Node, column: str, text: str, at: At, *, is_needed: bool = False) -> Run | None:
        """The closure of a condition, None where it makes no difference."""
        if text in {"", "false()"}:
            return None if text == "" or column != "relevant" else lambda _row: False
        outcome = self.compile(node, column, text, at)
        if outcome is None:
            return None
        return self._needed(outcome, at, "b") if is_needed else convert(outcome.compiled, "b")

    def value(self, node: Node, column: str, text: str, at: At, kind: str = "s") -> Run | None:
        """The closure of a value that others may need, such as a calculation."""
        outcome = self.compile(node, column, text, at) if text else None
        return None if outcome is None else self._needed(outcome, at, kind)

    def filter(self, node: Node, at: At) -> Run | None:
        """The closure of a choice filter."""
        if not node.choice_filter:
            return None
        columns = frozenset(self.lists.get(node.choice_list, ()))
        outcome = self.compile(node, "choice_filter", node.choice_filter, at, columns)
        return None if outcome is None else self._needed(outcome, at, "b")

    def texts(self, node: Node, column: str, texts: Texts, at: At) -> CompiledTexts:
        """The text of each language."""
        return {language: self._text(node, column, text, at) for language, text in texts.items()}

    def choices(self, choices: tuple[Choice, ...]) -> tuple[CompiledChoice, ...]:
        """The choices of a list; their labels are those of the whole form, whichever row asks."""
        return tuple(self._choice(each, Node("", each.name, _CHOICE, row=each.row)) for each in choices)

    def _choice(self, choice: Choice, node: Node) -> CompiledChoice:
        at = At(self.places.by_ref[self.places.root], 0)
        return CompiledChoice(
            choice=choice,
            label=self.texts(node, "label", choice.label, at),
            item={"name": choice.name, **choice.columns},
            image=self.texts(node, "media::image", choice.image, at),
        )

    def compile(
        self, node: Node, column: str, text: str, at: At, columns: frozenset[str] | None = None
    ) -> Outcome | None:
        """The compiled expression, or None when it became a problem."""
        surroundings = Surroundings(self.places, self.lists, at.place, at.block, columns, is_at_home=at.is_at_home)
        try:
            return compile_expression(text, surroundings)
        except ExpressionError as error:
            near = _as_written(text[error.position : error.position + _SNIPPET])
            self.report(node, column, error.message, error.parameters, near)
            return None

    def report(self, node: Node, column: str, message: str, parameters: dict[str, str], near: str = "") -> None:
        """Keep a problem, once."""
        sheet = "choices" if node.type == _CHOICE else "survey"
        problem = Problem("error", sheet, node.row, column, message, parameters, near)
        self.problems[sheet, node.row, column, problem.message, *parameters.values()] = problem

    def _needed(self, outcome: Outcome, at: At, kind: str) -> Run:
        self.needs.setdefault(at.place.index, set()).update(outcome.needs)
        self.needs_elsewhere.setdefault(at.place.index, set()).update(outcome.needs_elsewhere)
        return convert(outcome.compiled, kind)

    def _text(self, node: Node, column: str, text: Text, at: At) -> TextRun:
        if all(isinstance(part, str) for part in text):
            return "".join(str(part) for part in text)
        gap = _GAP if any(isinstance(part, str) and part.strip() for part in text) else ""
        parts = [part if isinstance(part, str) else self._output(node, column, part, at, gap) for part in text]
        return Filled(tuple(parts))

    def _output(self, node: Node, column: str, output: Output, at: At, gap: str) -> str | Run:
        outcome = self.compile(node, column, output.expression, at)
        return "" if outcome is None else _shown(outcome.compiled, gap)


def _shown(compiled: Compiled, gap: str) -> Run:
    """The value as people read it where the expression names a question, of its first row where it has many.

    `gap` keeps the place of an answer that has to come yet: "Date of birth of …".
    """
    if len(compiled.walks) != 1 or compiled.walks[0].place.index < 0:
        return convert(compiled, "s")
    walk = compiled.walks[0]
    index, slot = walk.place.index, walk.slot

    def shown(row: Row) -> str:
        found = next((each for each in walk.rows(row) if each.relevant[slot]), None)
        if found is None:
            return ""
        return found.scope.shown(found, index) or (gap if found.scope.is_awaited(found, index) else "")

    return shown


def _columns(choices: tuple[Choice, ...]) -> frozenset[str]:
    return frozenset({"name", "label"}.union(*(each.columns for each in choices)))


def _as_written(expression: str) -> str:
    """The expression as its author wrote it: `${name}` for a path."""
    return re.sub(r"\s?(?:/data|\.\.)/(?:[^\s/()]+/)*([\w.\-]+)\s?", r"${\1}", expression).strip()
