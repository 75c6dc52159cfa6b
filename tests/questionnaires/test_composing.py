"""Questionnaires are composed from their sources and the blocks that they share."""

from pathlib import Path

import pytest
from pyxform.xls2xform import convert
from tools.compose import compose
from tools.sheets import ComposeError, Row, read

from portal.resources import folder

SOURCES = sorted((folder("questionnaires") / "sources").glob("*.md"))
BLOCKS = folder("questionnaires") / "blocks"
HEADINGS = "| survey |\n| | type | name | label::Nederlands (nl) | parameters | relevant | bind::np:code | bind::np:prefill |\n"
SETTINGS = "\n\n| settings |\n| | form_title |\n| | Proef |\n"
PERSON = f"""{HEADINGS}
| | text | surname | Achternaam | | | surname | account.name |
| | begin_group | id | Legitimatie |
| | date | valid | Geldig tot, ${{ surname }} | | ${{surname}} != '' and ${{limit}} = 1 |
| | end_group |
| | select_one place | place | Plaats |

| choices |
| | list_name | name | label::Nederlands (nl) |
| | place | a | A |
"""


def made(tmp_path: Path, rows: str, **blocks: str) -> list[Row]:
    """The rows of the survey sheet that a source with these blocks becomes."""
    source, folder = tmp_path / "proef.md", tmp_path / "blocks"
    source.write_text(f"# Over deze lijst\n\n{HEADINGS}{rows}{SETTINGS}", encoding="utf-8")
    folder.mkdir()
    for name, text in {"person": PERSON, **blocks}.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    composed = tmp_path / "composed.md"
    composed.write_text(compose(source, folder), encoding="utf-8")
    return list(read(composed).survey)


def test_an_include_becomes_a_group_with_the_block_in_it_under_names_of_its_own(tmp_path: Path) -> None:
    rows = made(tmp_path, "| | include person | buyer | Koper | prefill=yes limit=highest | 1 = 1 |\n")
    assert [(row["type"], row["name"]) for row in rows] == [
        ("begin_group", "buyer"),
        ("text", "buyer_surname"),
        ("begin_group", "buyer_id"),
        ("date", "buyer_valid"),
        ("end_group", ""),
        ("select_one place", "buyer_place"),
        ("end_group", ""),
    ]
    assert rows[0].cells == {
        "type": "begin_group",
        "name": "buyer",
        "label::Nederlands (nl)": "Koper",
        "relevant": "1 = 1",
    }
    assert rows[3]["label::Nederlands (nl)"] == "Geldig tot, ${buyer_surname}"
    assert rows[3]["relevant"] == "${buyer_surname} != '' and ${highest} = 1"
    assert (rows[1]["bind::np:code"], rows[1]["bind::np:prefill"]) == ("buyer.surname", "account.name")


def test_a_block_used_twice_brings_its_lists_once_and_fills_in_nothing_unless_asked(tmp_path: Path) -> None:
    rows = made(tmp_path, "| | include person | one | Eén |\n| | include person | two | Twee |\n")
    assert [row["name"] for row in rows if row["type"] == "text"] == ["one_surname", "two_surname"]
    assert not any(row["bind::np:prefill"] for row in rows)
    assert (tmp_path / "composed.md").read_text(encoding="utf-8").count("| | place | a | A |") == 1


def test_a_parameter_of_a_block_has_a_value_that_an_include_may_change(tmp_path: Path) -> None:
    heading = "| survey |\n| | type | name | default | relevant | label::Nederlands (nl) |\n"
    aged = f"{heading}| | parameter | age | 0 |\n| | select_one x | land | | | Land |\n| | text | why | | ${{age}} > ${{land}} | Boven ${{age}} |\n"
    includes = "| | include aged | a | A |\n| | include aged | b | B | age=18 land='NL' |\n| | include aged | c | C | land=b_why |\n"
    rows = {row["name"]: row for row in made(tmp_path, includes, aged=aged)}
    assert [row["relevant"] for row in rows.values() if row["relevant"]] == [
        "0 > ${a_land}", "18 > 'NL'", "0 > ${b_why}",
    ]  # fmt: skip
    assert rows["b_why"]["label::Nederlands (nl)"] == "Boven 18"
    assert {"a_land", "b_land", "c_land", "a_age"} & set(rows) == {"a_land"}


