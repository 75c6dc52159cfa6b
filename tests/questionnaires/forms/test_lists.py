"""Choices in files of their own, and forms that come with them in one zip."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from portal.questionnaires.forms.definition import Definition
from portal.questionnaires.forms.engine import compile_form
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.lists import MAX_LIST_ROWS
from portal.questionnaires.forms.problems import FormProblems

from .conftest import evaluate, row, table

COUNTRIES = b"name,label,label::English (en),region\nnl,Nederland,The Netherlands,eu\nbe,Belgi\xc3\xab,Belgium,eu\nsr,Suriname,,sa\n"
CODES = b"\xef\xbb\xbfcode;naam;inwoners\r\n1;Ee n;5\r\n2;Twee;6\r\n"
FORM = table(
    row("text", "part"),
    row("select_one_from_file landen.csv", "country", choice_filter="region = ${part} or ${part} = ''"),
    row("select_multiple_from_file codes.csv", "codes", parameters="value=code label=naam"),
)
MEDIA = {"landen.csv": COUNTRIES, "codes.csv": CODES}


def zipped(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def wrong(source: bytes, name: str = "x.md", media: Mapping[str, bytes] = MEDIA) -> list[tuple[str, int | None, str]]:
    with pytest.raises(FormProblems) as found:
        read_form(source, name, media)
    assert all(each.text() for each in found.value.problems)
    return [(each.sheet, each.row, each.parameters.get("file", each.message)) for each in found.value.problems]


@pytest.mark.parametrize(
    ("source", "name", "media"),
    [
        (FORM, "x.md", MEDIA),
        (
            zipped({"map/x.md": FORM, "map/Landen.csv": COUNTRIES, "codes.csv": CODES, "__MACOSX/x.md": b"?"}),
            "x.zip",
            {},
        ),
    ],
)
def test_choices_come_from_files_beside_the_form_or_in_its_zip(
    source: bytes, name: str, media: Mapping[str, bytes]
) -> None:
    definition = read_form(source, name, media)
    built = compile_form(Definition.from_json(definition.to_json()))
    state = evaluate(built, {"part": "eu", "country": "be", "codes": "2 1"})
    assert state.nodes[1].choices == [("nl", "Nederland"), ("be", "België")]
    assert (state.nodes[1].display, state.nodes[2].display) == ("België", "Ee n, Twee")
    english = evaluate(built, {"part": "", "country": "be"}, "en").nodes[1]
    assert english.choices == [("nl", "The Netherlands"), ("be", "Belgium"), ("sr", "Suriname")]


@pytest.mark.parametrize(
    ("media", "problem"),
    [
        ({"codes.csv": CODES}, ("survey", 3, "landen.csv")),
        ({**MEDIA, "landen.csv": b"code,label\n1,x\n"}, ("survey", 3, "landen.csv")),
        ({**MEDIA, "landen.csv": b"name,label\n"}, ("", None, "landen.csv")),
        ({**MEDIA, "landen.csv": b"\xff\xfe"}, ("", None, "landen.csv")),
        ({**MEDIA, "landen.csv": b"name,label\n" + b"a,b\n" * (MAX_LIST_ROWS + 1)}, ("", None, "landen.csv")),
        ({**MEDIA, "landen.csv": b'name,label\n"' + b"a" * 200_000}, ("", None, "landen.csv")),
        ({**MEDIA, "landen.csv": b"x" * 5_000_001}, ("", None, "The lists are bigger than %(limit)s MB together")),
        ({**MEDIA, "landen.csv": b"name,label,region\na,A,\na,B,\n"}, ("landen.csv", 3, "The choice “%(name)s” is in this list already")),
        ({**MEDIA, "landen.csv": b"name,label,region\na b,A,\n"}, ("landen.csv", 2, "Every choice has a name, without spaces")),
        ({**MEDIA, "landen.csv": b"name,label,region\n,A,\n"}, ("landen.csv", 2, "Every choice has a name, without spaces")),
    ],
)  # fmt: skip
def test_a_file_that_cannot_serve_is_named(media: Mapping[str, bytes], problem: tuple[str, int | None, str]) -> None:
    assert problem in wrong(FORM, media=media)


@pytest.mark.parametrize(
    "source",
    [
        b"no zip",
        zipped({"landen.csv": COUNTRIES}),
        zipped({"a.md": FORM, "b.md": FORM}),
        zipped({"a.md": FORM, "b.csv": b"\0" * 12_000_000}),
        zipped({f"{number}.csv": b"x" for number in range(600)}),
    ],
)
def test_a_zip_that_is_no_questionnaire_ends_in_one_problem(source: bytes) -> None:
    assert len(wrong(source, "x.zip", {})) == 1


def test_choices_from_another_kind_of_file_are_refused_by_name() -> None:
    assert wrong(table(row("select_one_from_file landen.geojson", "q"))) == [("survey", 2, "landen.geojson")]


def test_a_form_may_be_a_csv_itself() -> None:
    source = b'"survey",,\n,"type","name","label"\n,"text","a","Aap"\n'
    assert read_form(source, "x.csv").nodes[0].label == {"nl": ("Aap",)}


def test_a_cell_of_a_list_is_pulled_by_its_key() -> None:
    expression = "pulldata('landen', 'region', 'name', ${part})"
    built = compile_form(
        read_form(table(row("text", "part"), row("calculate", "c", calculation=expression)), "x.md", MEDIA)
    )
    for key, region in (("be", "eu"), ("sr", "sa"), ("xx", ""), ("", "")):
        assert evaluate(built, {"part": key}).nodes[1].value == region


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("pulldata('weg', 'a', 'b', '1')", "weg.csv"),
        ("pulldata('landen', 'inwoners', 'name', '1')", "inwoners"),
        ("pulldata('landen', 'name', 'code', '1')", "code"),
        ("pulldata('landen', ${part}, 'name', '1')", None),
        ("pulldata('landen', 'name')", "pulldata"),
    ],
)
def test_a_list_that_cannot_be_pulled_from_is_named_with_its_row(expression: str, reason: str | None) -> None:
    with pytest.raises(FormProblems) as found:
        read_form(table(row("text", "part"), row("calculate", "c", calculation=expression)), "x.md", MEDIA)
    (problem,) = found.value.problems
    assert (problem.row, problem.column) == (3, "calculation")
    assert reason is None or reason in problem.parameters.values()


def test_a_form_knows_its_version() -> None:
    source = table(row("calculate", "v", calculation="version()"), row("text", "q"))
    built = compile_form(
        read_form(
            source.replace(
                b"| | form_title | default_language |", b"| | form_title | default_language | version |"
            ).replace(b"| | Proef | Nederlands (nl) |", b"| | Proef | Nederlands (nl) | 2026-11 |"),
            "x.md",
        )
    )
    assert evaluate(built, {}).nodes[0].value == "2026-11"


def test_the_labels_of_a_list_are_in_the_language_of_the_form() -> None:
    source = table(row("select_one_from_file landen.csv", "q")).replace(b"Nederlands (nl)", b"English (en)")
    built = compile_form(read_form(source, "x.md", {"landen.csv": b"name,label\nde,Germany\n"}))
    assert evaluate(built, {"q": "de"}, "en").nodes[0].display == "Germany"
