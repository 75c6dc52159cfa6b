"""Repeats: rows inside rows, what expressions see of them, and how rows come and go."""

from collections.abc import Callable, Mapping

import pytest

from portal.questionnaires.forms.answers import MOST_ROWS
from portal.questionnaires.forms.definition import Definition
from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.problems import FormProblems
from portal.questionnaires.forms.state import State

from .conftest import evaluate, row, table

Build = Callable[..., Form]


def begin(name: str, label: str = "", **cells: str) -> dict[str, str]:
    """The first row of a repeat."""
    return row("begin_repeat", name, label, **cells)


END = row("end_repeat")
FAMILY = (
    row("text", "you"),
    begin("child", "Kind"),
    row("text", "name", required="yes"),
    row("integer", "age", relevant="${name} != ''"),
    begin("grandchild", "Kleinkind"),
    row("text", "nick"),
    row("calculate", "path", calculation="concat(position(../..), '.', position(..), ' ', ${nick}, ' of ', ${name})"),
    END,
    END,
    row("calculate", "total", calculation="sum(${age})"),
)
PETER = {
    "child": "2", "child[1]/name": "Anna", "child[1]/age": "7", "child[2]/name": "Bas", "child[2]/age": "5",
    "child[1]/grandchild": "0", "child[2]/grandchild": "2", "child[2]/grandchild[2]/nick": "Cas",
}  # fmt: skip


def values(state: State) -> dict[str, str]:
    """The values of all relevant nodes that have one, by reference below the root."""
    return {node.ref.removeprefix("/data/"): node.value for node in state.nodes if node.relevant and node.value}


def calculated(form: Build, expression: str, *rows: Mapping[str, str], **answers: str) -> str:
    """What an expression after some rows gives."""
    built = form(*rows, row("calculate", "out", calculation=expression))
    node = evaluate(built, answers).node("/data/out")
    assert node is not None
    return node.value


def test_a_repeat_has_its_rows_after_it_in_document_order(form: Build) -> None:
    state = evaluate(form(*FAMILY), PETER)
    assert [node.ref.removeprefix("/data/") for node in state.nodes] == [
        "you", "child",
        "child[1]/name", "child[1]/age", "child[1]/grandchild",
        "child[2]/name", "child[2]/age", "child[2]/grandchild",
        "child[2]/grandchild[1]/nick", "child[2]/grandchild[1]/path",
        "child[2]/grandchild[2]/nick", "child[2]/grandchild[2]/path", "total",
    ]  # fmt: skip
    repeat = state.nodes[1]
    assert (repeat.type, repeat.count, repeat.is_fixed) == ("repeat", 2, False)
    assert [(each.number, each.ref, each.title, each.step_key) for each in repeat.rows] == [
        (1, "/data/child[1]", "Kind 1: Anna", "child.1"), (2, "/data/child[2]", "Kind 2: Bas", "child.2"),
    ]  # fmt: skip


def test_a_row_sees_its_own_answers_and_those_around_it(form: Build) -> None:
    found = values(evaluate(form(*FAMILY), PETER))
    assert found["child[2]/grandchild[2]/path"] == "2.2 Cas of Bas"
    assert found["total"] == "12"


def test_a_repeat_begins_with_one_row_and_may_have_none(form: Build) -> None:
    built = form(*FAMILY)
    counts = {name: evaluate(built, {"child": name} if name else {}).nodes[1].count for name in ("", "0", "3", "x")}
    assert counts == {"": 1, "0": 0, "3": 3, "x": 1}


def test_a_row_that_is_not_there_counts_for_nothing_and_keeps_its_answers(form: Build) -> None:
    state = evaluate(form(*FAMILY), {**PETER, "child": "1"})
    assert values(state)["total"] == "7"
    assert state.draft()["/data/child[2]/name"] == "Bas"
    assert set(state.submission()) == {
        "/data/child", "/data/child[1]/name", "/data/child[1]/age", "/data/child[1]/grandchild", "/data/total",
    }  # fmt: skip


