"""How a form falls into steps, and which of them is next."""

from collections.abc import Callable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form

from .conftest import YES_NO, evaluate, row, table

Build = Callable[..., Form]

ROWS = (
    row("text", "loose", required="yes"),
    row("calculate", "silent", calculation="1"),
    row("note", "word"),
    row("begin_group", "family", "Uw gezin", appearance="field-list"),
    row("select_one ja_nee", "children", required="yes"),
    row("integer", "count", relevant="${children} = 'ja'", required="yes", constraint=". > 0"),
    row("begin_group", "names", relevant="${count} > 1"),
    row("text", "eldest"),
    row("end_group"),
    row("end_group"),
    row("begin_group", "minors", "Voogdij", relevant="${count} > 2"),
    row("text", "guardian"),
    row("end_group"),
    row("text", "last"),
)


def test_a_step_is_a_top_level_group_or_a_run_of_loose_questions(form: Build) -> None:
    steps = evaluate(form(*ROWS), {"family/children": "ja", "family/count": "3"}).steps
    assert [(step.key, step.number) for step in steps] == [("loose", 1), ("family", 2), ("minors", 3), ("last", 4)]
    assert steps[1].title == "Uw gezin"
    assert [node.name for node in steps[1].nodes] == ["children", "count", "names", "eldest"]
    assert [node.name for node in steps[0].nodes] == ["loose", "word"]


def test_a_step_without_relevant_questions_is_passed_over(form: Build) -> None:
    steps = evaluate(form(*ROWS), {"family/children": "nee"}).steps
    assert [(step.key, step.number) for step in steps] == [("loose", 1), ("family", 2), ("last", 3)]


def test_a_step_is_complete_when_it_is_valid_and_each_question_was_sent(form: Build) -> None:
    built = form(*ROWS)
    answers: dict[str, str] = {}
    order = []
    for sent in ({"loose": "x"}, {"family/children": "ja"}, {"family/count": "0"}, {"family/count": "1"}, {"last": ""}):
        step = evaluate(built, answers).first_incomplete_step
        order.append(step.key if step else None)
        answers |= sent
    assert order == ["loose", "family", "family", "family", "last"]
    assert evaluate(built, answers).first_incomplete_step is None


def test_an_optional_question_that_was_never_seen_is_still_to_come(form: Build) -> None:
    state = evaluate(form(row("text", "a")), {})
    assert state.is_valid
    assert state.first_incomplete_step is not None


VALUES: Mapping[str, st.SearchStrategy[str]] = {
    "loose": st.sampled_from(["", "x"]),
    "family/children": st.sampled_from(["", "ja", "nee"]),
    "family/count": st.sampled_from(["", "0", "1", "2", "3", "x"]),
    "family/names/eldest": st.sampled_from(["", "Anne"]),
    "minors/guardian": st.sampled_from(["", "Bas"]),
    "last": st.sampled_from(["", "z"]),
}
FORM = compile_form(read_form(table(*ROWS, choices=YES_NO), "x.md"))


@given(st.fixed_dictionaries(dict(VALUES)), st.permutations(sorted(VALUES)))
def test_saving_after_every_answer_ends_where_one_sitting_ends(answers: dict[str, str], order: list[str]) -> None:
    saved: dict[str, str] = {}
    for name in order:
        draft = evaluate(FORM, saved).draft() | {f"/data/{name}": answers[name]}
        saved = {ref.removeprefix("/data/"): value for ref, value in draft.items()}
    stepwise, at_once = evaluate(FORM, saved), evaluate(FORM, answers)
    assert stepwise.submission() == at_once.submission()
    assert [node.error for node in stepwise.nodes] == [node.error for node in at_once.nodes]
    assert [step.key for step in stepwise.steps] == [step.key for step in at_once.steps]


@given(st.fixed_dictionaries({}, optional=dict(VALUES)))
def test_only_relevant_answers_are_submitted(answers: dict[str, str]) -> None:
    state = evaluate(FORM, answers)
    relevant = {node.ref for node in state.nodes if node.relevant}
    assert set(state.submission()) <= relevant
