"""Reads what was posted for a step into a draft; pure."""

import re
from dataclasses import dataclass

import msgspec

from portal.i18n import gettext as _
from portal.questionnaires.acts import Act, Verb
from portal.questionnaires.attachments import without_names
from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import Entry, FormData, read_entry, was_asked
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.state import NodeState, RowState, State
from portal.questionnaires.forms.steps import Step

_ROW_NUMBER = re.compile(r"\.\d+(?=~|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Posted:
    """A step as a browser sent it: from which revision of the answers, and from which page it went out.

    `act` is the button that was pressed, if any. `removals` is how many rows had been removed when the page was made;
    `is_fewer` says that the person knows that rows will go.
    """

    step: str
    fields: FormData
    revision: int
    page: str
    act: Act
    removals: int = 0
    is_fewer: bool = False

    @property
    def is_final(self) -> bool:
        """Whether a button was pressed."""
        return self.act.verb is not Verb.SAVE

    @property
    def is_next(self) -> bool:
        """Whether what was left empty was left empty on purpose."""
        return self.act.verb is Verb.NEXT or (self.act.verb is Verb.ADD and is_row(self.step))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands in the way of the next step: errors by reference, and questions that were not on the page yet."""

    errors: dict[str, str]
    added: tuple[NodeState, ...]


def has_step(form: Form, key: str) -> bool:
    """Whether the questionnaire knows this step or page of a row, gone through now or not."""
    if not is_row(key):
        return any(plan.key == key for plan in form.plans)
    repeat = _ROW_NUMBER.sub("", key).replace("~", "/")
    return any(field.is_repeat and field.node.ref.split("/", 2)[-1] == repeat for field in form.fields)


def is_row(key: str) -> bool:
    """Whether it is the key of the page of a row, such as `kids~child.2`."""
    return _ROW_NUMBER.search(key) is not None


def is_of_other_rows(draft: Draft, posted: Posted) -> bool:
    """Whether the page of a row was made before a row was removed: its number may be that of another row now."""
    return is_row(posted.step) and posted.removals != draft.removals


def asked_in(state: State) -> list[NodeState]:
    """Every question that is asked of the person now, those in the rows of repeats too."""
    return [node for node in state.nodes if node.is_question and node.relevant]


def read_step(state: State, draft: Draft, posted: Posted) -> dict[str, Entry]:
    """The entries of the questions that stood on the page, by reference.

    A question that was empty and still is, is left alone until the person goes on to the next step.
    """
    asked = [node for node in state.questions_on(posted.step) if was_asked(node, posted.fields)]
    entries = {node.ref: read_entry(node, posted.fields) for node in asked if not node.readonly}
    entries = {ref: entry for ref, entry in entries.items() if not _is_left_masked(state, ref, entry)}
    if posted.is_next:
        return entries
    was_empty = {node.ref for node in asked if not (node.is_submitted or node.value or node.ref in draft.unread)}
    return {ref: entry for ref, entry in entries.items() if ref not in was_empty or entry.value or entry.error}


def _is_left_masked(state: State, ref: str, entry: Entry) -> bool:
    """Whether a confidential answer was left as it is kept: its field is empty then, which never erases."""
    node = state.node(ref)
    return node is not None and node.is_confidential and bool(node.value) and not entry.value and entry.error is None


def merged(draft: Draft, entries: dict[str, Entry], posted: Posted) -> Draft:
    """The draft with these entries; what was not on the page keeps its answer."""
    answers: dict[str, str] = dict(draft.answers)
    unread = dict(draft.unread)
    for ref, entry in entries.items():
        unread.pop(ref, None)
        if entry.error is None:
            answers[ref] = entry.value
        else:
            answers.pop(ref, None)
            unread[ref] = entry.typed
    noted = tuple(ref for ref in draft.noted if not (posted.is_next and ref in entries))
    return msgspec.structs.replace(
        draft, answers=answers, unread=unread, page=posted.page, is_final=posted.is_final, noted=noted
    )


def settled(draft: Draft, state: State, file_questions: frozenset[str]) -> Draft:
    """The draft with what the questionnaire itself fixed (`once()`); files are kept beside it."""
    return msgspec.structs.replace(draft, answers=without_names(state.draft(), file_questions))


def verdict(step: Step, draft: Draft, entries: dict[str, Entry]) -> Verdict:
    """What has to be done on this page, and on those of its rows, before the next one."""
    errors: dict[str, str] = {}
    added: list[NodeState] = []
    for node in step.nodes:
        entry = entries.get(node.ref)
        if entry is None and node.is_question and not node.is_submitted and not node.readonly:
            added.append(node)
        elif entry is not None and entry.error is not None:
            errors[node.ref] = entry.error
        elif node.error is not None:
            errors[node.ref] = node.message
        for row in open_rows(node, draft):
            errors[row.ref] = _("%(row)s is not finished yet") % {"row": row.title}
    return Verdict(errors, tuple(added))


def is_complete(step: Step, draft: Draft) -> bool:
    """Whether nothing on the page is wrong, lacking, not understood, or still to be looked at because of a note.

    The same goes for the rows of its repeats.
    """
    return is_complete_itself(step, draft) and not any(open_rows(node, draft) for node in step.repeats)


def is_complete_itself(step: Step, draft: Draft) -> bool:
    """Whether the page is complete, whatever the rows of its repeats lack."""
    waiting = {*draft.unread, *draft.noted}
    return step.is_complete_without_rows and not (waiting and any(node.ref in waiting for node in step.questions))


def is_pending(node: NodeState, draft: Draft) -> bool:
    """Whether something was typed that could not be understood, or the office wrote a note that waits."""
    return node.ref in draft.unread or node.ref in draft.noted


def is_open(node: NodeState, draft: Draft) -> bool:
    """Whether a question still stands in the way: wrong, lacking, pending, or never sent."""
    if is_pending(node, draft) or node.error is not None:
        return True
    return not node.is_submitted and not node.readonly


def open_rows(node: NodeState, draft: Draft) -> list[RowState]:
    """The rows of a repeat that are not complete; none of any other node."""
    waiting = (*draft.unread, *draft.noted)
    return [row for row in node.rows if not row.is_complete or any(ref.startswith(f"{row.ref}/") for ref in waiting)]


def first_incomplete(state: State, draft: Draft) -> Step | None:
    """Where a person who comes back goes on, be it the page of a row; None when everything is answered."""
    step = next((step for step in state.steps if not is_complete(step, draft)), None)
    while step is not None and is_complete_itself(step, draft):
        row = next(row for node in step.repeats for row in open_rows(node, draft))
        step = state.step(row.step_key)
    return step
