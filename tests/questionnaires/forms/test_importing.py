"""What an office may hand in as a questionnaire: everything wrong is told at once, and nothing hurts."""

import io
import time
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.i18n import speaking
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.problems import FormProblems, Problem

from .conftest import YES_NO, row, table

SURVEY = [["type", "name", "label"], ["text", "a", "A"]]


def problems(source: bytes, name: str = "proef.md") -> tuple[Problem, ...]:
    """What is wrong with a file, found within ten seconds of work."""
    started = time.process_time()
    with pytest.raises(FormProblems) as caught:
        read_form(source, name)
    assert time.process_time() - started < 10
    assert all(each.text() for each in caught.value.problems)
    return caught.value.problems


def workbook(survey: list[list[str]], **sheets: list[list[str]]) -> bytes:
    """An .xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in {"survey": survey, **sheets}.items():
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_spreadsheet_and_a_markdown_table_give_the_same_questions() -> None:
    ours = read_form(workbook(SURVEY), "proef.xlsx")
    assert [(node.ref, node.type, node.row, node.label) for node in ours.nodes] == [
        ("/data/a", "text", 2, {"nl": ("A",)})
    ]
    assert read_form(b"| survey |\n| | type | name | label |\n| | text | a | A |\n", "proef.md").nodes == ours.nodes


def test_everything_that_is_wrong_is_told_at_once_with_row_and_column() -> None:
    found = problems(
        table(
            row("geopoint", "where"),
            row("text", "a", relevant="(("),
            row("text", "b", constraint="unknown(.)"),
            row("calculate", "c", calculation="pulldata('x', 'y', 'z', ${a})"),
            row("text", "d", **{"bind::np:check": "shoe-size"}),
        )
    )
    assert [(each.row, each.column) for each in found] == [
        (2, "type"), (3, "relevant"), (4, "constraint"), (5, "calculation"), (6, "bind::np:check"),
    ]  # fmt: skip
    assert {each.sheet for each in found} == {"survey"}


def test_a_reference_is_shown_as_the_author_wrote_it() -> None:
    found = problems(table(row("text", "a"), row("text", "b", relevant="1 + (2 ${a} > 3)")))
    assert found[0].near == "${a} > 3)"


@pytest.mark.parametrize(
    "kind",
    [
        "audio",
        "video",
        "barcode",
        "geopoint",
        "geotrace",
        "geoshape",
        "audit",
        "csv-external",
        "xml-external",
        "background-audio",
        "start-geopoint",
        "osm",
        "simserial",
        "select_one_external ja_nee",
    ],
)
def test_types_that_the_portal_does_not_offer_are_refused_by_name(kind: str) -> None:
    found = problems(table(row("text", "a"), row(kind, "q"), choices=YES_NO))
    assert (found[0].row, found[0].column, found[0].parameters["type"]) == (3, "type", kind)


def test_a_name_that_is_posted_for_a_part_of_a_date_is_refused() -> None:
    (found,) = problems(table(row("date", "born"), row("text", "born-day")))
    assert (found.row, found.column) == (3, "name")


def test_a_column_that_lacks_a_language_is_a_warning() -> None:
    hint = {"hint::Nederlands (nl)": "Denk na", "label::English (en)": "Question"}
    (warning,) = read_form(table(row("text", "a", **hint)), "x.md").warnings
    with speaking("en"):
        assert warning.text() == "Not everything is translated to English: hint"


@pytest.mark.parametrize(
    ("columns", "languages", "label"),
    [
        (("label",), ("nl",), {"nl": ("A",)}),
        (("label::Nederlands", "label::English"), ("nl", "en"), {"nl": ("A",), "en": ("B",)}),
        (("label::Nederlands (nl)", "label::Polski (pl)"), ("nl", "pl"), {"nl": ("A",), "pl": ("B",)}),
    ],
)
def test_languages_go_by_their_code(
    columns: tuple[str, ...], languages: tuple[str, ...], label: dict[str, tuple[str]]
) -> None:
    cells = ["text", "a", *["A", "B"][: len(columns)]]
    definition = read_form(workbook([["type", "name", *columns], cells]), "a.xlsx")
    assert (definition.languages, definition.nodes[0].label) == (languages, label)


def test_what_pyxform_finds_keeps_its_row() -> None:
    assert problems(table(row("text", "a"), row("text", "b", relevant="${absent} = 1")))[0].row == 3


def test_a_problem_in_the_label_of_a_choice_names_the_choices_sheet() -> None:
    choices = "| | list_name | name | label::Nederlands (nl) |\n| | l | x | Kies ${a |\n| | l | y | ${b} |"
    found = problems(table(row("select_one l", "q"), row("text", "a"), choices=choices))
    assert found[0].row is not None


def test_problems_read_in_either_language() -> None:
    (found,) = problems(table(row("barcode", "q")))
    with speaking("en"):
        assert found.text() == "The type “barcode” is not available"
    with speaking("nl"):
        assert found.text() == "Het type ‘barcode’ is niet beschikbaar"


def zipped(**parts: bytes) -> bytes:
    """A zip with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


