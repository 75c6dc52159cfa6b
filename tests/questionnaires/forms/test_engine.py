"""What a form asks, requires and refuses as answers come in."""

from collections.abc import Callable

import pytest

from portal.questionnaires.forms.definition import Definition
from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.problems import FormProblems

from .conftest import NOW, YES_NO, evaluate, row, table

Build = Callable[..., Form]


def test_a_question_that_does_not_matter_counts_as_empty_and_keeps_its_answer(form: Build) -> None:
    built = form(
        row("select_one ja_nee", "more"),
        row("integer", "amount", relevant="${more} = 'ja'", required="yes"),
        row("calculate", "double", calculation="${amount} * 2"),
    )
    shown = evaluate(built, {"more": "ja", "amount": "4"})
    hidden = evaluate(built, {"more": "nee", "amount": "4"})
    assert shown.submission() == {"/data/more": "ja", "/data/amount": "4", "/data/double": "8"}
    assert hidden.submission() == {"/data/more": "nee"}
    assert hidden.draft()["/data/amount"] == "4"
    assert [node.error for node in hidden.nodes] == [None, None, None]


def test_relevance_is_inherited_through_groups(form: Build) -> None:
    built = form(
        row("text", "a"),
        row("begin_group", "outer", relevant="${a} != ''"),
        row("begin_group", "inner"),
        row("text", "b", required="yes"),
        row("end_group"),
        row("end_group"),
        row("text", "c", relevant="${b} = ''"),
    )
    closed, opened = evaluate(built, {"outer/inner/b": "x"}), evaluate(built, {"a": "1", "outer/inner/b": "x"})
    assert [node.name for node in closed.nodes if node.relevant] == ["a", "c"]
    assert [node.name for node in opened.nodes if node.relevant] == ["a", "outer", "inner", "b"]


def test_the_fields_of_a_page_have_names_of_their_own(form: Build) -> None:
    built = form(row("text", "page"), row("begin_group", "g"), row("text", "page"), row("end_group"))
    assert [node.html_name for node in evaluate(built, {}).nodes] == [".page", ".g", "g.page"]


def test_the_order_of_rows_does_not_matter_to_what_depends_on_what(form: Build) -> None:
    built = form(
        row("calculate", "third", calculation="${second} + 1"),
        row("calculate", "second", calculation="${first} + 1"),
        row("integer", "first"),
    )
    assert evaluate(built, {"first": "1"}).submission()["/data/third"] == "3"


def test_required_may_be_an_expression_and_says_which_question_it_is(form: Build) -> None:
    built = form(row("text", "a"), row("text", "b", "Waarom?", required="${a} = 'x'"))
    assert evaluate(built, {"a": "y"}).nodes[1].error is None
    node = evaluate(built, {"a": "x"}).nodes[1]
    assert (node.required, node.error) == (True, "required")
    assert "Waarom?" in node.message


def test_a_constraint_holds_only_for_an_answer_and_tells_the_authors_words(form: Build) -> None:
    words = {"constraint_message::Nederlands (nl)": "Meer dan ${least}"}
    built = form(row("integer", "least"), row("integer", "n", constraint=". > ${least}", **words))
    assert evaluate(built, {"least": "3"}).nodes[1].error is None
    assert evaluate(built, {"least": "3", "n": "4"}).nodes[1].error is None
    wrong = evaluate(built, {"least": "3", "n": "3"}).nodes[1]
    assert (wrong.error, wrong.message) == ("constraint", "Meer dan 3")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "1.5"), ("integer", "१"), ("decimal", "1e5"), ("date", "2026-02-30"), ("date", "2026-W01-1"),
        ("select_one ja_nee", "misschien"), ("select_multiple ja_nee", "ja misschien"), ("acknowledge", "yes"),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_an_error(form: Build, kind: str, value: str) -> None:
    node = evaluate(form(row(kind, "q")), {"q": value}).nodes[0]
    assert node.error == "type"
    assert node.message


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        ("bsn", "111222333", "123456789"), ("rsin", "111222333", "000000000"),
        ("iban", "NL91ABNA0417164300", "NL91ABNA0417164301"), ("kvk", "12345678", "1234567"),
        ("postcode", "1015 KL", "0123 AB"), ("phone", "+31612345678", "12"), ("email", "a@b.nl", "a@b"),
    ],
)  # fmt: skip
def test_a_number_that_can_be_wrong_by_itself_is_checked(form: Build, check: str, good: str, bad: str) -> None:
    built = form(row("text", "q", **{"bind::np:check": check}))
    assert evaluate(built, {"q": good}).nodes[0].error is None
    assert evaluate(built, {"q": bad}).nodes[0].error == "constraint"


@pytest.mark.parametrize(("check", "good", "bad"), [
    ("past", "2026-11-24", "2026-11-25"), ("adult", "2008-11-24", "2008-11-25"),
])  # fmt: skip
def test_dates_are_checked_against_today(form: Build, check: str, good: str, bad: str) -> None:
    built = form(row("date", "q", **{"bind::np:check": check}))
    assert evaluate(built, {"q": good}).nodes[0].error is None
    assert evaluate(built, {"q": bad}).nodes[0].error == "constraint"


def test_a_choice_that_is_no_longer_offered_is_no_answer(form: Build) -> None:
    built = form(row("text", "a"), row("select_multiple ja_nee", "q", choice_filter="group = ${a} or group = 'y'"))
    assert evaluate(built, {"a": "x"}).nodes[1].choices == [("ja", "Ja"), ("nee", "Nee")]
    state = evaluate(built, {"a": "z", "q": "ja nee"})
    assert state.nodes[1].choices == [("nee", "Nee")]
    assert state.submission() == {"/data/a": "z", "/data/q": "nee"}


