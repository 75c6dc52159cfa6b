"""What a person changed between two times that they sent their answers; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.questionnaires.entry import display
from portal.questionnaires.forms.state import State
from portal.questionnaires.reading import asked_in


@dataclass(frozen=True, slots=True)
class Change:
    """A question of which the answer is another one now; both as people read them, empty where there is none."""

    ref: str
    question: str
    was: str
    now: str


def changes(before: State, after: State, language: str) -> list[Change]:
    """In the order of the questionnaire as it is now; what is not asked any more comes last."""
    was, now = dict(_answers(before, language)), dict(_answers(after, language))
    found = [Change(ref, label, was.pop(ref, ("", ""))[1], text) for ref, (label, text) in now.items()]
    gone = [Change(ref, label, text, "") for ref, (label, text) in was.items()]
    return [each for each in (*found, *gone) if each.was != each.now]


def _answers(state: State, language: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in asked_in(state):
        yield node.ref, (node.label, display(node, language))