def test_parts_of_a_block_can_be_left_out(tmp_path: Path) -> None:
    rows = made(tmp_path, "| | include person | buyer | Koper | without=id,place |\n")
    assert [row["name"] for row in rows] == ["buyer", "buyer_surname", ""]


def test_a_block_may_include_another_and_passes_its_own_names_on(tmp_path: Path) -> None:
    couple = f"{HEADINGS}| | integer | limit | Grens |\n| | include person | partner | Partner | without=place |\n"
    rows = made(tmp_path, "| | include couple | buyer | Koper |\n", couple=couple)
    (valid,) = (row for row in rows if row["type"] == "date")
    assert valid["name"] == "buyer_partner_valid"
    assert valid["relevant"] == "${buyer_partner_surname} != '' and ${buyer_limit} = 1"


def test_what_is_said_above_the_first_table_stays_and_a_shared_list_comes_along_where_it_is_used(
    tmp_path: Path,
) -> None:
    lists = "| choices |\n| | list_name | name | label::Nederlands (nl) |\n| | yes_no | yes | Ja |\n| | never | no | Nee |\n"
    made(tmp_path, "| | select_one yes_no | sure | Zeker? |\n", lists=lists)
    text = (tmp_path / "composed.md").read_text(encoding="utf-8")
    assert "sources/proef.md" in text.splitlines()[0]
    assert text.splitlines()[1] == "# Over deze lijst"
    assert "| | yes_no | yes | Ja |" in text
    assert "never" not in text


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("| | text | a | A |\n| | include nobody | b | B |\n", "proef.md, row 3: there is no block “nobody”"),
        ("| | include person | | B |\n", "proef.md, row 2: give the block “person” a name"),
        ("| | include person | b | B | without=idd |\n", "proef.md, row 2: the block has no “idd” to leave out"),
        (
            "| | include person | b | B | without=surname |\n",
            "proef.md, row 2: “surname” is left out, but “valid” refers",
        ),
        ("| | text | b_place | A |\n| | include person | b | B |\n", "person.md, row 6: the name “b_place” is in use"),
        ("| | include loop | b | B |\n", "loop.md, row 2: the block “loop” includes itself"),
    ],
)
def test_what_cannot_be_composed_is_named_with_its_file_and_row(tmp_path: Path, rows: str, message: str) -> None:
    loop = f"{HEADINGS}| | include loop | again | Weer |\n"
    with pytest.raises(ComposeError) as found:
        made(tmp_path, rows, loop=loop)
    assert message in str(found.value)


@pytest.mark.parametrize("block", ["person", "address", "funds", "contact", "marital"])
def test_a_block_that_comes_with_the_product_is_whole_in_both_languages(tmp_path: Path, block: str) -> None:
    source = tmp_path / "proef.md"
    heading = "| survey |\n| | type | name | label::Nederlands (nl) | label::English (en) | calculation |\n"
    outside = "".join(f"| | calculate | {name} | | | 1 |\n" for name in ("birth_date", "evidence_limit"))
    include = f"| | include {block} | someone | Iemand | Somebody |\n"
    settings = '\n| settings |\n| | form_title | default_language | namespaces |\n| | Proef | Nederlands (nl) | np="http://x.nl" |\n'
    source.write_text(heading + outside + include + settings, encoding="utf-8")
    assert convert(xlsform=compose(source, BLOCKS), file_type=".md", validate=False).warnings == []


@pytest.mark.parametrize("source", SOURCES, ids=[path.stem for path in SOURCES])
def test_a_questionnaire_is_what_its_source_and_the_blocks_make(source: Path) -> None:
    assert (folder("questionnaires") / source.name).read_text(encoding="utf-8") == compose(source, BLOCKS), (
        "run `make questionnaires`"
    )
