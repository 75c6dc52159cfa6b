"""One evaluation: the values of all nodes for some answers, at a moment, in a language."""

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from portal.i18n import today

from .display import shown
from .fields import CompiledChoice, CompiledTexts, Field
from .triggers import recalculated
from .xpath.chance import shuffled
from .xpath.contextual import choose

if TYPE_CHECKING:
    from .engine import Form

_NOTHING: Mapping[str, str] = {}


class Scope:
    """What the closures read: filled in the order of dependency, so that each finds what it needs.

    `values` holds what counts (empty where not relevant), `answers` what the person gave, `changes` what the answers
    are to become because of a trigger.
    """

    __slots__ = ("answers", "changes", "form", "item", "known", "language", "now", "relevant", "today", "values")

    def __init__(
        self,
        form: "Form",
        answers: Mapping[str, str],
        language: str,
        now: datetime.datetime,
        known: Mapping[str, str] = _NOTHING,
    ) -> None:
        self.form = form
        self.answers = answers
        self.language = language
        self.now = now
        self.today = today(now)
        self.item = _NOTHING
        self.known = known
        self.changes: dict[str, str] = {}
        self.values = [""] * len(form.fields)
        self.relevant = [True] * len(form.fields)
        self._fill()

    def _fill(self) -> None:
        relevant, values = self.relevant, self.values
        for field in self.form.ordered:
            if (field.parent >= 0 and not relevant[field.parent]) or (field.relevant and not field.relevant(self)):
                relevant[field.index] = False
            else:
                values[field.index] = self._value(field)

    def _value(self, field: Field) -> str:
        answer = self.answers.get(field.node.ref)
        if field.recalculation is not None:
            answer = recalculated(self, field, answer)
        if field.calculation is not None and (answer is None or not field.is_question or field.readonly):
            return _calculated(field.calculation(self))
        if answer is None:
            return _calculated(field.default(self)) if field.default is not None else ""
        if field.choice_filter is not None and answer:
            open_names = [each.choice.name for each in self.choices(field)]
            kept = [name for name in answer.split() if name in open_names]
            # A ranking holds every answer that is on offer; new ones come last, as in the reference implementation.
            return " ".join(dict.fromkeys([*kept, *open_names] if field.node.type == "rank" else kept))
        return answer

    def kept(self, index: int) -> str:
        """The value that was saved for a node, for `once()`."""
        return self.answers.get(self.form.fields[index].node.ref, "")

    def choices(self, field: Field) -> Sequence[CompiledChoice]:
        """The choices that a question offers now."""
        offered = field.choices
        if field.choice_filter is not None:
            names = {each["name"] for each in choose(self, [each.item for each in offered], field.choice_filter)}
            offered = tuple(each for each in offered if each.choice.name in names)
        return offered if field.choice_seed is None else shuffled(offered, field.choice_seed(self))

    def items(self, list_name: str) -> Sequence[Mapping[str, str]]:
        """The choices of a list as conditions see them, with their labels."""
        choices = self.form.choices.get(list_name, ())
        return [each.item | {"label": self.text(each.label)} for each in choices]

    def text(self, texts: CompiledTexts, language: str = "") -> str:
        """A text in a language (by default that of the evaluation), or in the form's own where it has none."""
        found = texts.get(language or self.language)
        if found is None:
            found = texts.get(self.form.definition.default_language, "")
        return found if isinstance(found, str) else found(self)

    def choice_label(self, index: int, name: str, language: str = "") -> str:
        """The label of a choice of a question; the name itself where there is no such choice."""
        for each in self.form.fields[index].choices:
            if each.choice.name == name:
                return self.text(each.label, language) or name
        return name

    def shown(self, index: int, language: str = "") -> str:
        """The value of a node as people read it."""
        node = self.form.fields[index].node
        return shown(
            node.type,
            self.values[index],
            language or self.language,
            lambda name: self.choice_label(index, name, language),
            appearance=node.appearance,
        )


def _calculated(value: str) -> str:
    """A calculation without a result, such as one with an empty number, leaves the node empty."""
    return "" if value == "NaN" else value