def test_a_default_stands_until_an_answer_is_sent_even_an_empty_one(form: Build) -> None:
    built = form(row("text", "a", default="x"), row("date", "b", default="today()"))
    assert evaluate(built, {}).submission() == {"/data/a": "x", "/data/b": "2026-11-24"}
    assert evaluate(built, {"a": "", "b": ""}).submission() == {}


def test_once_keeps_what_was_first_worked_out(form: Build) -> None:
    built = form(row("text", "a"), row("calculate", "first", calculation="once(${a})"))
    draft = evaluate(built, {"a": "one"}).draft()
    state = built.evaluate({**draft, "/data/a": "two"}, language="nl", now=NOW)
    assert state.submission() == {"/data/a": "two", "/data/first": "one"}


def test_texts_are_in_the_readers_language_and_show_answers_as_people_read_them(form: Build) -> None:
    english = {"label::English (en)": "You chose ${q} on ${d} for ${n}"}
    built = form(
        row("select_one ja_nee", "q"), row("date", "d"), row("decimal", "n"),
        row("note", "t", "U koos ${q} op ${d} voor ${n}", **english),
    )  # fmt: skip
    answers = {"q": "ja", "d": "2026-12-04", "n": "425000.5"}
    assert evaluate(built, answers).nodes[3].label == "U koos Ja op 4 december 2026 voor 425.000,50"
    assert evaluate(built, answers, "en").nodes[3].label == "You chose Yes on 4 December 2026 for 425,000.50"


def test_a_label_may_ask_for_the_label_of_a_choice(form: Build) -> None:
    built = form(row("select_one ja_nee", "q"), row("note", "t", "${said}"), row(
        "calculate", "said", calculation="concat('U zei ', jr:choice-name(${q}, '${q}'))"
    ))  # fmt: skip
    assert evaluate(built, {"q": "nee"}).nodes[1].label == "U zei Nee"


def test_a_text_that_is_not_translated_is_shown_in_the_forms_own_language(form: Build) -> None:
    english = {"label::English (en)": "Question", "hint::English (en)": "Think"}
    built = form(row("text", "a", "Vraag", **{"hint::Nederlands (nl)": "Denk na"}), row("text", "b", **english))
    first = evaluate(built, {}, "en").nodes[0]
    assert (first.label, first.hint) == ("Vraag", "Denk na")


def test_a_readonly_question_shows_what_it_calculates_whatever_is_sent(form: Build) -> None:
    built = form(row("integer", "a"), row("decimal", "b", calculation="${a} div 3", readonly="yes"))
    node = evaluate(built, {"a": "1", "b": "9"}).nodes[1]
    assert (node.readonly, node.value[:5], node.error) == (True, "0.333", None)


def test_a_circle_is_refused_by_name() -> None:
    rows = [row("calculate", "a", calculation="${b} + 1"), row("calculate", "b", calculation="${a} + 1")]
    with pytest.raises(FormProblems) as caught:
        read_form(table(*rows), "x.md")
    assert "a → b → a" in str(caught.value.problems[0].text()) or "b → a → b" in caught.value.problems[0].text()


def test_a_group_that_depends_on_its_own_question_is_a_circle() -> None:
    rows = [row("begin_group", "g", relevant="${q} = ''"), row("text", "q"), row("end_group")]
    with pytest.raises(FormProblems) as caught:
        read_form(table(*rows), "x.md")
    assert "circle" in caught.value.problems[0].text() or "kring" in caught.value.problems[0].text()


def test_the_definition_goes_to_json_and_back_without_loss(form: Build) -> None:
    built = form(row("text", "a", "Hallo ${b}"), row("select_one ja_nee", "b", choice_filter="group = ${a}"))
    again = Definition.from_json(built.definition.to_json())
    assert again == built.definition
    assert again.to_json() == built.definition.to_json()
    assert evaluate(compile_form(again), {"a": "x"}).nodes[1].choices == [("ja", "Ja")]


def test_yes_no_list_has_two_languages() -> None:
    definition = read_form(table(row("select_one ja_nee", "q"), choices=YES_NO), "x.md")
    assert definition.languages == ("nl", "en")


def test_a_sentence_keeps_the_place_of_an_answer_that_has_to_come_yet(form: Build) -> None:
    built = form(
        row("text", "name", required="yes"),
        row("text", "prefix"),
        row("date", "born", "Geboortedatum van ${prefix} ${name}"),
        row("note", "alone", "${name}"),
    )
    before, after = evaluate(built, {}), evaluate(built, {"name": "Pieter"})
    assert before.node("/data/born").label.split() == ["Geboortedatum", "van", "…"]
    assert after.node("/data/born").label.split() == ["Geboortedatum", "van", "Pieter"]
    assert before.node("/data/alone").label == ""


def test_texts_keep_the_quotation_marks_of_their_author(form: Build) -> None:
    built = form(
        row("text", "a", "Zoals ‘van der’ of “de”", hint="In euro’s"),
        row("text", "b", relevant="${a} = ‘ja’", constraint_message="Zo’n naam"),
    )
    asked = evaluate(built, {"a": "ja"})
    node = asked.node("/data/a")
    assert (node.label, node.hint) == ("Zoals ‘van der’ of “de”", "In euro’s")
    assert asked.node("/data/b").relevant, "in expressions they are those of a text"
