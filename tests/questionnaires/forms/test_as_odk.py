"""What a stateless evaluation remembers, and how values are written, to do as ODK does."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.lexical import in_order, with_point, worked_out
from portal.questionnaires.forms.state import State

from .conftest import NOW, evaluate, row

Build = Callable[..., Form]


def after(form: Form, state: State, name: str, value: str) -> State:
    """The state when one more answer was given."""
    return form.evaluate({**state.draft(), f"/data/{name}": value}, language="nl", now=NOW)


def value(state: State, name: str) -> str:
    """What a question holds."""
    node = state.node(f"/data/{name}")
    assert node is not None
    return node.value


def test_a_default_is_worked_out_once(form: Build) -> None:
    built = form(row("text", "name"), row("text", "greeting", default="concat('Dag ', ${name})"))
    state = after(built, evaluate(built, {"name": "An"}), "name", "Bo")
    assert value(state, "greeting") == "Dag An"
    assert not next(node for node in state.nodes if node.name == "greeting").is_submitted


def test_a_calculated_answer_that_a_person_changed_stands_until_it_is_worked_out_anew(form: Build) -> None:
    built = form(row("integer", "a"), row("integer", "twice", calculation="${a} * 2"), row("text", "other"))
    state = after(built, evaluate(built, {"a": "2"}), "twice", "5")
    assert value(state, "twice") == "5"
    state = after(built, state, "other", "x")
    assert value(state, "twice") == "5"
    assert value(after(built, state, "a", "3"), "twice") == "6"


def test_what_a_closed_group_holds_is_closed(form: Build) -> None:
    built = form(
        row("text", "a"),
        row("begin_group", "g", readonly="${a} = 'x'"),
        row("begin_repeat", "r"),
        row("text", "b"),
        row("end_repeat"),
        row("text", "c"),
        row("end_group"),
    )
    opened, closed = evaluate(built, {}), evaluate(built, {"a": "x"})
    assert [node.readonly for node in opened.nodes] == [False] * 5
    assert [node.readonly for node in closed.nodes] == [False, True, True, True, True]


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("decimal", "7", "7.0"),
        ("decimal", "2.50", "2.5"),
        ("decimal", "-0.25", "-0.25"),
        ("decimal", "x", ""),
        ("integer", "2.9", "2"),
        ("integer", "Infinity", ""),
        ("date", "2026-11-24T10:00:00.000+01:00", "2026-11-24"),
        ("date", "x", ""),
        ("text", "NaN", ""),
        ("text", "2.50", "2.50"),
    ],
)
def test_what_is_worked_out_is_written_as_its_type_asks(kind: str, text: str, kept: str) -> None:
    assert worked_out(kind, text) == kept


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-10_000, max_value=10_000))
def test_a_decimal_keeps_its_value_and_has_one_way_of_writing(number: object) -> None:
    text = with_point(f"{number:f}")
    assert float(text) == float(f"{number:f}")
    assert with_point(text) == text
    assert "." in text


@given(st.lists(st.sampled_from("abcdx"), unique=True))
def test_choices_stand_in_the_order_of_their_list_and_none_is_lost(chosen: list[str]) -> None:
    ordered = in_order(" ".join(chosen), "abcd").split()
    assert sorted(ordered) == sorted(chosen)
    assert [name for name in ordered if name != "x"] == sorted(set(chosen) - {"x"})
