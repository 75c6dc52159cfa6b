"""What a browser posts for a question, read to the value that the form engine keeps, and shown again as it was typed.

The fields of a question: its `html_name`; for a date three, ending in `-day`, `-month` and `-year`. Each page also
sends `asked` with the `html_name` of every question on it, so that an unticked box differs from one that was not there.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from portal.i18n import catalogue
from portal.i18n import mark as _
from portal.text import clean

from . import typed
from .forms.checks import CHECKS
from .forms.display import number
from .forms.fields import DATE_PARTS
from .forms.state import NodeState
from .forms.xpath.values import text_to_date

MAX_TEXT_LENGTH = 10_000
ASKED = "asked"
_MAX_NUMBER_LENGTH = 100


class FormData(Protocol):
    """Posted fields, each of which may come more than once; Litestar's `FormMultiDict` is one."""

    def getall(self, key: str, default: Any, /) -> Any:
        """All values of a field, or the default."""


class Typed(msgspec.Struct, frozen=True):
    """What the fields of a question show: `text`, or the three parts of a date, or the names of what is `chosen`."""

    text: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    chosen: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True):
    """What was posted for a question: its `value`, empty with an `error`, and what to show in the fields again."""

    value: str
    error: str | None
    typed: Typed


def was_asked(node: NodeState, form_data: FormData) -> bool:
    """Whether the question stood on the page that was sent; what did not keeps its answer."""
    return node.html_name in form_data.getall(ASKED, [])


def read_entry(node: NodeState, form_data: FormData) -> Entry:
    """The lexical XForms value of what was posted for a question, or an error in the language of the evaluation."""
    return _READERS[node.type](node, form_data)


def present(node: NodeState) -> Typed:
    """The stored value of a question as its fields show it: numbers and dates the way they may be typed."""
    value = node.value
    if node.type == "date":
        day = text_to_date(value)
        if day is not None:
            return Typed(day=str(day.day), month=str(day.month), year=str(day.year))
    if node.type in {"select_one", "select_multiple", "acknowledge"}:
        return Typed(chosen=tuple(value.split()))
    if node.type == "decimal" or "thousands-sep" in node.appearance:
        return Typed(text=number(value, node.language, is_grouped=True))
    return Typed(text=value)


def display(node: NodeState, language: str) -> str:
    """The value as people read it, for the check page and the PDF; empty where there is none."""
    return node.display_in(language)


def _say(node: NodeState, message: str, **parameters: str) -> str:
    return catalogue(node.language).gettext(message) % parameters


def _posted(form_data: FormData, name: str) -> list[str]:
    return [each for each in form_data.getall(name, []) if isinstance(each, str)]


def _line(form_data: FormData, name: str) -> str:
    texts = _posted(form_data, name)
    return " ".join(clean(texts[-1]).split()) if texts else ""


def _read_text(node: NodeState, form_data: FormData) -> Entry:
    text = clean((_posted(form_data, node.html_name) or [""])[-1])
    if len(text) > MAX_TEXT_LENGTH:
        limit, count = number(str(MAX_TEXT_LENGTH), node.language, is_grouped=True), len(text) - MAX_TEXT_LENGTH
        message = _("The text is too long: at most %(limit)s characters fit here, and this is %(count)s too many")
        return Entry("", _say(node, message, limit=limit, count=str(count)), Typed(text=text))
    value = text.strip() if "multiline" in node.appearance else " ".join(text.split())
    check = CHECKS.get(node.check)
    if value and check is not None and check.is_valid(value, node.today):
        value = check.canonical(value)
    return Entry(value, None, Typed(text=value))


def _read_number(read: Callable[[str, str], str], message: str) -> Callable[[NodeState, FormData], Entry]:
    def reader(node: NodeState, form_data: FormData) -> Entry:
        text = _line(form_data, node.html_name)[:_MAX_NUMBER_LENGTH]
        try:
            return Entry(read(text, node.language) if text else "", None, Typed(text=text))
        except typed.Ambiguous:
            ambiguous = _("Fill in the number without thousands marks, such as %(example)s")
            example = number("425000.5", node.language, is_grouped=False)
            return Entry("", _say(node, ambiguous, example=example), Typed(text=text))
        except typed.NotUnderstood:
            return Entry("", _say(node, message), Typed(text=text))

    return reader


def _read_date(node: NodeState, form_data: FormData) -> Entry:
    parts = [_line(form_data, f"{node.html_name}-{part}")[:30] for part in DATE_PARTS]
    shown = Typed(day=parts[0], month=parts[1], year=parts[2])
    if not any(parts):
        return Entry("", None, shown)
    latest = node.today if node.check in {"past", "adult"} else None
    try:
        return Entry(typed.date(*parts, latest=latest).isoformat(), None, shown)
    except typed.Incomplete:
        return Entry("", _say(node, _("Fill in the whole date: day, month and year")), shown)
    except typed.Ambiguous:
        return Entry("", _say(node, _("Fill in the year with four digits")), shown)
    except typed.NotUnderstood:
        return Entry("", _say(node, _("Fill in a date that exists, such as 27 3 1958")), shown)


def _read_choice(node: NodeState, form_data: FormData) -> Entry:
    """The name as it was posted; whether it is on offer depends on the other answers, so the engine decides."""
    name = _line(form_data, node.html_name)
    value = "" if " " in name or len(name) > MAX_TEXT_LENGTH else name
    return Entry(value, None, Typed(chosen=(value,) if value else ()))


def _read_choices(node: NodeState, form_data: FormData) -> Entry:
    posted = dict.fromkeys(clean(each).strip() for each in _posted(form_data, node.html_name))
    names = tuple(name for name in posted if name and not re.search(r"\s", name))
    value = " ".join(names)
    return Entry("", None, Typed()) if len(value) > MAX_TEXT_LENGTH else Entry(value, None, Typed(chosen=names))


def _read_acknowledgement(node: NodeState, form_data: FormData) -> Entry:
    value = "OK" if any(_posted(form_data, node.html_name)) else ""
    return Entry(value, None, Typed(chosen=(value,) if value else ()))


_READERS: dict[str, Callable[[NodeState, FormData], Entry]] = {
    "text": _read_text,
    "integer": _read_number(typed.integer, _("Fill in a whole number, in digits")),
    "decimal": _read_number(typed.decimal, _("Fill in a number, in digits")),
    "date": _read_date,
    "select_one": _read_choice,
    "select_multiple": _read_choices,
    "acknowledge": _read_acknowledgement,
}
