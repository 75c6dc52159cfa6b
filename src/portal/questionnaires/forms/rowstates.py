"""A row of a repeat as it is now."""

from functools import cached_property

from portal.i18n import catalogue
from portal.i18n import mark as _
from portal.text import shortened

from .fields import Field
from .references import row_key
from .rows import Row
from .validity import UNSENT, Obstacle, obstacles

LONGEST_TITLE = 60
_TELLING = ("text", "select_one")  # what a row may be called after


class RowState:
    """A row of a repeat as a list shows it; what is in it has a page of its own (`State.step(row.step_key)`)."""

    def __init__(self, row: Row, repeat: Field) -> None:
        self._row = row
        self._repeat = repeat
        self.number = row.number
        self.ref = row.ref

    @property
    def step_key(self) -> str:
        """The key of its page."""
        return row_key(self.ref)

    @cached_property
    def title(self) -> str:
        """`Kind 2: Pieter`: the label, the number and what it is called after; or a label that tells it by itself."""
        scope, texts = self._row.scope, self._repeat.row_label
        translate = catalogue(scope.language).gettext
        label = scope.text(self._row, texts).strip() or translate(_("Item"))
        if any(not isinstance(text, str) for text in texts.values()):
            return label
        parts = {"label": label, "number": str(self.number), "answer": self._called_after()}
        message = _("%(label)s %(number)s: %(answer)s") if parts["answer"] else _("%(label)s %(number)s")
        return translate(message) % parts

    @property
    def is_valid(self) -> bool:
        """Whether nothing in the row, nor in the rows inside it, is wrong or lacking."""
        return all(each == UNSENT for each in self._obstacles)

    @property
    def is_complete(self) -> bool:
        """Whether it is valid, and each of its questions was sent at least once."""
        return not self._obstacles

    @property
    def open_count(self) -> int:
        """How many of its questions, and of those in the rows inside it, stand in the way of its being complete."""
        return len(self._obstacles)

    @cached_property
    def _obstacles(self) -> list[Obstacle]:
        return _obstacles(self._row)

    def _called_after(self) -> str:
        """What the author chose; else the first text, which is a name as a rule; without one, the first choice."""
        row = self._row
        given = [field for field in row.scope.form.members[row.block] if row.values[field.slot]]
        chosen = [field for field in given if field.node.is_title]
        found = [*chosen, *(field for kind in _TELLING for field in given if field.node.type == kind)]
        text = " ".join(row.scope.shown(row, found[0].index).split()) if found else ""
        return shortened(text, LONGEST_TITLE)


def _obstacles(row: Row) -> list[Obstacle]:
    """In a row and in the rows inside it."""
    found = obstacles(row, row.scope.form.questions[row.block])
    for rows in row.rows.values():
        for each in rows:
            if each.relevant[0]:
                found += _obstacles(each)
    return found
