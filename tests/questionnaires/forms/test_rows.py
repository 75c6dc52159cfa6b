"""Rows as people meet them: their pages, what is still open in them, and how they come and go."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.questionnaires.forms.answers import MOST_ROWS, RowRefused, without_row
from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.state import State

from .conftest import NOW, YES_NO, evaluate, row, table

Build = Callable[..., Form]
END = row("end_repeat")
ROWS = (
    row("text", "you", required="yes"),
    row("begin_group", "kids", "Kinderen"),
    row("select_one ja_nee", "any", required="yes"),
    row("begin_repeat", "child", "Kind", relevant="${any} = 'ja'"),
    row("begin_group", "who"),
    row("text", "name", required="yes"),
    row("end_group"),
    row("integer", "age"),
    row("begin_repeat", "grandchild", "Kleinkind"),
    row("text", "nick", required="yes"),
    END,
    END,
    row("end_group"),
    row("integer", "n"),
    row("begin_repeat", "fixed", "Vast", repeat_count="${n}"),
    row("text", "q"),
    END,
    row("text", "last"),
)
FORM = compile_form(read_form(table(*ROWS, choices=YES_NO), "x.md"))
CHILD, GRANDCHILD = "/data/kids/child", "/data/kids/child[1]/grandchild"
WHOLE = {
    "you": "x", "kids/any": "ja", "kids/child": "1", "kids/child[1]/who/name": "An", "kids/child[1]/age": "",
    "kids/child[1]/grandchild": "0", "n": "0", "last": "",
}  # fmt: skip


def at(answers: dict[str, str]) -> State:
    """The state for answers by whole reference."""
    return FORM.evaluate(answers, language="nl", now=NOW)


def test_a_list_is_on_the_page_of_its_step_and_each_row_has_a_page_of_its_own() -> None:
    second = {"kids/child": "2", "kids/child[2]/who/name": "Bo", "kids/child[2]/grandchild": "1"}
    state = evaluate(FORM, {**WHOLE, **second, "n": "1"})
    assert [(step.key, step.title) for step in state.steps] == [
        ("you", "Vragen"), ("kids", "Kinderen"), ("n", "Vragen"), ("fixed", "Vast"), ("last", "Vragen"),
    ]  # fmt: skip
    assert [node.name for node in state.steps[1].nodes] == ["any", "child"]
    page = state.step("kids~child.2")
    assert page is not None
    assert (page.title, page.parent_key, page.number) == ("Kind 2: Bo", "kids", 2)
    assert [node.ref for node in page.nodes] == [
        f"{CHILD}[2]/who", f"{CHILD}[2]/who/name", f"{CHILD}[2]/age", f"{CHILD}[2]/grandchild",
    ]  # fmt: skip
    inner = state.step("kids~child.2~grandchild.1")
    assert inner is not None
    assert (inner.parent_key, inner.number) == ("kids~child.2", 2)
    assert state.steps[1].parent_key == ""
    assert state.step("fixed.1") is not None
    for absent in (
        "fixed.2",
        "kids~child.3",
        "kids~child",
        "kids~child.0",
        "child.1",
        "~",
        "kids~child.2~grandchild.2",
    ):
        assert state.step(absent) is None


def test_a_step_is_complete_when_its_rows_are() -> None:
    steps = []
    answers: dict[str, str] = {}
    for name, value in WHOLE.items():
        found = evaluate(FORM, answers).first_incomplete_step
        steps.append(found.key if found else "")
        answers[name] = value
    assert steps == ["you", "kids", *["kids~child.1"] * 3, "kids~child.1~grandchild.1", "n", "last"]
    assert evaluate(FORM, answers).first_incomplete_step is None
    opened = evaluate(FORM, {**answers, "kids/child": "2"})
    assert [step.is_complete for step in opened.steps] == [True, False, True, True]
    assert [(each.is_valid, each.is_complete) for each in opened.nodes[3].rows] == [(True, True), (False, False)]
    assert not opened.is_valid


def test_rows_that_are_not_asked_for_are_in_nobodys_way() -> None:
    state = evaluate(FORM, {**WHOLE, "kids/any": "nee", "kids/child": "3"})
    assert state.first_incomplete_step is None
    assert state.step("kids~child.1") is None
    assert state.submission() == {"/data/you": "x", "/data/kids/any": "nee", "/data/n": "0"}


def test_every_question_of_a_page_is_known_relevant_or_not() -> None:
    state = evaluate(FORM, {"kids/any": "nee"})
    assert [node.name for node in state.questions_on("kids")] == ["any"]
    assert [node.ref for node in state.questions_on("kids~child.1")] == [f"{CHILD}[1]/who/name", f"{CHILD}[1]/age"]
    assert state.questions_on("absent") == ()


def test_adding_a_row_leaves_the_others_alone() -> None:
    added = FORM.with_row_added({f"{CHILD}[1]/age": "3", f"{CHILD}[2]/age": "left behind"}, CHILD)
    assert added == {f"{CHILD}[1]/age": "3", CHILD: "2", f"{CHILD}[2]/grandchild": "0"}
    assert FORM.with_row_added({}, GRANDCHILD) == {GRANDCHILD: "2"}
    assert FORM.with_row_added({CHILD: "0"}, CHILD) == {CHILD: "1", GRANDCHILD: "0"}


def test_only_the_first_row_begins_with_a_row_right_inside_it() -> None:
    state = evaluate(FORM, {"kids/any": "ja", "kids/child": "2"})
    assert [node.count for node in state.nodes if node.name == "grandchild"] == [1, 0]


def test_removing_a_row_moves_up_what_comes_after_it() -> None:
    answers = {
        CHILD: "12", f"{CHILD}[1]/age": "1", f"{CHILD}[2]/age": "2", f"{CHILD}[2]/grandchild": "4",
        f"{CHILD}[3]/age": "3", f"{CHILD}[3]/grandchild": "2", f"{CHILD}[3]/grandchild[2]/nick": "x",
        f"{CHILD}[12]/age": "12", f"{CHILD}ren": "other",
    }  # fmt: skip
    assert FORM.with_row_removed(answers, f"{CHILD}[2]") == {
        CHILD: "11", f"{CHILD}[1]/age": "1", f"{CHILD}[2]/age": "3", f"{CHILD}[2]/grandchild": "2",
        f"{CHILD}[2]/grandchild[2]/nick": "x", f"{CHILD}[11]/age": "12", f"{CHILD}ren": "other",
    }  # fmt: skip
    assert FORM.with_row_removed({}, f"{CHILD}[1]") == {CHILD: "0"}
    assert without_row({f"{CHILD}[2]/age": 5}, f"{CHILD}[1]") == {f"{CHILD}[1]/age": 5}


@pytest.mark.parametrize(
    "ref",
    [
        "/data/fixed", "/data/you", "/data/kids", "/data/absent", "/data/kids/child/grandchild", "child", "",
        "/data/kids/child[2]/grandchild", "/data/kids/child[0]/grandchild", "/data/kids[1]/child", "/data/kids/child[1]",
        "/data/kids/child[1]/grandchild[1]/nick",
    ],
)  # fmt: skip
def test_rows_are_added_to_and_taken_from_no_other_list(ref: str) -> None:
    with pytest.raises(RowRefused):
        FORM.with_row_added({CHILD: "1"}, ref)
    for number in ("[1]", "[0]", "[2]", "", "[x]"):
        if f"{ref}{number}" != "/data/kids/child[1]":
            with pytest.raises(RowRefused):
                FORM.with_row_removed({CHILD: "1"}, f"{ref}{number}")


def test_a_list_has_its_most_rows() -> None:
    with pytest.raises(RowRefused):
        FORM.with_row_added({CHILD: str(MOST_ROWS)}, CHILD)


CHANGES = st.lists(st.tuples(st.sampled_from(["add", "remove", "add inner", "remove inner"]), st.integers(0, 4)))


@settings(deadline=None)  # many rows may come and go
@given(CHANGES)
def test_adding_and_removing_in_any_order_equals_writing_it_down_at_once(changes: list[tuple[str, int]]) -> None:
    answers = {"/data/kids/any": "ja", CHILD: "0"}
    family: list[tuple[str, list[str]]] = []
    for turn, (change, number) in enumerate(changes):
        place = number % len(family) if family else 0
        inner = family[place][1] if family else []
        if change == "add":
            family.append((f"name {turn}", []))
            answers = FORM.with_row_added(answers, CHILD)
            last = f"{CHILD}[{len(family)}]"
            answers |= {f"{last}/who/name": f"name {turn}", f"{last}/grandchild": "0"}
        elif change == "remove" and family:
            del family[place]
            answers = FORM.with_row_removed(answers, f"{CHILD}[{place + 1}]")
        elif change == "add inner" and family:
            inner.append(f"nick {turn}")
            answers = FORM.with_row_added(answers, f"{CHILD}[{place + 1}]/grandchild")
            answers[f"{CHILD}[{place + 1}]/grandchild[{len(inner)}]/nick"] = f"nick {turn}"
        elif change == "remove inner" and inner:
            answers = FORM.with_row_removed(answers, f"{CHILD}[{place + 1}]/grandchild[{number % len(inner) + 1}]")
            del inner[number % len(inner)]
    assert at(answers).submission() == at(written(family)).submission()
    assert answers == written(family)


def written(family: list[tuple[str, list[str]]]) -> dict[str, str]:
    """The answers that say this, without any history."""
    answers = {"/data/kids/any": "ja", CHILD: str(len(family))}
    for number, (name, nicks) in enumerate(family, 1):
        answers |= {f"{CHILD}[{number}]/who/name": name, f"{CHILD}[{number}]/grandchild": str(len(nicks))}
        answers |= {f"{CHILD}[{number}]/grandchild[{place}]/nick": nick for place, nick in enumerate(nicks, 1)}
    return answers


REFS = st.sampled_from(
    ["you", "kids/any", "kids/child", "kids/child[1]/who/name", "kids/child[2]/age", "kids/child[1]/grandchild",
     "kids/child[2]/grandchild[1]/nick", "n", "fixed[1]/q", "fixed[3]/q", "kids/child[9]/age", "kids/child[x]/age", "]"]
)  # fmt: skip
VALUES = st.sampled_from(["", "0", "1", "2", "3", "ja", "nee", "x", "-1", "99999999", "1.5"])


@settings(deadline=None)  # a list has many rows when somebody says so
@given(st.dictionaries(REFS, VALUES))
def test_evaluating_again_what_is_kept_changes_nothing(answers: dict[str, str]) -> None:
    state = evaluate(FORM, answers)
    again, sent = at(state.draft()), at(state.submission())
    assert again.submission() == state.submission() == sent.submission()
    assert [(node.ref, node.value, node.error) for node in again.nodes] == [
        (node.ref, node.value, node.error) for node in state.nodes
    ]
    assert {node.ref for node in state.nodes if node.relevant} >= set(state.submission())
    assert all(state.step(each.step_key) for node in state.nodes if node.relevant for each in node.rows[-2:])


def long_group(*inner: dict[str, str], appearance: str = "") -> list[dict[str, str]]:
    """A group with two groups of eight questions, and what stands between them."""

    def group(name: str) -> list[dict[str, str]]:
        questions = [row("text", f"{name}{number}") for number in range(8)]
        return [row("begin_group", name, f"Groep {name}"), *questions, row("end_group")]

    return [
        row("begin_group", "all", "Alles", appearance=appearance),
        *group("a"),
        *inner,
        *group("b"),
        row("end_group"),
    ]


def test_a_long_group_falls_into_steps_at_the_groups_in_it(form: Build) -> None:
    repeat = (row("begin_repeat", "r", "Rij"), row("text", "x"), END)
    state = evaluate(form(*long_group(row("text", "q"), row("note", "w"), *repeat)), {})
    assert [(step.key, step.title, len(step.nodes)) for step in state.steps] == [
        ("all~a", "Groep a", 8), ("all~q", "Alles", 2), ("all~r", "Rij", 1), ("all~b", "Groep b", 8),
    ]  # fmt: skip
    page = state.step("all~r.1")
    assert page is not None
    assert page.parent_key == "all~r"


def test_what_belongs_on_one_page_stays_there(form: Build) -> None:
    whole = evaluate(form(*long_group(appearance="field-list")), {})
    assert [step.key for step in whole.steps] == ["all"]
    short = evaluate(form(*[each for each in long_group() if each["name"] not in {"a1", "b1"}]), {})
    assert [step.key for step in short.steps] == ["all"]


def test_a_row_is_called_after_what_the_author_chose(form: Build) -> None:
    name = row("calculate", "whole", calculation="concat(${first}, ' ', ${last})", **{"bind::np:title": "yes"})
    built = form(row("begin_repeat", "kid", "Kind"), row("text", "first"), row("text", "last"), name, END)
    (kid,) = evaluate(built, {"kid": "1", "kid[1]/first": "An", "kid[1]/last": "Smit"}).nodes[0].rows
    assert kid.title == "Kind 1: An Smit"
