"""The answers by section: every step with answers has its heading, and a step that asks nothing has none."""

from collections.abc import Callable

from portal.questionnaires.draft import Draft
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.sections import sections
from tests.questionnaires.forms.conftest import evaluate, form, row

__all__ = ["form"]


def test_a_step_whose_questions_all_stand_in_groups_has_its_heading(form: Callable[..., Form]) -> None:
    built = form(
        row("begin_group", "you", "Over u"),
        row("note", "why", "Waarom wij dit vragen"),
        row("begin_group", "who", "Wie bent u?"),
        row("text", "name", "Naam"),
        row("end_group"),
        row("end_group"),
        row("begin_group", "last", "Tot slot"),
        row("note", "thanks", "Dank u wel"),
        row("end_group"),
    )
    found = sections(evaluate(built, {"you/who/name": "Anna"}), Draft({}), "nl")
    assert [(part.level, part.title) for section in found for part in section.parts] == [
        (2, "Over u"),
        (3, "Wie bent u?"),
    ]
