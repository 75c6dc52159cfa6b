"""What a person sent, as the office reads it: with what stood there before, and the notes at it; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.questionnaires.changes import changes
from portal.questionnaires.draft import Draft
from portal.questionnaires.forms.display import masked
from portal.questionnaires.forms.state import State
from portal.questionnaires.sections import Answer, sections


@dataclass(frozen=True, slots=True)
class ReviewedAnswer:
    """An answer; `is_changed` says that it was another one (`was`) the time before, `note` what the office wrote.

    Of a confidential one, `masked` and `was_masked` show the end.
    """

    ref: str
    id: str
    label: str
    text: str
    is_changed: bool
    was: str
    note: str
    masked: str = ""
    was_masked: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedSection:
    """The answers of one step."""

    title: str
    answers: tuple[ReviewedAnswer, ...]


def review(state: State, before: State | None, notes: Mapping[str, str], language: str) -> list[ReviewedSection]:
    """Every answer that was sent by step, in a language; `before` is the time before, if there was one."""
    found = changes(before, state, language) if before is not None else []
    was = {each.ref: each.was for each in found}
    return [
        ReviewedSection(
            section.title,
            tuple(_reviewed(each, state, was, notes) for each in section.answers),
        )
        for section in sections(state, Draft(state.submission()), language)
        if section.answers
    ]


def _reviewed(answer: Answer, state: State, was: Mapping[str, str], notes: Mapping[str, str]) -> ReviewedAnswer:
    ref, before = answer.ref, was.get(answer.ref, "")
    node = state.node(ref)
    return ReviewedAnswer(
        ref,
        answer.id,
        answer.label,
        answer.text,
        ref in was,
        before,
        notes.get(ref, ""),
        answer.masked,
        masked(before) if node is not None and node.is_confidential else "",
    )
