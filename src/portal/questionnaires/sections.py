"""The answers of a response by section, as they are checked, shown after sending, and printed; pure."""

from dataclasses import dataclass

from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import display
from portal.questionnaires.forms.state import NodeState, State
from portal.questionnaires.presenting import as_typed
from portal.questionnaires.reading import is_complete


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer as people read it; `text` is empty where there is none."""

    ref: str
    id: str
    label: str
    text: str
    is_optional: bool
    can_change: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one step; `open_questions` are those that still stand in the way."""

    key: str
    title: str
    answers: tuple[Answer, ...]
    open_questions: tuple[str, ...]
    is_complete: bool


def sections(state: State, draft: Draft, language: str) -> list[Section]:
    """Every relevant question by step; notes and what was filled in by calculation alone are left out."""
    return [
        Section(
            step.key,
            step.title,
            tuple(_answer(node, draft, language) for node in step.questions),
            tuple(node.label for node in step.questions if _is_open(node, draft)),
            is_complete(step, draft),
        )
        for step in state.steps
    ]


def _answer(node: NodeState, draft: Draft, language: str) -> Answer:
    text = display(node, language)
    if node.ref in draft.unread:
        text = as_typed(draft.unread[node.ref])
    return Answer(node.ref, node.html_name, node.label, text, not node.required, not node.readonly)


def _is_open(node: NodeState, draft: Draft) -> bool:
    if node.ref in draft.unread or node.ref in draft.noted or node.error is not None:
        return True
    return not node.is_submitted and not node.readonly
