"""The types of question beyond text, numbers, dates and choices: what each keeps, refuses and shows."""

from collections.abc import Callable

import pytest

from portal.questionnaires.forms.definition import Definition
from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.state import NodeState

from .conftest import NOW, YES_NO, evaluate, row, table

Build = Callable[..., Form]

THREE = """| | list_name | name | label::Nederlands (nl) | label::English (en) | media::image::Nederlands (nl) |
| | drie | a | Appel | Apple | appel.png |
| | drie | b | Banaan | Banana | |
| | drie | c | Citroen | Lemon | |
"""


def question(built: Form, value: str, name: str = "q", language: str = "nl") -> NodeState:
    found = evaluate(built, {name: value}, language).node(f"/data/{name}")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "cells", "value", "error", "shown"),
    [
        ("time", {}, "14:07", None, "14.07 uur"),
        ("time", {}, "14:07:00.000+01:00", None, "14.07 uur"),
        ("time", {}, "24:00", "type", "24:00"),
        ("time", {}, "14.07", "type", "14.07"),
        ("dateTime", {}, "2026-11-24T14:07:00.000+01:00", None, "24 november 2026, 14.07 uur"),
        ("dateTime", {}, "2026-11-24T13:07:00Z", None, "24 november 2026, 14.07 uur"),
        ("dateTime", {}, "2026-11-24", "type", "24 november 2026"),
        ("dateTime", {}, "2026-02-30T10:00", "type", "2026-02-30T10:00"),
        ("date", {"appearance": "month-year"}, "2026-11-01", None, "november 2026"),
        ("date", {"appearance": "year"}, "2026-01-01", None, "2026"),
        ("range", {"parameters": "start=2 end=10 step=2"}, "4", None, "4"),
        ("range", {"parameters": "start=2 end=10 step=2"}, "5", "type", "5"),
        ("range", {"parameters": "start=2 end=10 step=2"}, "12", "type", "12"),
        ("range", {"parameters": "start=0 end=1 step=0.1"}, "0.3", None, "0,30"),
        ("range", {"parameters": "start=5 end=1 step=1"}, "3", None, "3"),
        ("range", {}, "x", "type", "x"),
        ("rank drie", {}, "b c a", None, "1. Banaan\n2. Citroen\n3. Appel"),
        ("rank drie", {}, "b c", "type", "1. Banaan\n2. Citroen"),
        ("rank drie", {}, "b c b", "type", "1. Banaan\n2. Citroen\n3. Banaan"),
        ("rank drie", {}, "b c d", "type", "1. Banaan\n2. Citroen\n3. d"),
        ("file", {}, "0f3a-1 77-b", None, "0f3a-1 77-b"),
        ("image", {}, "0f3a", None, "0f3a"),
        ("select_one drie or_other", {}, "other", None, "Anders"),
        ("select_multiple drie or_other", {}, "a other", None, "Appel, Anders"),
    ],
)  # fmt: skip
def test_a_type_judges_and_shows_its_values(
    form: Build, kind: str, cells: dict[str, str], value: str, error: str | None, shown: str
) -> None:
    found = question(form(row(kind, "q", **cells), choices=THREE), value)
    assert (found.error, found.display) == (error, shown)
    assert bool(found.message) == (error is not None)


def test_what_a_range_offers_is_in_its_message(form: Build) -> None:
    found = question(form(row("range", "q", parameters="start=0.5 end=2000 step=0.5")), "0.7")
    assert found.message == "Vul een getal in van 0,50 tot en met 2.000, in stappen van 0,50"


def test_other_has_our_words_and_a_question_of_its_own(form: Build) -> None:
    built = form(row("select_one drie or_other", "q", **{"label::English (en)": "Fruit"}), choices=THREE)
    for language, choice, asked in (("nl", "Anders", "Anders, namelijk"), ("en", "Other", "Other, namely")):
        state = evaluate(built, {"q": "other"}, language)
        assert state.nodes[0].choices[-1] == ("other", choice)
        assert (state.nodes[1].label, state.nodes[1].type, state.nodes[1].relevant) == (asked, "text", True)
    assert not evaluate(built, {"q": "a"}).nodes[1].relevant


def test_an_other_of_the_author_keeps_its_words(form: Build) -> None:
    choices = THREE + "| | drie | other | Iets heel anders | Something else | |\n"
    built = form(row("select_one drie or_other", "q"), choices=choices)
    assert question(built, "other").display == "Iets heel anders"


def test_other_does_not_go_with_a_choice_filter() -> None:
    with pytest.raises(Exception, match="choice_filter"):
        read_form(table(row("select_one drie or_other", "q", choice_filter="true()"), choices=THREE), "x.md")