def test_the_number_of_rows_may_follow_from_an_answer(form: Build) -> None:
    built = form(row("integer", "n"), begin("r", repeat_count="${n}"), row("text", "q"), END)
    answers = {"n": "2", "r[1]/q": "a", "r[2]/q": "b", "r[3]/q": "c", "r": "9"}
    shown = evaluate(built, answers)
    node = shown.node("/data/r")
    assert node is not None
    assert (node.count, node.is_fixed) == (2, True)
    assert shown.submission() == {"/data/n": "2", "/data/r[1]/q": "a", "/data/r[2]/q": "b"}
    assert evaluate(built, {**answers, "n": "3"}).submission()["/data/r[3]/q"] == "c"
    for nothing in ("", "-1", "x"):
        empty = evaluate(built, {**answers, "n": nothing}).node("/data/r")
        assert empty is not None
        assert empty.count == 0


@pytest.mark.parametrize("count", ["count(${r})", "1 + 1", "${n} + count(${r})"])
def test_the_number_of_rows_may_be_an_expression(form: Build, count: str) -> None:
    built = form(
        row("integer", "n"), begin("r"), row("text", "q"), END,
        begin("s", repeat_count=count), row("calculate", "who", calculation="indexed-repeat(${q}, ${r}, position(..))"),
        END,
    )  # fmt: skip
    state = evaluate(built, {"r": "2", "r[1]/q": "a", "r[2]/q": "b", "n": "0"})
    assert [node.value for node in state.nodes if node.name == "who"] == ["a", "b"]


def test_a_count_is_bounded(form: Build) -> None:
    built = form(row("integer", "n"), begin("r", repeat_count="${n}"), begin("s", repeat_count="${n}"), END, END)
    state = evaluate(built, {"n": "999999999999999"})
    repeat = state.node("/data/r")
    assert repeat is not None
    assert repeat.count == MOST_ROWS
    assert len(state.nodes) < 6_000


ROWS = (
    begin("r"), row("text", "q"), row("integer", "n"), row("calculate", "p", calculation="position(..)"), END,
)  # fmt: skip
THREE = {"r": "3", "r[1]/q": "a", "r[2]/q": "b", "r[3]/q": "c", "r[1]/n": "4", "r[3]/n": "6"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count(${r})", "3"),
        ("sum(${n}[. != ''])", "10"),
        ("sum(${n})", ""),
        ("max(${n}[. != ''])", "6"),
        ("min(${p})", "1"),
        ("join('-', ${q})", "a-b-c"),
        ("join('', ${p})", "123"),
        ("count-non-empty(${n})", "2"),
        ("count(${n})", "3"),
        ("${q}", "a"),
        ("/data/r[position() = 2]/q", "b"),
        ("/data/r[2]/q", "b"),
        ("/data/r[last()]/q", "c"),
        ("join('', /data/r[n > 3]/q)", "ac"),
        ("join('', /data/r[n > 3][2]/q)", "c"),
        ("join('', /data/r[q != 'b']/p)", "13"),
        ("join('', /data/r[n = max(/data/r[n > 0]/n)]/q)", "c"),
        ("count(/data/r[q = 'z'])", "0"),
        ("/data/r[q = 'z']/q", ""),
        ("join('', ${q}[. != 'a'])", "bc"),
        ("indexed-repeat(${q}, ${r}, 3)", "c"),
        ("indexed-repeat(${q}, ${r}, 4)", ""),
        ("indexed-repeat(${q}, ${r}, 0)", ""),
        ("indexed-repeat(${q}, ${r}, ${n})", ""),
        ("join('', /data/r/*)", "a41b2c63"),
        ("join('', //q)", "abc"),
        ("count(/data/r/..)", "1"),
        ("${n} > 5", "true"),
        ("${q} = 'c'", "true"),
        ("position(/data/r[q = 'b'])", "2"),
        ("selected(join(' ', ${q}), 'b')", "true"),
    ],
)
def test_expressions_outside_see_all_rows(form: Build, expression: str, expected: str) -> None:
    assert calculated(form, expression, *ROWS, **THREE) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("${q}", ["a", "b", "c"]),
        ("concat(${q}, ${q})", ["aa", "bb", "cc"]),
        ("position(..)", ["1", "2", "3"]),
        ("position(current()/..)", ["1", "2", "3"]),
        ("count(${r})", ["3", "3", "3"]),
        ("sum(/data/r[n != '']/n)", ["10", "10", "10"]),
        ("sum(${n})", ["4", "", "6"]),
        ("indexed-repeat(${q}, ${r}, position(..) - 1)", ["", "a", "b"]),
        ("/data/r[position() = position(current()/..) + 1]/q", ["b", "c", ""]),
        ("join('', /data/r[n > current()/../n]/q)", ["c", "", ""]),
        ("count(/data/r[q = current()/../q])", ["1", "1", "1"]),
        ("if(position(..) = last(), 'one', 'more')", ["one", "more", "more"]),
        ("string(../q)", ["a", "b", "c"]),
    ],
)
def test_expressions_in_a_row_see_that_row(form: Build, expression: str, expected: list[str]) -> None:
    built = form(*ROWS[:-1], row("calculate", "out", calculation=expression), END)
    state = evaluate(built, THREE)
    assert [node.value for node in state.nodes if node.name == "out"] == expected


