"""Runs a questionnaire: compile once per published version, evaluate at every request."""

import datetime
from collections.abc import Mapping

from .answers import MOST_ROWS, RowRefused, row_count, split_row, without_numbers, without_row
from .compiling import CompiledNodes, compile_nodes
from .definition import FILE_TYPES, Definition
from .fields import Field
from .plans import Plan, plan_steps
from .scope import Scope
from .state import State


class Form:
    """A compiled questionnaire, to be kept for as long as its version is in use; it never changes."""

    def __init__(self, definition: Definition, nodes: CompiledNodes) -> None:
        self.definition = definition
        self.fields = nodes.fields
        self.choices = nodes.choices
        self._lookups: dict[tuple[str, str], Mapping[str, Mapping[str, str]]] = {}
        self.waves = nodes.waves
        self.root = nodes.places.root
        self.indices: dict[str, int] = {field.node.ref: field.index for field in nodes.fields}
        # By block: the form itself, then the rows of each repeat.
        self.members = tuple(tuple(nodes.fields[each.index] for each in block.members) for block in nodes.places.blocks)
        self.questions = tuple(tuple(field for field in members if field.is_question) for members in self.members)
        self.sizes = tuple(len(members) + 1 for members in self.members)
        self.repeats: dict[int, Field] = {field.inner: field for field in nodes.fields if field.inner > 0}
        self.plans: tuple[Plan, ...] = plan_steps(nodes.fields)
        self.file_questions: frozenset[str] = frozenset(
            field.node.ref for field in nodes.fields if field.node.type in FILE_TYPES
        )

    def lookup(self, list_name: str, column: str) -> Mapping[str, Mapping[str, str]]:
        """The rows of a list by what they hold in a column, the first of each; made once and kept."""
        found = self._lookups.get((list_name, column))
        if found is None:
            items = [each.item for each in self.choices.get(list_name, ())]
            found = self._lookups[list_name, column] = {each.get(column, ""): each for each in reversed(items)}
        return found

    def evaluate(
        self,
        answers: Mapping[str, str],
        *,
        language: str,
        now: datetime.datetime,
        known: Mapping[str, str] | None = None,
        is_as_written: bool = False,
    ) -> State:
        """The state for some answers (lexical XForms values by reference) at a moment (UTC).

        `known` is what the portal knows of the person (`account.name`, `account.email`, `account.phone`), for the
        questions that begin with it. Answers under a reference that the questionnaire does not know are left alone.
        `is_as_written` keeps the signs of Markdown in plain texts.
        """
        return State(Scope(self, answers, language, now, known or {}, is_as_written=is_as_written))

    def with_row_added(self, answers: Mapping[str, str], repeat_ref: str) -> dict[str, str]:
        """The answers with one row more at the end of a repeat, such as `/data/child[2]/grandchild`.

        Raises `RowRefused` when the number of rows is fixed or at its most, or there is no such repeat.
        """
        count = self._row_count(answers, repeat_ref)
        if count == MOST_ROWS:
            raise RowRefused(f"{repeat_ref} has as many rows as there can be")
        left_behind = f"{repeat_ref}[{count + 1}]"
        kept = {ref: value for ref, value in answers.items() if not ref.startswith(left_behind)}
        return {**kept, repeat_ref: str(count + 1), **self._nothing_in(left_behind)}

    def _nothing_in(self, row_ref: str) -> dict[str, str]:
        """A new row begins without rows right inside it, whichever number it gets when others go."""
        outer = self.indices[without_numbers(row_ref)]
        inside = (each for each in self.repeats.values() if each.parent == outer and each.count is None)
        return {row_ref + each.tail: "0" for each in inside}

    def with_row_removed(self, answers: Mapping[str, str], row_ref: str) -> dict[str, str]:
        """The answers without a row, such as `/data/child[2]`; those after it move up.

        Raises `RowRefused` when the number of rows is fixed, or there is no such row.
        """
        repeat_ref, number = split_row(row_ref)
        count = self._row_count(answers, repeat_ref)
        if not 1 <= number <= count:
            raise RowRefused(f"there is no {row_ref}")
        return {**without_row(answers, row_ref), repeat_ref: str(count - 1)}

    def _row_count(self, answers: Mapping[str, str], repeat_ref: str) -> int:
        """How many rows a repeat has that rows can be added to and removed from, if it is there at all."""
        index = self.indices.get(without_numbers(repeat_ref))
        repeat = None if index is None else self.fields[index]
        if repeat is None or repeat.inner < 0 or repeat.count is not None:
            raise RowRefused(f"{repeat_ref} is no repeat to add rows to")
        outer = self.repeats.get(repeat.block)
        around = repeat_ref.removesuffix(repeat.tail)
        if outer is None:
            if around != self.root:
                raise RowRefused(f"there is no {repeat_ref}")
        elif outer.count is None:
            outer_ref, number = split_row(around)
            if not 1 <= number <= self._row_count(answers, outer_ref):
                raise RowRefused(f"there is no {around}")
        return row_count(answers, repeat_ref)

    def title(self, language: str) -> str:
        """The title of the questionnaire in a language, or in its own where it has none."""
        titles = self.definition.title
        return titles.get(language) or titles[self.definition.default_language]


def compile_form(definition: Definition) -> Form:
    """The form that runs a definition; raises `FormProblems` naming every expression that cannot be used."""
    return Form(definition, compile_nodes(definition))
