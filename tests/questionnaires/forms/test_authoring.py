"""What an author who makes a mistake is told: where, in words for a secretary, in Dutch or English, and all at once."""

import pytest

from portal.i18n import speaking
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.problems import FormProblems, Problem

from .conftest import YES_NO, row, table
from .test_importing import workbook


def wrong(source: bytes, name: str = "x.md") -> tuple[Problem, ...]:
    with pytest.raises(FormProblems) as found:
        read_form(source, name)
    return found.value.problems


Rows = list[dict[str, str]]
A = row("text", "a")


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([A, {"type": "", "name": "b", "label::Nederlands (nl)": "B"}], (3, "type"), "geen type"),
        ([A, row("text", "", "B")], (3, "name"), "geen naam"),
        ([A, row("begin_group", ""), row("text", "b"), row("end_group")], (3, "name"), "geen naam"),
        ([A, {"type": "text", "name": "b", "label::Nederlands (nl)": ""}], (3, "label"), "geen label"),
        ([A, row("text", "meta")], (3, "name"), "‘meta’"),
        ([A, row("text", "1b")], (3, "name"), "‘1b’"),
        ([A, row("text", "a")], (3, "name"), "rij 2"),
        ([A, row("select_one", "b")], (3, "type"), "keuzelijst"),
        ([A, row("select one from", "b")], (3, "type"), "keuzelijst"),
        ([A, row("rank", "b")], (3, "type"), "keuzelijst"),
        ([A, row("select_one weg", "b")], (3, "type"), "‘weg’"),
        ([A, row("calculate", "b")], (3, "calculation"), "geen berekening"),
        ([A, row("end_group")], (3, "type"), "sluit"),
        ([A, row("begin_group", "g"), row("text", "b")], (3, "type"), "end_group"),
        ([A, row("begin_group", "g"), row("text", "b"), row("end_repeat")], (5, "type"), "rij 3"),
        ([A, row("text", "b", relevant="${a")], (3, "relevant"), "${naam}"),
        ([A, row("text", "b", relevant="${a ${a}}")], (3, "relevant"), "${naam}"),
        ([A, row("text", "b", relevant="${weg} = 1")], (3, "relevant"), "‘weg’"),
        ([A, row("text", "b", "Hallo ${weg}")], (3, "label::Nederlands (nl)"), "‘weg’"),
        ([A, row("text", "b", default="${last-saved#a}")], (3, "default"), "last-saved"),
        (
            [row("begin_group", "g"), A, row("end_group"), A, row("text", "b", relevant="${a} = 1")],
            (6, "relevant"), "‘a’",
        ),
        ([A, row("text", "b", trigger="a", calculation="1")], (3, "trigger"), "${naam}"),
        ([A, row("range", "b", parameters="start=a")], (3, "parameters"), "‘start’"),
        ([A, row("range", "b", parameters="start=1 end=2 step=0")], (3, "parameters"), "stap"),
        ([A, row("range", "b", parameters="start=1 end=2 step=5")], (3, "parameters"), "stap"),
        ([A, row("range", "b", parameters="van 1 tot 2")], (3, "parameters"), "naam=waarde"),
        ([A, row("range", "b", parameters="tick_interval=1")], (3, "parameters"), "‘tick_interval’"),
        ([A, row("text", "b", parameters="rows=veel")], (3, "parameters"), "‘rows’"),
        ([A, row("image", "b", parameters="max-pixels=0")], (3, "parameters"), "‘max-pixels’"),
        ([A, row("select_one ja_nee", "b", parameters="randomize=ja")], (3, "parameters"), "‘randomize’"),
        ([A, row("select_one ja_nee", "b", parameters="randomize=true seed=x")], (3, "parameters"), "randomize=true"),
        ([A, row("date", "b", parameters="foo=1")], (3, "parameters"), "‘foo’"),
        ([A, row("text", "b", relevant="((")], (3, "relevant"), "te vroeg"),
        ([A, row("text", "b", relevant="weird(1)")], (3, "relevant"), "‘weird’"),
        ([A, row("calculate", "b", calculation="${c}"), row("calculate", "c", calculation="${b}")], (3, "calculation"), "→"),
        ([A, row("text", "b", **{"media::audio": "x.mp3"})], (3, "media::audio"), "media::audio"),
        ([A, row("text", "b", save_to="x")], (3, "save_to"), "save_to"),
        ([A, row("geopoint", "b")], (3, "type"), "geopoint"),
        ([A, row("text", "b", appearance="ex:nl.app", **{"body::intent": "ex:nl.app"})], (3, "body::intent"), "intent"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_dutch_with_its_row_and_column(rows: Rows, place: tuple[int, str], words: str) -> None:
    found = wrong(table(*rows, choices=YES_NO))
    with speaking("nl"):
        told = {(each.row, each.column): each.text() for each in found}
    assert words in told[place]
    assert all("cannot" not in text and "invalid" not in text for text in told.values())


@pytest.mark.parametrize(
    ("cells", "place", "words"),
    [
        (["", "x", "X"], (3, "list_name"), "list_name"),
        (["l", "", "X"], (3, "name"), "geen naam"),
        (["l", "a b", "X"], (3, "name"), "spaties"),
        (["l", "a", "X"], (3, "name"), "rij 2"),
        (["l", "b", "${a"], (3, "label"), "${naam}"),
        (["l", "b", "${weg}"], (3, "label"), "‘weg’"),
    ],
)
def test_a_mistake_in_the_choices_names_its_row_too(cells: list[str], place: tuple[int, str], words: str) -> None:
    survey = [["type", "name", "label"], ["select_one l", "q", "Q"]]
    found = wrong(workbook(survey, choices=[["list_name", "name", "label"], ["l", "a", "A"], cells]), "x.xlsx")
    with speaking("nl"):
        told = {(each.row, each.column): each.text() for each in found if each.sheet == "choices"}
    assert words in told[place]


def test_a_choice_without_a_label_is_a_warning() -> None:
    survey = [["type", "name", "label"], ["select_one l", "q", "Q"]]
    definition = read_form(workbook(survey, choices=[["list_name", "name", "label"], ["l", "a", ""]]), "x.xlsx")
    assert [(each.severity, each.sheet, each.row) for each in definition.warnings] == [("warning", "choices", 2)]


def test_mistakes_of_every_kind_are_told_together() -> None:
    found = wrong(
        table(
            row("geopoint", "a"), row("text", ""), row("text", "c", relevant="(("), row("select_one weg", "d"),
            row("calculate", "e"), row("text", "f", constraint="weird(.)"), row("end_group"), choices=YES_NO,
        )
    )  # fmt: skip
    assert [each.row for each in found] == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    "survey",
    [
        [["type", "name", "label", "Label"], ["text", "a", "A", "B"]],
        [["type", "name", "caption", "label"], ["text", "a", "A", "B"]],
        [["type", "label"], ["text", "A"]],
        [["name", "label"], ["a", "A"]],
        [["type", "name", "label", "bind::jr:preload"], ["text", "a", "A", "<"]],
        [["type", "name", "label", "bind::x:y"], ["text", "a", "A", "1"]],
        [["type", "name", "label", "instance::a b"], ["text", "a", "A", "1"]],
        [["type", "name", "label", "appearance"], ["begin_group", "g", "G", "table-list"], ["text", "a", "A", ""], ["end_group"]],
    ],
)  # fmt: skip
def test_no_english_of_another_program_reaches_a_dutch_screen(survey: list[list[str]]) -> None:
    try:
        read_form(workbook(survey), "x.xlsx")
    except FormProblems as found:
        with speaking("nl"):
            texts = [each.text() for each in found.problems]
        assert all(each.message.isascii() or "“" in each.message for each in found.problems)
        english = {" the ", " and ", " must ", " for ", " invalid", " should "}
        assert not [text for text in texts if any(word in text for word in english)]


def test_two_columns_that_mean_the_same_are_named() -> None:
    (found,) = wrong(workbook([["type", "name", "label", "Label"], ["text", "a", "A", "B"]]), "x.xlsx")
    assert {found.parameters["one"], found.parameters["other"]} == {"label", "Label"}


def test_the_namespaces_of_the_author_stay() -> None:
    settings = [["form_title", "namespaces"], ["T", 'esri="http://esri.com/xforms" np="http://elsewhere"']]
    survey = [["type", "name", "label", "bind::esri:fieldType", "bind::np:check"], ["text", "a", "A", "x", "bsn"]]
    assert read_form(workbook(survey, settings=settings), "x.xlsx").nodes[0].check == "bsn"
