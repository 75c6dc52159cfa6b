"""What a browser sent for a question, and what its fields show again: the pieces that `entry` and `moments` share."""

from typing import Any, Protocol

import msgspec

from portal.i18n import catalogue
from portal.questionnaires.forms.state import NodeState
from portal.text import clean


class FormData(Protocol):
    """Posted fields, each of which may come more than once; Litestar's `FormMultiDict` is one."""

    def getall(self, key: str, default: Any, /) -> Any:
        """All values of a field, or the default."""


class Typed(msgspec.Struct, frozen=True):
    """What the fields of a question show: `text`, or the parts of a date and a time, or the names of what is `chosen`.

    `places` are those of a ranking, by choice, when they are no ranking yet.
    """

    text: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    chosen: tuple[str, ...] = ()
    time: str = ""
    places: dict[str, str] = {}


class Entry(msgspec.Struct, frozen=True):
    """What was posted for a question: its `value`, empty with an `error`, and what to show in the fields again."""

    value: str
    error: str | None
    typed: Typed


def say(node: NodeState, message: str, **parameters: str) -> str:
    """A message in the language of the evaluation."""
    return catalogue(node.language).gettext(message) % parameters


def posted(form_data: FormData, name: str) -> list[str]:
    """The texts that were sent under a name."""
    return [each for each in form_data.getall(name, []) if isinstance(each, str)]


def line(form_data: FormData, name: str) -> str:
    """The last text that was sent under a name, on one line and cleaned; empty without one."""
    texts = posted(form_data, name)
    return " ".join(clean(texts[-1]).split()) if texts else ""