def test_a_number_counts_through_all_rows_that_the_path_of_its_repeat_leads_to(form: Build) -> None:
    second = row("calculate", "second", calculation="indexed-repeat(${nick}, ${grandchild}, 3)")
    own = row("calculate", "own", calculation="indexed-repeat(${nick}, ../../grandchild, 2)")
    both = row("calculate", "both", calculation="indexed-repeat(${nick}, ${child}, 1, ${grandchild}, 1)")
    all_of_one = row("calculate", "whole", calculation="join(' ', indexed-repeat(${nick}, ${child}, 2))")
    built = form(*FAMILY[:-3], second, own, both, all_of_one, *FAMILY[-3:])
    state = evaluate(built, {**PETER, "child[1]/grandchild": "1", "child[1]/grandchild[1]/nick": "Dee"})
    found = {
        name: [node.value for node in state.nodes if node.name == name] for name in ("second", "own", "both", "whole")
    }
    assert found == {"second": ["Cas"] * 3, "own": ["", "Cas", "Cas"], "both": ["Dee"] * 3, "whole": [" Cas"] * 3}


def test_a_row_may_carry_on_from_the_one_before_it(form: Build) -> None:
    built = form(
        begin("r"), row("integer", "n"),
        row("calculate", "half", calculation="${sum} div 2"),
        row("calculate", "sum", calculation="coalesce(indexed-repeat(${half}, ${r}, position(..) - 1), 0) + ${n}"),
        END,
    )  # fmt: skip
    state = evaluate(built, {"r": "3", "r[1]/n": "4", "r[2]/n": "2", "r[3]/n": "6"})
    assert [node.value for node in state.nodes if node.name == "sum"] == ["4", "4", "8"]
    assert evaluate(built, {"r": "0"}).submission() == {"/data/r": "0"}


@pytest.mark.parametrize(
    "rows",
    [
        (begin("r"), row("calculate", "a", calculation="sum(/data/r/a) + 1"), END),
        (begin("r", repeat_count="count(${a})"), row("calculate", "a", calculation="1"), END),
        (begin("r"), row("calculate", "a", calculation="${b}"), row("calculate", "b", calculation="${a}"), END),
        (begin("r"), row("calculate", "a", calculation="${t}"), END, row("calculate", "t", calculation="sum(${a})")),
    ],
)
def test_a_circle_through_rows_is_refused(rows: tuple[dict[str, str], ...]) -> None:
    with pytest.raises(FormProblems) as caught:
        read_form(table(*rows), "x.md")
    assert any("→" in str(each.parameters) for each in caught.value.problems)


def test_relevance_reaches_into_rows_and_rows_into_the_form(form: Build) -> None:
    built = form(
        row("text", "a"), begin("r", relevant="${a} != ''"), row("text", "q"), row("text", "why", relevant="${q} = 'x'"),
        END, row("text", "b", relevant="count(${r}) > 1"), row("text", "c", relevant="${why} = 'z'"),
    )  # fmt: skip
    answers = {"r": "2", "r[1]/q": "x", "r[1]/why": "y", "r[2]/why": "z"}
    assert values(evaluate(built, answers)) == {}
    opened = evaluate(built, {**answers, "a": "1", "b": "2", "c": "3"})
    assert values(opened) == {"a": "1", "r[1]/q": "x", "r[1]/why": "y", "b": "2"}
    assert evaluate(built, {**answers, "a": "1", "r[2]/q": "x", "c": "3"}).submission()["/data/c"] == "3"


