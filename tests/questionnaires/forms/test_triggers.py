"""The column `trigger`: a value follows the change of another answer, and only that."""

from collections.abc import Callable

import pytest

from portal.questionnaires.forms.engine import Form

from .conftest import NOW, evaluate, row

Build = Callable[..., Form]

Saves = list[tuple[dict[str, str], str]]


@pytest.fixture
def built(form: Build) -> Form:
    return form(
        row("text", "other"),
        row("text", "source", default="d"),
        row("text", "target", trigger="${source}", calculation="concat(${source}, '-', ${other}, '-', .)"),
        row("text", "emptied", trigger="${source}"),
    )


@pytest.mark.parametrize(
    "saves",
    [
        [({}, "")],
        [({"other": "x"}, ""), ({"source": "d"}, "")],
        [({"source": "a"}, "a--")],
        [({"source": "a", "other": "x"}, "a-x-"), ({"other": "y"}, "a-x-"), ({"source": "b"}, "b-y-a-x-")],
        [({"source": "a"}, "a--"), ({"target": "mine"}, "mine"), ({"other": "x"}, "mine"), ({"source": "b"}, "b-x-mine")],
        [({"source": "a"}, "a--"), ({"source": "b", "target": "mine"}, "mine"), ({"source": ""}, "--mine")],
        [({"source": "a", "target": ""}, "a--")],
    ],
)  # fmt: skip
def test_a_value_follows_its_trigger(built: Form, saves: Saves) -> None:
    kept: dict[str, str] = {}
    for answers, expected in saves:
        state = evaluate(built, {**kept, **answers})
        assert state.nodes[2].value == expected
        kept = {ref.removeprefix("/data/"): value for ref, value in state.draft().items()}
        assert evaluate(built, kept).nodes[2].value == expected


def test_a_trigger_without_a_calculation_empties(built: Form) -> None:
    kept = {ref.removeprefix("/data/"): value for ref, value in evaluate(built, {"emptied": "x"}).draft().items()}
    assert evaluate(built, kept).nodes[3].value == "x"
    assert evaluate(built, {**kept, "source": "new"}).nodes[3].value == ""


def test_what_is_remembered_is_no_answer(built: Form) -> None:
    state = evaluate(built, {"source": "a"})
    assert set(state.submission()) == {"/data/source", "/data/target"}


def test_a_value_follows_a_trigger_in_its_own_row(form: Build) -> None:
    built = form(
        row("begin_repeat", "r"), row("text", "source"), row("text", "target", trigger="${source}", calculation="${source}"),
        row("end_repeat"),
    )  # fmt: skip
    kept: dict[str, str] = {"/data/r": "2"}
    for answers, expected in (
        ({"/data/r[2]/source": "a"}, ["", "a"]),
        ({"/data/r[2]/target": "mine"}, ["", "mine"]),
        ({"/data/r[1]/source": "b"}, ["b", "mine"]),
    ):
        state = built.evaluate({**kept, **answers}, language="nl", now=NOW)
        assert [node.value for node in state.nodes if node.name == "target"] == expected
        kept = state.draft()
    moved = built.with_row_removed(kept, "/data/r[1]")
    for source, target in (("a", "mine"), ("c", "c")):
        state = built.evaluate({**moved, "/data/r[1]/source": source}, language="nl", now=NOW)
        assert [node.value for node in state.nodes if node.name == "target"] == [target]
