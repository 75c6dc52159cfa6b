"""Reading an XForm that did not come from a spreadsheet of ours."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.questionnaires.forms.definition import Node
from portal.questionnaires.forms.importing import read_form, to_xform
from portal.questionnaires.forms.problems import FormProblems

from .conftest import YES_NO, row, table

SHIPPED = sorted((Path(__file__).parents[3] / "questionnaires").glob("*.md"))


def without_rows(node: Node) -> Node:
    """The node as it is where no spreadsheet says in which row it stands."""
    return msgspec.structs.replace(node, row=None, children=tuple(map(without_rows, node.children)))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_an_xform_gives_the_same_questionnaire_as_the_spreadsheet_it_was_made_of(file: Path) -> None:
    source, lists = file.read_bytes(), {each.name: each.read_bytes() for each in file.parent.glob("*.csv")}
    wanted = read_form(source, file.name, lists)
    found = read_form(to_xform(source, file.name).encode(), "form.xml", lists)
    assert found.nodes == tuple(map(without_rows, wanted.nodes))
    assert (found.title, found.languages) == (wanted.title, wanted.languages)


def test_the_root_may_have_any_name() -> None:
    xml = to_xform(table(row("text", "a"), row("text", "b", relevant="${a} = 'x'")), "proef.md")
    renamed = xml.replace("/data/", "/intake/").replace("<data ", "<intake ").replace("</data>", "</intake>")
    assert [node.ref for node in read_form(renamed.encode(), "form.xml").nodes] == ["/intake/a", "/intake/b"]


def test_what_the_portal_does_not_offer_is_refused_by_name() -> None:
    xml = to_xform(table(row("text", "waar"), row("select_one ja_nee", "q"), choices=YES_NO), "proef.md")
    with pytest.raises(FormProblems) as found:
        read_form(
            xml.replace('nodeset="/data/waar" type="string"', 'nodeset="/data/waar" type="geopoint"').encode(),
            "form.xml",
        )
    assert [each.parameters for each in found.value.problems] == [{"type": "geopoint", "name": "waar"}]


@pytest.mark.parametrize("bounds", ['start="1" step="1"', 'start="1" end="x" step="1"', 'start="1" end="5" step="0"'])
def test_a_range_without_room_for_its_steps_is_refused(bounds: str) -> None:
    xml = to_xform(table(row("range", "cijfer", parameters="start=1 end=5 step=1")), "proef.md")
    assert 'start="1" end="5" step="1"' in xml
    with pytest.raises(FormProblems) as found:
        read_form(xml.replace('start="1" end="5" step="1"', bounds).encode(), "form.xml")
    assert [(each.column, each.row) for each in found.value.problems] == [("parameters", None)]


@pytest.mark.parametrize("source", [b"", b"<a/>", b"<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>", b"PK\x03\x04"])
def test_what_is_no_xform_is_refused(source: bytes) -> None:
    with pytest.raises(FormProblems):
        read_form(source, "form.xml")


@settings(deadline=None)
@given(noise=st.binary(max_size=20), place=st.integers(0, 2_000))
def test_no_bytes_end_in_another_error(noise: bytes, place: int) -> None:
    xml = to_xform(table(row("text", "a"), row("integer", "b", relevant="${a} = 'x'")), "proef.md").encode()
    try:
        read_form(xml[:place] + noise + xml[place + len(noise) :], "form.xml")
    except FormProblems as found:
        assert found.problems
