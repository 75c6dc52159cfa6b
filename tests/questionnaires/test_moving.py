"""What becomes of answers when a questionnaire goes over to another version."""

import datetime
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.dossiers.tables import RequestState
from portal.questionnaires.draft import Draft
from portal.questionnaires.entry import Typed
from portal.questionnaires.forms.definition import Choice, Definition, Node
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.moving import move, moved
from portal.questionnaires.views import ResponseView
from tests.questionnaires.conftest import PROOF

ANSWERS = {
    "/data/gezin/naam": "Anna",
    "/data/gezin/geboren": "1958-03-27",
    "/data/gezin/partner": "nee",
    "/data/wensen/bedrag": "1250.5",
    "/data/wensen/dieren": "hond kat",
    "/data/wensen/toelichting": "",
}


def definition(source: str = PROOF) -> Definition:
    return read_form(source.encode(), "proef.md")


def after(source: str) -> dict[str, str]:
    """The answers that are left in another version."""
    return moved(Draft(ANSWERS), definition(), definition(source)).answers


def test_the_same_version_keeps_everything() -> None:
    assert after(PROOF) == ANSWERS


def test_an_answer_follows_its_question_to_another_group() -> None:
    row = "| | text | naam | Wat is uw naam? | What is your name? | yes | | | |\n"
    group = "| | begin_group | wensen | Uw wensen | Your wishes | | | | field-list |\n"
    found = after(PROOF.replace(row, "").replace(group, group + row))
    assert found["/data/wensen/naam"] == "Anna"
    assert "/data/gezin/naam" not in found


def test_an_answer_of_another_type_is_dropped_and_a_wider_one_kept() -> None:
    assert "/data/gezin/geboren" not in after(PROOF.replace("| date | geboren", "| integer | geboren"))
    assert after(PROOF.replace("| select_one ja_nee | partner |", "| select_multiple ja_nee | partner |"))[
        "/data/gezin/partner"
    ]


def test_choices_that_are_gone_go_and_what_nothing_is_left_of_is_asked_again() -> None:
    found = after(PROOF.replace("| dieren | kat | Kat | Cat |", "| dieren | vis | Vis | Fish |"))
    assert found["/data/wensen/dieren"] == "hond"
    gone = PROOF.replace(
        "| dieren | hond | Hond | Dog |\n| | dieren | kat | Kat | Cat |", "| dieren | vis | Vis | Fish |"
    )
    assert "/data/wensen/dieren" not in after(gone)
    assert found["/data/wensen/toelichting"] == ""


def test_what_is_told_beforehand_looks_at_no_answer() -> None:
    new = PROOF.replace("| text | naam |", "| text | volledige_naam |").replace("${naam}", "${volledige_naam}")
    told = move(definition(), definition(new))
    assert [node.name for node in told.dropped] == ["naam"]
    assert [node.name for node in told.required] == ["volledige_naam"]
    assert {"geboren", "partner", "bedrag", "dieren", "toelichting"} <= {node.name for node in told.kept}


def test_rows_keep_their_numbers_and_lose_answers_for_which_there_is_no_row() -> None:
    def form(*nodes: Node) -> Definition:
        return Definition({"nl": "Proef"}, "nl", ("nl",), nodes, {})

    child = Node("/data/child/name", "name", "text")
    old = form(Node("/data/child", "child", "repeat", children=(child,)))
    inside = Node("/data/g/child", "child", "repeat", children=(Node("/data/g/child/name", "name", "text"),))
    new = form(Node("/data/g", "g", "group", children=(inside,)))
    draft = Draft({"/data/child": "2", "/data/child[1]/name": "Pieter", "/data/child[2]/name": "Sanne"})
    assert moved(draft, old, new).answers == {
        "/data/g/child": "2",
        "/data/g/child[1]/name": "Pieter",
        "/data/g/child[2]/name": "Sanne",
    }
    assert moved(draft, old, form(Node("/data/name", "name", "text"))).answers == {}


def test_what_was_typed_and_what_has_a_note_comes_along() -> None:
    draft = Draft(ANSWERS, {"/data/gezin/geboren": Typed(day="40")}, "page", True, ("/data/gezin/naam",))
    found = moved(draft, definition(), definition(PROOF))
    assert (found.unread, found.noted, found.page, found.is_final) == (draft.unread, draft.noted, "", False)


NAMES = ["a", "b", "c", "d"]
TYPES = ["text", "integer", "decimal", "date", "select_one"]
FORMS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TYPES), min_size=1)


@given(FORMS, FORMS, st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["", "1", "x"])))
def test_every_answer_is_kept_or_was_told_to_go(
    old: dict[str, str], new: dict[str, str], given: dict[str, str]
) -> None:
    def form(types: dict[str, str]) -> Definition:
        nodes = tuple(
            Node(f"/data/{n}", n, kind, choice_list="l" if kind == "select_one" else "") for n, kind in types.items()
        )
        return Definition({"nl": "Proef"}, "nl", ("nl",), nodes, {"l": (Choice("1", {}), Choice("x", {}))})

    answers = {f"/data/{name}": value for name, value in given.items() if name in old}
    found = moved(Draft(answers), form(old), form(new)).answers
    dropped = {node.ref for node in move(form(old), form(new)).dropped}
    assert found == {ref: value for ref, value in answers.items() if ref not in dropped}


@pytest.mark.parametrize(
    ("moved", "sent_back", "is_news"), [(None, None, False), (1, None, True), (2, 1, True), (1, 2, False)]
)
def test_that_it_was_renewed_is_no_news_once_it_was_sent_since(
    moved: int | None, sent_back: int | None, is_news: bool
) -> None:
    def at(hour: int | None) -> datetime.datetime | None:
        return None if hour is None else datetime.datetime(2026, 11, 25, hour, tzinfo=datetime.UTC)

    known = {"state": RequestState.OPEN, "moved_at": at(moved), "sent_back_at": at(sent_back)}
    nothing = {each.name: None for each in fields(ResponseView)}
    response = ResponseView(**{**nothing, **known})  # type: ignore[arg-type] # the rest is not looked at
    assert response.has_news_of_renewal is is_news
