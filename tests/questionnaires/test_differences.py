"""What another version changes is told in words, and everything that changes is told."""

from hypothesis import given
from hypothesis import strategies as st

from portal.questionnaires.differences import Difference, counts, differences
from portal.questionnaires.forms.importing import read_form
from tests.questionnaires.conftest import PROOF


def compared(new: str, old: str = PROOF) -> list[Difference]:
    """What is different between two spreadsheets."""
    return differences(read_form(old.encode(), "proef.md"), read_form(new.encode(), "proef.md"), "nl")


def told(new: str) -> list[tuple[str, str]]:
    """Kind and name of everything that is different."""
    return [(one.kind.value, one.name) for one in compared(new)]


NAME_ROW = "| | text | naam | Wat is uw naam? | What is your name? | yes | | | |\n"


def test_nothing_is_different_from_itself() -> None:
    assert compared(PROOF) == []


def test_questions_come_go_and_move() -> None:
    more = NAME_ROW.replace("naam | Wat is uw naam?", "roepnaam | Hoe noemt men u?")
    assert told(PROOF.replace(NAME_ROW, NAME_ROW + more)) == [("added", "roepnaam")]
    assert told(PROOF.replace("${naam}", "u").replace(NAME_ROW, ""))[-1] == ("removed", "naam")
    date = "| | date | geboren | Wanneer bent u geboren? | When were you born? | yes | | . < today() | |\n"
    assert len([one for one in told(PROOF.replace(NAME_ROW + date, date + NAME_ROW)) if one[0] == "moved"]) == 1
    group = "| | begin_group | wensen | Uw wensen | Your wishes | | | | field-list |\n"
    assert told(PROOF.replace(NAME_ROW, "").replace(group, group + NAME_ROW))[0] == ("moved", "naam")


def test_texts_conditions_and_choices_are_told_as_their_author_wrote_them() -> None:
    (text,) = compared(PROOF.replace("Wat is uw naam?", "Hoe heet u?"))
    assert [(each.was, each.now, each.language) for each in text.details] == [("Wat is uw naam?", "Hoe heet u?", "nl")]
    asked = compared(PROOF.replace("| yes | ${partner} = 'ja'", "| yes | ${partner} != 'nee'"))[0]
    assert (asked.details[0].was, asked.details[0].now) == ("${partner} = 'ja'", "${partner} != 'nee'")
    changed = compared(PROOF.replace("| dieren | kat | Kat | Cat |", "| dieren | vis | Vis | Fish |"))
    assert [(each.was, each.now) for each in changed[0].details] == [("Kat", "Vis"), ("Cat", "Fish")]
    (kind,) = compared(PROOF.replace("| decimal | bedrag", "| integer | bedrag"))
    assert (kind.details[0].was, kind.details[0].now) == ("decimal", "integer")


def test_the_counts_are_those_of_the_list() -> None:
    found = compared(PROOF.replace("Wat is uw naam?", "Hoe heet u?"))
    assert counts(found) == {"added": 0, "removed": 0, "moved": 0, "changed": 1}


@given(st.permutations(["a", "b", "c", "d", "e"]), st.sets(st.sampled_from(["a", "b", "c", "d", "e"])))
def test_whatever_order_the_questions_get_each_is_told_of_at_most_once(order: list[str], kept: set[str]) -> None:
    def form(names: list[str]) -> str:
        rows = "".join(f"| | text | {name} | Vraag {name} |\n" for name in names)
        return f"| survey | | | |\n| | type | name | label |\n{rows}\n"

    old, new = form(["a", "b", "c", "d", "e"]), form([name for name in order if name in kept] + ["f"])
    found = [(one.kind.value, one.name) for one in compared(new, old)]
    assert len(found) == len(set(found))
    assert {name for kind, name in found if kind == "removed"} == {"a", "b", "c", "d", "e"} - kept
    assert {name for kind, name in found if kind == "added"} == {"f"}
    assert {name for kind, name in found if kind == "moved"} < kept | {"f"}
