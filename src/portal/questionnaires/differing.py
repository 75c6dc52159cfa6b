"""What two pages disagree about: what was typed on one, and what another one saved; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal import i18n
from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import Entry, Typed, display
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.markdown import to_plain
from portal.questionnaires.forms.state import State


@dataclass(frozen=True, slots=True)
class Difference:
    """A question of which another page saved something else than what was typed here; both as text."""

    label: str
    kept: str
    typed: str


def differences(theirs: State, mine: State, draft: Draft, entries: Mapping[str, Entry]) -> list[Difference]:
    """What was typed (the state `mine` has it) and is not what is kept, in the order of the page."""
    found = []
    for ref, entry in entries.items():
        ours, other = mine.node(ref), theirs.node(ref)
        if ours is None or other is None or ours.type in {"file", "image"}:
            continue
        kept = as_typed(draft.unread[ref]) if ref in draft.unread else display(other, other.language)
        said = display(ours, ours.language) if entry.error is None else as_typed(entry.typed)
        if kept != said:
            found.append(Difference(ours.label, kept, said))
    return found


def typed_texts(form: Form, fields: Any) -> list[tuple[str, str]]:
    """What a page held, for a person to copy: each question, as far as it can be told, with what was typed there."""
    found = []
    for field in form.fields:
        name = field.node.ref.split("/", 2)[-1].replace("/", ".")
        texts = [text for key, text in fields.multi_items() if _without_rows(key) == name and isinstance(text, str)]
        if field.is_question and any(texts):
            label = field.node.label.get(i18n.language(), ())
            words = to_plain([part for part in label if isinstance(part, str)])
            found.append((words, " ".join(filter(None, texts))))
    return found


def as_typed(typed: Typed) -> str:
    """What could not be understood, on one line."""
    return typed.text or " ".join(part for part in (typed.day, typed.month, typed.year) if part)


def _without_rows(html_name: str) -> str:
    """`kids.child.name` for `kids.child.2.name-day`."""
    return ".".join(part for part in html_name.partition("-")[0].split(".") if part and not part.isdigit())
