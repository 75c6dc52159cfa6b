"""What a browser posts for a question, read to the value that the form engine keeps, and shown again as it was typed.

The fields of a question: its `html_name`; for a date three, ending in `-day`, `-month` and `-year`; for a moment also
`-time`; for a ranking one for each choice, ending in a hyphen and its name, unless the page sends the names in order
under the `html_name` itself. A file is posted as the id that its upload gave it. Each page also sends `asked` with the
`html_name` of every question on it, so that an unticked box differs from one that was not there.
"""

import re
from collections.abc import Callable

from portal.i18n import mark as _
from portal.text import clean

from . import moments, typed
from .forms.checks import CHECKS
from .forms.display import number
from .forms.state import NodeState
from .posted import Entry, FormData, Typed, line, posted, say

__all__ = ["ASKED", "MAX_TEXT_LENGTH", "Entry", "FormData", "Typed", "display", "present", "read_entry", "was_asked"]

MAX_TEXT_LENGTH = 10_000
ASKED = "asked"
_MAX_NUMBER_LENGTH = 100
_CHOOSING = frozenset({"select_one", "select_multiple", "rank", "acknowledge", "file", "image"})


def was_asked(node: NodeState, form_data: FormData) -> bool:
    """Whether the question stood on the page that was sent; what did not keeps its answer."""
    return node.html_name in form_data.getall(ASKED, [])


def read_entry(node: NodeState, form_data: FormData) -> Entry:
    """The lexical XForms value of what was posted for a question, or an error in the language of the evaluation."""
    if node.is_calculated and _is_as_shown(node, form_data):
        return Entry(node.value, None, present(node))
    return _READERS[node.type](node, form_data)


def _is_as_shown(node: NodeState, form_data: FormData) -> bool:
    """Whether the field was left as it was; it may show less than the value, such as fewer spaces or digits."""
    shown = _spaced(node, clean(present(node).text))
    return bool(shown) and _spaced(node, _text(node, form_data)) == shown


def present(node: NodeState) -> Typed:
    """The stored value of a question as its fields show it: numbers and dates the way they may be typed."""
    value = node.value
    if node.type in {"date", "dateTime", "time"}:
        return moments.present(node)
    if node.type in _CHOOSING:
        return Typed(chosen=tuple(value.split()))
    if node.type in {"decimal", "range"} or "thousands-sep" in node.appearance:
        return Typed(text=number(value, node.language, is_grouped=True))
    return Typed(text=value)


def display(node: NodeState, language: str) -> str:
    """The value as people read it, for the check page and the PDF; empty where there is none."""
    return node.display_in(language)


def _read_text(node: NodeState, form_data: FormData) -> Entry:
    text = _text(node, form_data)
    if len(text) > MAX_TEXT_LENGTH:
        sizes = (MAX_TEXT_LENGTH, len(text) - MAX_TEXT_LENGTH)
        limit, count = (number(str(size), node.language, is_grouped=True) for size in sizes)
        message = _("The text is too long: at most %(limit)s characters fit here, and this is %(count)s too many")
        return Entry("", say(node, message, limit=limit, count=count), Typed(text=text))
    value = _spaced(node, text)
    check = CHECKS.get(node.check)
    if value and check is not None and check.is_valid(value, node.today):
        value = check.canonical(value)
    return Entry(value, None, Typed(text=value))


def _text(node: NodeState, form_data: FormData) -> str:
    """The last text that was sent for a question."""
    return clean((posted(form_data, node.html_name) or [""])[-1])


def _spaced(node: NodeState, text: str) -> str:
    """Without spaces around it; on one line, unless the question has more."""
    return text.strip() if "multiline" in node.appearance else " ".join(text.split())


def _read_number(read: Callable[[str, str], str], message: str) -> Callable[[NodeState, FormData], Entry]:
    def reader(node: NodeState, form_data: FormData) -> Entry:
        text = line(form_data, node.html_name)[:_MAX_NUMBER_LENGTH]
        try:
            return Entry(read(text, node.language) if text else "", None, Typed(text=text))
        except typed.Ambiguous:
            ambiguous = _("Fill in the number without thousands marks, such as %(example)s")
            example = number("425000.5", node.language, is_grouped=False)
            return Entry("", say(node, ambiguous, example=example), Typed(text=text))
        except typed.NotUnderstood:
            return Entry("", say(node, message), Typed(text=text))

    return reader


def _read_choice(node: NodeState, form_data: FormData) -> Entry:
    """The name as it was posted; whether it is on offer depends on the other answers, so the engine decides.

    Only a choice that is a row of a repeat has spaces in it: its name is what was typed there.
    """
    name = line(form_data, node.html_name)
    is_name = len(name) <= MAX_TEXT_LENGTH and (" " not in name or name in dict(node.choices))
    return Entry(name if is_name else "", None, Typed(chosen=(name,) if name and is_name else ()))


def _read_choices(node: NodeState, form_data: FormData) -> Entry:
    sent = dict.fromkeys(clean(each).strip() for each in posted(form_data, node.html_name))
    names = tuple(name for name in sent if name and not re.search(r"\s", name))
    value = " ".join(names)
    return Entry("", None, Typed()) if len(value) > MAX_TEXT_LENGTH else Entry(value, None, Typed(chosen=names))


def _read_ranking(node: NodeState, form_data: FormData) -> Entry:
    """Either all names in order, as a list that is dragged sends them, or a place for each in a field of its own."""
    if posted(form_data, node.html_name):
        return _read_choices(node, form_data)
    places = {name: line(form_data, f"{node.html_name}-{name}")[:10] for name, _label in node.choices}
    if not any(places.values()):
        return Entry("", None, Typed())
    order = {place: name for name, place in places.items()}
    wanted = [str(place) for place in range(1, len(places) + 1)]
    if sorted(order) != sorted(wanted):
        message = _("Give each answer a place of its own, from 1 to %(count)s")
        return Entry("", say(node, message, count=str(len(places))), Typed(places=places))
    ranked = tuple(order[place] for place in wanted)
    return Entry(" ".join(ranked), None, Typed(chosen=ranked))


def _read_acknowledgement(node: NodeState, form_data: FormData) -> Entry:
    value = "OK" if any(posted(form_data, node.html_name)) else ""
    return Entry(value, None, Typed(chosen=(value,) if value else ()))


_READERS: dict[str, Callable[[NodeState, FormData], Entry]] = {
    "text": _read_text,
    "integer": _read_number(typed.integer, _("Fill in a whole number, in digits")),
    "decimal": _read_number(typed.decimal, _("Fill in a number, in digits")),
    "range": _read_number(typed.decimal, _("Fill in a number, in digits")),
    "date": moments.read_date,
    "time": moments.read_time,
    "dateTime": moments.read_date_time,
    "select_one": _read_choice,
    "select_multiple": _read_choices,
    "rank": _read_ranking,
    "file": _read_choices,
    "image": _read_choices,
    "acknowledge": _read_acknowledgement,
}
