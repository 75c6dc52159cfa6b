"""One evaluation: the values of all nodes for some answers, at a moment, in a language."""

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from portal.i18n import today

from .answers import MOST_ROWS, MOST_ROWS_IN_ALL, row_count
from .fields import CompiledChoice, Field, choices_of_rows
from .remembering import calculated, first_value
from .rows import Row
from .scopetexts import ScopeTexts
from .triggers import recalculated
from .xpath.chance import shuffled
from .xpath.contextual import choose

if TYPE_CHECKING:
    from .engine import Form

_NOTHING: Mapping[str, str] = {}


class Scope(ScopeTexts):
    """What an evaluation has once: the moment, the language, and all rows (`root`, and by block in document order).

    `answers` is what the person gave, `changes` what the answers are to become because of a trigger, `known` what the
    portal knows of the person. `is_as_written` keeps the signs of Markdown in texts, as ODK's engine gives them.
    """

    __slots__ = (
        "answers", "blocks", "changes", "form", "here", "is_as_written", "item", "known", "language", "now", "position",
        "root", "size", "today",
    )  # fmt: skip

    def __init__(
        self,
        form: "Form",
        answers: Mapping[str, str],
        language: str,
        now: datetime.datetime,
        known: Mapping[str, str] = _NOTHING,
        *,
        is_as_written: bool = False,
    ) -> None:
        self.form = form
        self.answers = answers
        self.language = language
        self.now = now
        self.today = today(now)
        self.item = _NOTHING
        self.known = known
        self.is_as_written = is_as_written
        self.changes: dict[str, str] = {}
        self.position = self.size = 1.0
        self.root = self.here = Row(self, None, (0, 0, 1), form.root, form.sizes[0])
        self.blocks: list[list[Row]] = [[self.root], *([] for _block in form.sizes[1:])]
        self._fill()

    def _fill(self) -> None:
        """Works through the form in the order of dependency, so that each value finds what it needs."""
        for block, fields in self.form.waves:
            if block >= 0:
                self._fill_by_row(block, fields)
                continue
            (field,) = fields
            for row in self.blocks[field.block]:
                self._settle(row, field)

    def _fill_by_row(self, block: int, fields: Sequence[Field]) -> None:
        """Row after row, and again as long as that changes something: a row may look at those after it."""
        rows = self.blocks[block]
        places = [[(row, field) for field in fields for row in self._inside(outer, field.block)] for outer in rows]
        for _round in range(len(rows) + 1):
            before = [row.values[field.slot] for place in places for row, field in place]
            for place in places:
                for row, field in place:
                    self._settle(row, field)
            if before == [row.values[field.slot] for place in places for row, field in place]:
                break

    def _inside(self, outer: Row, block: int) -> Sequence[Row]:
        """The rows of a block in a row, or that row itself."""
        return (outer,) if outer.block == block else [row for row in self.blocks[block] if row.is_in(outer)]

    def _settle(self, row: Row, field: Field) -> None:
        if not row.relevant[field.around] or not (field.relevant is None or field.relevant(row)):
            row.relevant[field.slot] = False
        elif field.inner < 0:
            row.given[field.slot] = answer = self.answers.get(row.ref + field.tail)
            if not field.is_plain:
                row.values[field.slot] = self._value(row, field, answer)
            elif answer:
                row.values[field.slot] = answer if field.write is None else field.write(answer)
        if field.inner > 0:
            self._expand(row, field)

    def _value(self, row: Row, field: Field, answer: str | None) -> str:
        """The value of a question that has more to it than what was answered."""
        if field.recalculation is not None:
            answer = recalculated(row, field, answer)
        if field.calculation is not None:
            answer = calculated(row, field, answer)
        elif answer is None and field.default is not None:
            answer = first_value(row, field)
        if not answer:
            return ""
        if field.choice_filter is not None or field.choice_path is not None:
            return self._on_offer(row, field, answer)
        return answer if field.write is None else field.write(answer)

    def _on_offer(self, row: Row, field: Field, answer: str) -> str:
        """What is left of an answer when only some choices are on offer."""
        open_names = [each.choice.name for each in self.choices(row, field)]
        if field.node.type == "select_one":
            return answer if answer in open_names else ""
        if field.node.type == "select_multiple":
            kept = answer.split()
            return " ".join(name for name in open_names if name in kept)
        kept = [name for name in answer.split() if name in open_names]
        # A ranking holds every answer that is on offer; new ones come last, as in the reference implementation.
        return " ".join(dict.fromkeys([*kept, *open_names]))

    def _expand(self, row: Row, field: Field) -> None:
        """Makes the rows of a repeat, also of one that is not relevant: its answers are kept."""
        ref, inner = row.ref + field.tail, field.inner
        count = row_count(self.answers, ref) if field.count is None else _bounded(field.count(row))
        count = min(count, MOST_ROWS_IN_ALL - sum(map(len, self.blocks)))
        size, is_relevant = self.form.sizes[inner], row.relevant[field.slot]
        slot = field.slot
        made = [Row(self, row, (inner, slot, number), f"{ref}[{number}]", size) for number in range(1, count + 1)]
        row.rows[field.slot] = made
        for each in made:
            each.relevant[0] = is_relevant and (field.row_relevant is None or bool(field.row_relevant(each)))
        self.blocks[inner] += made

    def choices(self, row: Row, field: Field) -> Sequence[CompiledChoice]:
        """The choices that a question offers now."""
        offered: Sequence[CompiledChoice] = field.choices
        if field.choice_path is not None:
            offered = choices_of_rows(field.choice_path(row), field.node.type, self.form.definition.default_language)
        elif field.choice_filter is not None:
            names = {each["name"] for each in choose(row, [each.item for each in offered], field.choice_filter)}
            offered = [each for each in offered if each.choice.name in names]
        return offered if field.choice_seed is None else shuffled(offered, field.choice_seed(row))

    @property
    def version(self) -> str:
        """The version of the form, as its author calls it."""
        return self.form.definition.version

    def looked_up(self, list_name: str, column: str, key: str) -> Mapping[str, str]:
        """The first row of a list with this key in a column; empty without one."""
        return self.form.lookup(list_name, column).get(key, _NOTHING)

    def items(self, list_name: str) -> Sequence[Mapping[str, str]]:
        """The choices of a list as conditions see them, with their labels."""
        choices = self.form.choices.get(list_name, ())
        return [each.item | {"label": self.written(self.root, each.label)} for each in choices]


def _bounded(count: float) -> int:
    """The rows that an expression asks for; what is no number asks for none."""
    return 0 if math.isnan(count) else int(max(0.0, min(count, MOST_ROWS)))