def test_rows_may_differ_in_relevance(form: Build) -> None:
    built = form(
        row("integer", "n"), begin("r", relevant="position(.) <= ${n}"), row("text", "q"), END,
        row("calculate", "all", calculation="join('', ${q})"),
    )  # fmt: skip
    state = evaluate(built, {**THREE, "n": "2"})
    assert values(state)["all"] == "ab"
    repeat = state.node("/data/r")
    assert repeat is not None
    assert [each.number for each in repeat.rows] == [1, 2]
    assert state.step("r.3") is None


def test_constraints_and_required_look_at_their_own_row(form: Build) -> None:
    built = form(
        begin("r"), row("integer", "least"), row("integer", "n", constraint=". > ${least}"),
        row("text", "why", required="${n} > 10"), END,
    )  # fmt: skip
    state = evaluate(built, {"r": "2", "r[1]/least": "1", "r[1]/n": "2", "r[2]/least": "12", "r[2]/n": "11"})
    assert [node.error for node in state.nodes if node.name == "n"] == [None, "constraint"]
    assert [node.error for node in state.nodes if node.name == "why"] == [None, "required"]
    assert not state.is_valid
    repeat = state.nodes[0]
    assert [each.is_valid for each in repeat.rows] == [True, False]


def test_choices_may_be_the_answers_of_rows(form: Build) -> None:
    built = form(
        *ROWS, row("select_one ${q}", "pick"), row("select_one ${q}", "some", choice_filter="${n} > 3"),
        begin("s"), row("select_one ${q}", "mine"), END,
    )  # fmt: skip
    state = evaluate(built, {**THREE, "pick": "b", "some": "b", "s[1]/mine": "c"})
    by_name = {node.name: node for node in state.nodes}
    assert by_name["pick"].choices == [("a", "a"), ("b", "b"), ("c", "c")]
    assert (by_name["pick"].value, by_name["pick"].error) == ("b", None)
    assert (by_name["some"].choices, by_name["some"].value) == ([("a", "a"), ("c", "c")], "")
    assert by_name["mine"].value == "c"


def test_labels_in_a_row_fill_in_its_answers(form: Build) -> None:
    built = form(
        begin("r", "Kind ${q}"), row("text", "q"), row("select_one ja_nee", "y", "Heeft ${q} een huis?"),
        row("note", "said", "${word}"), row("calculate", "word", calculation="jr:choice-name(${y}, '${y}')"), END,
        row("note", "first", "Eerst ${q}: ${y}"),
    )  # fmt: skip
    state = evaluate(built, {"r": "2", "r[1]/q": "An", "r[1]/y": "ja", "r[2]/q": "Bo", "r[2]/y": "nee"})
    assert [node.label for node in state.nodes if node.name == "y"] == ["Heeft An een huis?", "Heeft Bo een huis?"]
    assert [node.label for node in state.nodes if node.name == "said"] == ["Ja", "Nee"]
    assert [each.title for each in state.nodes[0].rows] == ["Kind An", "Kind Bo"]
    assert state.nodes[-1].label == "Eerst An: Ja"


def test_a_row_without_a_label_or_a_first_answer_has_a_title_all_the_same(form: Build) -> None:
    built = form(begin("r", " "), row("integer", "n"), row("select_one ja_nee", "y"), END)
    rows = evaluate(built, {"r": "2", "r[2]/n": "3", "r[2]/y": "ja"}).nodes[0].rows
    assert [each.title for each in rows] == ["Onderdeel 1", "Onderdeel 2: Ja"]


