"""Reads what was posted for a step into a draft; pure."""

from dataclasses import dataclass

import msgspec

from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import Entry, FormData, read_entry, was_asked
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.state import NodeState, State
from portal.questionnaires.forms.steps import Step


@dataclass(frozen=True, slots=True)
class Posted:
    """A step as a browser sent it: from which revision of the answers, and from which page it went out.

    `is_final` says that the person pressed a button; otherwise it is a change that is saved on the way. With `is_next`,
    what was left empty was left empty on purpose.
    """

    step: str
    fields: FormData
    revision: int
    page: str
    is_final: bool = False
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands in the way of the next step: errors by reference, and questions that were not on the page yet."""

    errors: dict[str, str]
    added: tuple[NodeState, ...]


def has_step(form: Form, key: str) -> bool:
    """Whether the questionnaire knows this step, gone through now or not."""
    return any(plan.key == key for plan in form.plans)


def questions_of(form: Form, state: State, key: str) -> list[NodeState]:
    """Every question that can stand on the page of a step, relevant now or not."""
    indices = [index for plan in form.plans if plan.key == key for index in plan.indices]
    return [state.nodes[index] for index in indices if state.nodes[index].is_question]


def asked_in(state: State) -> list[NodeState]:
    """Every question that is asked of the person now, those in the rows of repeats too."""
    return [node for node in state.nodes if node.is_question and node.relevant]


def read_step(form: Form, state: State, draft: Draft, posted: Posted) -> dict[str, Entry]:
    """The entries of the questions that stood on the page, by reference.

    A question that was empty and still is, is left alone until the person goes on to the next step.
    """
    asked = [node for node in questions_of(form, state, posted.step) if was_asked(node, posted.fields)]
    entries = {node.ref: read_entry(node, posted.fields) for node in asked if not node.readonly}
    if posted.is_next:
        return entries
    was_empty = {node.ref for node in asked if not (node.is_submitted or node.value or node.ref in draft.unread)}
    return {ref: entry for ref, entry in entries.items() if ref not in was_empty or entry.value or entry.error}


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
    return Draft(answers, unread, posted.page, posted.is_final, noted)


def settled(draft: Draft, state: State) -> Draft:
    """The draft with what the questionnaire itself fixed (`once()`)."""
    return msgspec.structs.replace(draft, answers=state.draft())


def verdict(step: Step, entries: dict[str, Entry]) -> Verdict:
    """What has to be done on this page before the next one."""
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
    return Verdict(errors, tuple(added))


def is_complete(step: Step, draft: Draft) -> bool:
    """Whether nothing on the page is wrong, lacking, not understood, or still to be looked at because of a note."""
    return step.is_complete and not any(node.ref in draft.unread or node.ref in draft.noted for node in step.questions)


def first_incomplete(state: State, draft: Draft) -> Step | None:
    """Where a person who comes back goes on; None when everything is answered."""
    return next((step for step in state.steps if not is_complete(step, draft)), None)
