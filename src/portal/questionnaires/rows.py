"""Adding rows to a repeat and removing them, with all that is kept at their questions; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import msgspec

from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.questionnaires.acts import Act, Verb
from portal.questionnaires.attachments import Attachment
from portal.questionnaires.draft import Draft
from portal.questionnaires.forms.answers import RowRefused, without_numbers, without_row
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.rowstates import LONGEST_TITLE
from portal.questionnaires.forms.state import NodeState, RowState, State
from portal.text import shortened


def row_of(state: State, key: str) -> RowState | None:
    """The row whose page has this key."""
    return next((row for node in _repeats(state) for row in node.rows if row.step_key == key), None)


def repeat_of(state: State, key: str) -> NodeState | None:
    """The repeat that the row with this key is in."""
    return next((node for node in _repeats(state) if any(row.step_key == key for row in node.rows)), None)


def repeat_named(state: State, html_name: str) -> NodeState | None:
    """The repeat with this name on the page."""
    return next((node for node in _repeats(state) if node.html_name == html_name), None)


def with_rows_changed(form: Form, state: State, draft: Draft, act: Act) -> Draft:
    """The draft with a row more, or without a row; raises `NotFound` where there is no such repeat or row."""
    try:
        if act.verb is Verb.ADD:
            return msgspec.structs.replace(draft, answers=form.with_row_added(draft.answers, _ref_of(state, act)))
        return _without_row(form, draft, _ref_of(state, act))
    except RowRefused as refused:
        raise NotFound from refused


def removed_ref(state: State, act: Act) -> str:
    """The reference of the row that an act removes; empty for another act."""
    row = row_of(state, act.about) if act.verb is Verb.REMOVE else None
    return row.ref if row is not None else ""


def moved_files(files: Iterable[Attachment], row_ref: str) -> Iterator[tuple[UUID, str]]:
    """The files that stand at another question when a row goes: with the new reference, empty for those that go too."""
    if not row_ref:
        return
    places = {was: now for now, was in without_row({file.question: file.question for file in files}, row_ref).items()}
    for file in files:
        now = places.get(file.question, "")
        if now != file.question:
            yield file.id, now


@dataclass(frozen=True, slots=True)
class Going:
    """Rows of a repeat that are answered, and are more than its `count` now: they go when the answers are sent."""

    repeat: str
    count: int
    titles: tuple[str, ...]


def rows_going(form: Form, state: State, draft: Draft) -> list[Going]:
    """Where the answers leave fewer rows than there are answers for."""
    found = []
    for node in _repeats(state):
        if node.relevant and node.is_fixed:
            titles = _titles_beyond(form, node, draft)
            found += [Going(node.ref, node.count, titles)] if titles else []
    return found


def with_going_agreed(form: Form, state: State, draft: Draft) -> Draft:
    """The draft of a person who knows which rows will go."""
    agreed = {each.repeat: each.count for each in rows_going(form, state, draft)}
    return msgspec.structs.replace(draft, agreed={**draft.agreed, **agreed})


def not_agreed(going: Iterable[Going], draft: Draft) -> list[Going]:
    """Those that the person does not know of yet."""
    return [each for each in going if draft.agreed.get(each.repeat) != each.count]


def _titles_beyond(form: Form, repeat: NodeState, draft: Draft) -> tuple[str, ...]:
    """Of each answered row beyond the last: the label, the number, and the first text in it."""
    texts: dict[int, str] = {}
    for ref, value in draft.answers.items():
        if not ref.startswith(f"{repeat.ref}[") or not value:
            continue
        number = int(ref[len(repeat.ref) + 1 :].partition("]")[0])
        index = form.indices.get(without_numbers(ref))
        if number > repeat.count and index is not None and form.fields[index].is_question:
            is_text = form.fields[index].node.type == "text"
            texts[number] = texts.get(number) or (value if is_text else "")
    return tuple(_title(repeat, number, text) for number, text in sorted(texts.items()))


def _title(repeat: NodeState, number: int, text: str) -> str:
    parts = {"label": repeat.label or _("Item"), "number": str(number), "answer": shortened(text, LONGEST_TITLE)}
    return (_("%(label)s %(number)s: %(answer)s") if text else _("%(label)s %(number)s")) % parts


def _without_row(form: Form, draft: Draft, row_ref: str) -> Draft:
    return msgspec.structs.replace(
        draft,
        answers=form.with_row_removed(draft.answers, row_ref),
        unread=without_row(draft.unread, row_ref),
        noted=tuple(without_row(dict.fromkeys(draft.noted), row_ref)),
        removals=draft.removals + 1,
    )


def _ref_of(state: State, act: Act) -> str:
    found = repeat_named(state, act.about) if act.verb is Verb.ADD else row_of(state, act.about)
    if found is None:
        raise NotFound
    return found.ref


def _repeats(state: State) -> Iterator[NodeState]:
    return (node for node in state.nodes if node.type == "repeat")