def test_a_row_is_called_after_its_first_text_rather_than_a_choice_before_it(form: Build) -> None:
    built = form(begin("r", "Schuld"), row("select_one ja_nee", "y"), row("text", "q"), END)
    rows = evaluate(built, {"r": "2", "r[1]/y": "ja", "r[1]/q": "Bank", "r[2]/y": "nee"}).nodes[0].rows
    assert [each.title for each in rows] == ["Schuld 1: Bank", "Schuld 2: Nee"]


def test_defaults_and_once_are_worked_out_for_each_row(form: Build) -> None:
    built = form(
        begin("r"), row("text", "q", default="x"), row("calculate", "p", calculation="once(position(..))"),
        row("text", "d", default="concat('nr ', position(..))"), END,
    )  # fmt: skip
    first = evaluate(built, {"r": "2", "r[2]/q": "", "r[1]/p": "9"})
    assert values(first) == {
        "r[1]/q": "x", "r[1]/p": "9", "r[1]/d": "nr 1", "r[2]/p": "2", "r[2]/d": "nr 2",
    }  # fmt: skip
    assert first.draft()["/data/r[2]/p"] == "2"


def test_names_on_the_page_tell_the_rows_apart(form: Build) -> None:
    built = form(begin("r"), row("date", "d"), END, row("begin_group", "g"), *FAMILY, row("end_group"))
    names = [node.html_name for node in evaluate(built, {"g/child[1]/grandchild": "2"}).nodes]
    assert "r.1.d" in names
    assert "g.child.1.grandchild.2.nick" in names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "rows",
    [
        (begin("r"), row("text", "q"), END, row("begin_group", "r.2"), row("text", "q"), row("end_group")),
        (row("begin_group", "a"), row("text", "b.c"), row("end_group"), row("begin_group", "a.b"), row("text", "c"),
         row("end_group")),
    ],
)  # fmt: skip
def test_names_that_a_page_cannot_tell_apart_are_refused(rows: tuple[dict[str, str], ...]) -> None:
    with pytest.raises(FormProblems) as caught:
        read_form(table(*rows), "x.md")
    assert any("told apart" in each.message for each in caught.value.problems)


def test_names_with_dots_and_numbers_are_fine(form: Build) -> None:
    group = (row("begin_group", "g.1"), row("text", "v.1"), row("text", "v.2"), row("end_group"))
    built = form(*group, begin("v"), row("text", "v.2"), row("text", "a.1"), END, row("text", "v.2"))
    names = [node.html_name for node in evaluate(built, {"v": "3"}).nodes]
    assert len(set(names)) == len(names) == 11


def test_nodes_are_found_by_reference(form: Build) -> None:
    state = evaluate(form(*FAMILY), PETER)
    assert all(state.node(node.ref) is node for node in state.nodes)
    for absent in ("/data/child/name", "/data/child[3]/name", "/data/child[1]", "/data[1]/you", "/data/child[2]/nick"):
        assert state.node(absent) is None


def test_a_definition_with_repeats_goes_to_json_and_back() -> None:
    definition = read_form(table(*FAMILY), "x.md")
    again = Definition.from_json(definition.to_json())
    assert again == definition
    assert values(evaluate(compile_form(again), PETER)) == values(evaluate(compile_form(definition), PETER))


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("indexed-repeat(${you}, ${child}, 1)", "“you” is not in the repeat “child”"),
        ("indexed-repeat(${name}, ${you}, 1)", "“name” is not in the repeat “you”"),
        ("indexed-repeat('x', ${child}, 1)", "The function “indexed-repeat” needs the name of a question"),
        ("indexed-repeat(${name}, ${child}, 1, ${child})", "The function “indexed-repeat” is given 4 values"),
        ("position(1)", "The function “position” needs the name of a question"),
        ("/data/child[absent = 1]/name", "There is no question “absent”"),
        ("/data/child/following-sibling::child/name", "A path cannot go in this direction"),
        ("../../x", "There is no question “..”"),
        ("position(/data/child/*)", "This path names more than one question"),
    ],
)
def test_what_cannot_be_done_with_rows_is_named(expression: str, reason: str) -> None:
    with pytest.raises(FormProblems) as caught:
        read_form(table(*FAMILY, row("calculate", "out", calculation=expression)), "x.md")
    (problem,) = caught.value.problems
    assert (problem.message % problem.parameters).startswith(reason)
