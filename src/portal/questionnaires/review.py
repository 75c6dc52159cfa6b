"""What a person sent, as the office reads it: with what stood there before, and the notes at it; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.questionnaires.changes import changes
from portal.questionnaires.draft import Draft
from portal.questionnaires.forms.state import State
from portal.questionnaires.sections import sections


@dataclass(frozen=True, slots=True)
class ReviewedAnswer:
    """An answer; `is_changed` says that it was another one (`was`) the time before, `note` what the office wrote."""

    ref: str
    id: str
    label: str
    text: str
    is_changed: bool
    was: str
    note: str


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
            tuple(
                ReviewedAnswer(
                    each.ref,
                    each.id,
                    each.label,
                    each.text,
                    each.ref in was,
                    was.get(each.ref, ""),
                    notes.get(each.ref, ""),
                )
                for each in section.answers
            ),
        )
        for section in sections(state, Draft(state.submission()), language)
        if section.answers
    ]
