"""The list of steps beside a page: which there are now, and how far each is; pure."""

from dataclasses import dataclass

from portal.questionnaires.draft import Draft
from portal.questionnaires.forms.state import State
from portal.questionnaires.forms.steps import Step
from portal.questionnaires.reading import is_complete


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A step in the list beside the page; `notes` is how many the office wrote there that still wait."""

    key: str
    number: int
    title: str
    is_complete: bool
    is_begun: bool
    notes: int


def plan(state: State, draft: Draft) -> list[PlanEntry]:
    """The steps that are gone through now, and how far each is."""
    return [
        PlanEntry(
            step.key,
            step.number,
            step.title,
            is_complete(step, draft),
            _is_begun(step, draft),
            len(_noted(step, draft)),
        )
        for step in state.steps
    ]


def _is_begun(step: Step, draft: Draft) -> bool:
    if any(node.is_submitted or node.ref in draft.unread for node in step.questions):
        return True
    return any(_is_in_rows(ref, step) for ref in (*draft.answers, *draft.unread))


def _noted(step: Step, draft: Draft) -> list[str]:
    if not draft.noted:
        return []
    own = {node.ref for node in step.questions}
    return [ref for ref in draft.noted if ref in own or _is_in_rows(ref, step)]


def _is_in_rows(ref: str, step: Step) -> bool:
    return any(ref.startswith(f"{repeat.ref}[") for repeat in step.repeats)