def test_a_ranking_follows_what_is_on_offer(form: Build) -> None:
    built = form(row("text", "not"), row("rank drie", "q", choice_filter="name != ${not}"), choices=THREE)
    assert evaluate(built, {"q": "b c a", "not": "c"}).nodes[1].value == "b a"
    assert evaluate(built, {"q": "c a", "not": "x"}).nodes[1].value == "c a b"


def test_a_random_order_is_that_of_odk_and_stays_the_same(form: Build) -> None:
    choices = THREE + "".join(f"| | drie | n{number} | {number} | | |\n" for number in range(5))
    seeded = form(row("select_one drie", "q", parameters="randomize=true seed=42"), choices=choices)
    names = [name for name, _label in question(seeded, "").choices]
    assert names == ["a", "n2", "c", "b", "n4", "n1", "n3", "n0"]
    loose = form(row("select_one drie", "q", parameters="randomize=true"), choices=choices)
    assert question(loose, "").choices == question(loose, "a").choices


def test_pictures_belong_to_questions_and_choices(form: Build) -> None:
    found = question(form(row("select_one drie", "q", **{"media::image": "huis.png"}), choices=THREE), "")
    assert (found.image, found.choice_images) == ("huis.png", {"a": "appel.png"})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("start", "2026-11-24T17:00:00.000+01:00"), ("today", "2026-11-24"), ("username", "Anna Bakker"),
        ("email", "anna@voorbeeld.nl"), ("phonenumber", "+31612345678"), ("deviceid", ""), ("end", ""),
    ],
)  # fmt: skip
def test_what_a_device_would_fill_in_is_known_and_stays(form: Build, kind: str, value: str) -> None:
    known = {"account.name": "Anna Bakker", "account.email": "anna@voorbeeld.nl", "account.phone": "+31612345678"}
    built = form(row(kind, "m"), row("text", "q"))
    first = built.evaluate({}, language="nl", now=NOW, known=known)
    assert (first.nodes[0].value, first.nodes[0].is_question) == (value, False)
    assert [step.nodes[0].name for step in first.steps] == ["q"]
    later = built.evaluate(first.draft(), language="nl", now=NOW.replace(year=2027), known={})
    assert later.nodes[0].value == value


def test_the_end_is_when_it_was_sent(form: Build) -> None:
    state = evaluate(form(row("end", "m"), row("text", "q")), {"q": "x"})
    assert state.submission()["/data/m"] == "2026-11-24T17:00:00.000+01:00"


def test_what_is_hidden_counts_and_stands_on_no_page(form: Build) -> None:
    state = evaluate(form(row("hidden", "h", default="x"), row("text", "q", relevant="${h} = 'x'")), {})
    assert [node.name for node in state.steps[0].nodes] == ["q"]
    assert state.submission() == {"/data/h": "x"}


def test_a_definition_of_every_type_survives_json(form: Build) -> None:
    kinds = ["time", "dateTime", "range", "rank drie", "file", "image", "hidden", "start", "select_one drie or_other"]
    rows = [row(kind, f"q{number}") for number, kind in enumerate(kinds)]
    definition = read_form(table(*rows, choices=THREE), "x.md")
    assert Definition.from_json(definition.to_json()) == definition
    assert [node.type for node in compile_form(definition).evaluate({}, language="nl", now=NOW).nodes] == [
        "time", "dateTime", "range", "rank", "file", "image", "hidden", "start", "select_one", "text",
    ]  # fmt: skip


def test_the_choices_and_their_pictures_are_the_authors(form: Build) -> None:
    assert [name for name, _label in question(form(row("select_one ja_nee", "q"), choices=YES_NO), "").choices] == [
        "ja",
        "nee",
    ]


@pytest.mark.parametrize(("kind", "shown"), [("decimal", "555.000"), ("", "555000"), ("date", "555000")])
def test_a_calculation_reads_as_the_type_that_its_author_gave_it(form: Build, kind: str, shown: str) -> None:
    built = form(
        row("calculate", "limit", calculation="555000", **{"bind::type": kind}),
        row("text", "q", **{"hint::Nederlands (nl)": "Tot € ${limit}"}),
    )
    assert question(built, "").hint == f"Tot € {shown}"


def test_an_author_is_not_warned_of_what_or_other_adds() -> None:
    source = table(row("select_one ja_nee or_other", "q", **{"label::English (en)": "Which?"}), choices=YES_NO)
    assert read_form(source, "proef.md").warnings == ()