BOMB = zipped(xl__worksheets__sheet1=b"\0" * 300_000_000)
ENTITIES = zipped(xl__workbook=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (b"", "a.xlsx"), (b"", "a.md"), (b"PK\x03\x04", "a.xlsx"), (b"\xff\xfe\x00", "a.md"), (b"hello", "a.md"),
        (b"hello", "a.doc"), (BOMB, "a.xlsx"), (ENTITIES, "a.xlsx"), (workbook(SURVEY)[:3000], "a.xlsx"),
        (zipped(a=b"x"), "a.xlsx"), (b"x" * 6_000_000, "a.md"), (workbook([["foo"], ["bar"]]), "a.xlsx"),
        (workbook([["type", "name", "label"]]), "a.xlsx"), (b"| choices |\n| | a | b |\n| survey |\n", "a.md"),
    ],
)  # fmt: skip
def test_what_is_no_questionnaire_ends_in_one_clear_problem(source: bytes, name: str) -> None:
    assert len(problems(source, name)) == 1


def test_a_zip_that_unpacks_to_too_much_is_refused_for_that() -> None:
    assert problems(BOMB, "a.xlsx")[0].message == "The spreadsheet is too big once it is unpacked"


def test_a_hundred_thousand_rows_are_refused_before_they_are_read() -> None:
    rows = [["type", "name", "label"], *(["text", f"q{number}", "Q"] for number in range(100_000))]
    assert "3000" in problems(workbook(rows), "a.xlsx")[0].text()
    assert "3000" in problems(b"| survey |\n| | type | name |\n" + b"| | text | a |\n" * 100_000)[0].text()


@pytest.mark.parametrize(
    ("rows", "limit"),
    [
        ([["text", f"q{number}", "x" * 30_000] for number in range(40)], "1000000"),
        ([["note", f"q{number}", "${q0}" * 3_000] for number in range(4)], "10000"),
        ([["text", "a", "A", *["x"] * 150]], "100"),
    ],
)
def test_more_text_than_any_form_needs_is_refused(rows: list[list[str]], limit: str) -> None:
    heading = ["type", "name", "label", *(f"label::L{number}" for number in range(len(rows[0]) - 3))]
    assert limit in problems(workbook([heading, *rows]), "a.xlsx")[0].text()


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for cells in SURVEY:
        book.active.append(cells)
    book.active.cell(1_048_576, 16_384, "x")
    written = io.BytesIO()
    book.save(written)
    started = time.process_time()
    assert len(read_form(written.getvalue(), "a.xlsx").nodes) == 1
    assert time.process_time() - started < 10


def test_two_hundred_groups_in_each_other_are_refused() -> None:
    rows = [row("begin_group", f"g{number}") for number in range(200)]
    ends = [row("end_group")] * 200
    assert problems(table(*rows, row("text", "a"), *ends))[-1].row == 14


def test_a_long_form_is_read_in_time() -> None:
    rows = [row("integer", f"q{number}", relevant="${q0} != 5" if number else "") for number in range(1_500)]
    started = time.process_time()
    assert len(read_form(table(*rows), "a.md").nodes) == 1_500
    assert time.process_time() - started < 10


def test_a_formula_is_read_as_the_value_it_last_had() -> None:
    found = problems(workbook([SURVEY[0], ["text", "a", '=HYPERLINK("http://x")'], ["=1+1", "b", "B"]]), "a.xlsx")
    assert all("HYPERLINK" not in each.text() for each in found)


CELLS = st.sampled_from(
    ["", "text", "note", "a", "b", "begin_group", "end_group", "${a}", "((", "select_one x", "yes"]
) | st.text(st.characters(blacklist_characters="|\n\r", codec="utf-8"), max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=8))
def test_no_table_ends_in_another_error(cells: list[list[str]]) -> None:
    lines = ["| survey |", "| | type | name | label | relevant | calculation |"]
    lines += ["| | " + " | ".join(each) + " |" for each in cells]
    try:
        read_form("\n".join(lines).encode(), "x.md")
    except FormProblems as found:
        assert found.problems


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["x.md", "x.xlsx"]), st.integers(0, 4000))
def test_no_bytes_end_in_another_error(noise: bytes, name: str, place: int) -> None:
    whole = workbook(SURVEY)
    source = noise if name.endswith("md") else whole[:place] + noise + whole[place + len(noise) :]
    try:
        read_form(source, name)
    except FormProblems as found:
        assert found.problems


def test_all_that_is_wrong_with_names_lists_and_references_is_told_at_once() -> None:
    source = b"""
| survey | | | | |
| | type | name | label | relevant |
| | text | a b | Een | |
| | text | naam | Twee | ${weg} = 'x' |
| | text | naam | Drie ${ook_weg} | |
| | select_one kleuren | kleur | Vier | |
"""
    with pytest.raises(FormProblems) as refused:
        read_form(source, "kapot.md")
    with speaking("nl"):
        told = [(problem.row, problem.column, problem.text()) for problem in refused.value.problems]
    assert told == [
        (2, "name", "In de naam ‘a b’ mogen alleen letters, cijfers, punten, streepjes en liggende streepjes staan"),
        (3, "relevant", "Er is geen vraag ‘weg’"),
        (4, "name", "De naam ‘naam’ is al in gebruik, in rij 3"),
        (4, "label", "Er is geen vraag ‘ook_weg’"),
        (5, "type", "Er is geen keuzelijst ‘kleuren’"),
    ]
