"""The outline of a version, for who has to decide about it."""

from portal.questionnaires.forms.engine import compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.preview import preview
from tests.questionnaires.conftest import KIDS
from tests.questionnaires.personas.persona import NOW


def test_what_is_asked_in_rows_stands_after_their_list() -> None:
    family, _possessions = preview(compile_form(read_form(KIDS.encode(), "gezin.md")), "en", now=NOW)
    assert [(each.kind, each.label) for each in family.questions] == [
        ("text", "What is your name?"),
        ("repeat", "Child"),
        ("text", "What is the name of this child?"),
        ("select_one", "Is ${voornaam} married?"),
        ("text", "To whom?"),
        ("repeat", "Grandchild"),
        ("text", "What is the name of this grandchild?"),
    ]
    assert family.questions[3].choices == ("Yes", "No")
    assert family.questions[4].is_sometimes
