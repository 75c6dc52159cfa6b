"""What is exported of a response: rows as lists, codes that stay, and an instance that the engine reads as the same."""

import datetime
import json

from lxml import etree

from portal.questionnaires.exporting import Export, to_json, to_xform
from portal.questionnaires.forms.engine import compile_form
from portal.questionnaires.forms.importing import read_form

FORM = """
| survey | | | | |
| | type | name | label | bind::np:code |
| | begin_group | ouder | Ouder | |
| | text | naam | Naam | |
| | end_group | | | |
| | begin_group | gezin | Gezin | |
| | begin_repeat | kind | Kind | child |
| | text | naam | Naam | name |
| | begin_repeat | bezit | Bezit | |
| | text | wat | Wat? | |
| | end_repeat | | | |
| | end_repeat | | | |
| | end_group | | | |
| | begin_group | oma | Oma | |
| | text | naam | Naam | |
| | calculate | aantal | | |
| | end_group | | | |
""".replace("| calculate | aantal | | |", "| text | slot | Slot | |")
ANSWERS = {
    "/data/ouder/naam": "Anna",
    "/data/gezin/kind": "2",
    "/data/gezin/kind[1]/naam": "Pieter",
    "/data/gezin/kind[1]/bezit": "2",
    "/data/gezin/kind[1]/bezit[1]/wat": "fiets",
    "/data/gezin/kind[1]/bezit[2]/wat": "boek & <pen>",
    "/data/gezin/kind[2]/naam": "Sanne",
    "/data/gezin/kind[2]/bezit": "0",
    "/data/oma/naam": "Riet",
}


def export() -> Export:
    form = compile_form(read_form(FORM.encode(), "gezin.md"))
    now = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
    return Export(
        form.definition,
        form.evaluate(ANSWERS, language="nl", now=now),
        questionnaire="gezin",
        version=3,
        response="6f1c0f0e-0000-4000-8000-000000000001",
        reference="VL-2026-0001",
        dossier="2026.1184",
        language="nl",
        answered_in="nl",
        completed_at=now,
    )


def test_rows_are_lists_in_lists() -> None:
    answers = json.loads(to_json(export()))["answers"]
    names = [row["name"]["value"] for row in answers["child"]]
    assert names == ["Pieter", "Sanne"]
    assert [row["wat"]["text"] for row in answers["child"][0]["bezit"]] == ["fiets", "boek & <pen>"]
    assert answers["child"][1].get("bezit", []) == []


def test_a_name_that_is_not_the_only_one_has_its_group_before_it() -> None:
    answers = json.loads(to_json(export()))["answers"]
    assert (answers["ouder/naam"]["value"], answers["oma/naam"]["value"]) == ("Anna", "Riet")


def test_the_instance_has_a_row_for_each_row_in_the_order_of_the_form() -> None:
    root = etree.fromstring(to_xform(export()))
    assert (root.tag, root.get("version")) == ("data", "3")
    assert [child.findtext("naam") for child in root.findall("gezin/kind")] == ["Pieter", "Sanne"]
    assert [each.text for each in root.findall("gezin/kind/bezit/wat")] == ["fiets", "boek & <pen>"]
    assert [each.tag for each in root][:3] == ["ouder", "gezin", "oma"]
