"""`portal questionnaire`, as an author types it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from portal.cli import main

FORM = """| survey |
| | type | name | label::Nederlands (nl) | label::English (en) | required | relevant | constraint | constraint_message::Nederlands (nl) | readonly | calculation | choice_filter |
| | begin_group | ik | Over u | About you | | | | | | | |
| | text | naam | Naam | Name | yes | | | | | | |
| | integer | leeftijd | Hoe oud bent u, ${naam}? | How old are you, ${naam}? | | | . < 150 | Zo oud wordt niemand | | | |
| | end_group | | | | | | | | | | |
| | select_one land | land | Land | Country | | ${leeftijd} >= 18 | | | | | group = 'x' or ${naam} = 'Jan' |
| | calculate | dubbel | | | | | | | | ${leeftijd} * 2 | |
| | text | vast | Vast | Fixed | | | | | yes | | |
| choices |
| | list_name | name | label::Nederlands (nl) | label::English (en) | group |
| | land | nl | Néderland | Netherlands | x |
| | land | be | België | Belgium | y |
| settings |
| | form_title | default_language |
| | Proef | Nederlands (nl) |
"""
KEYS = ["ref", "type", "relevant", "required", "readonly", "value", "error", "message", "label"]


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def portal(*words: str | Path) -> Done:
    """The outcome of a command, run in this process: starting another takes a second and a half."""
    result = CliRunner().invoke(main, ["questionnaire", *map(str, words)])
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A small form with a bit of everything."""
    file = tmp_path / "proef.md"
    file.write_text(FORM, encoding="utf-8")
    return file


def evaluated(form: Path, *actions: dict[str, str], options: tuple[str, ...] = ()) -> dict[str, Any]:
    """What `evaluate` prints after some actions."""
    file = form.with_name("actions.json")
    file.write_text(json.dumps(actions), encoding="utf-8")
    done = portal("evaluate", form, "--actions", file, *options)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def by_ref(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The nodes of a result by their references."""
    return {node["ref"]: node for node in result["nodes"]}


def test_every_node_is_printed_in_document_order_with_all_that_it_is(form: Path) -> None:
    done = portal("evaluate", form)
    result = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(result) == ["title", "language", "nodes", "problems"]
    assert (result["title"], result["language"], result["problems"]) == ("Proef", "nl", [])
    assert [(node["ref"], node["type"]) for node in result["nodes"]] == [
        ("/data/ik", "group"),
        ("/data/ik/naam", "text"),
        ("/data/ik/leeftijd", "integer"),
        ("/data/land", "select_one"),
        ("/data/dubbel", "calculate"),
        ("/data/vast", "text"),
    ]
    assert all(list(node)[:9] == KEYS for node in result["nodes"])
    name, country = by_ref(result)["/data/ik/naam"], by_ref(result)["/data/land"]
    assert (name["required"], name["error"]) == (True, "required")
    assert (country["relevant"], country["value"], list(country)[9:]) == (False, "", ["choices"])


def test_actions_follow_each_other_and_the_language_may_change_between_them(form: Path) -> None:
    result = evaluated(
        form,
        {"set": "/data/ik/naam", "to": "Jan"},
        {"set": "/data/ik/leeftijd", "to": "180"},
        {"set": "/data/land", "to": "be"},
        {"language": "en"},
    )
    nodes = by_ref(result)
    assert (result["language"], nodes["/data/ik/leeftijd"]["label"]) == ("en", "How old are you, Jan?")
    assert (nodes["/data/ik/leeftijd"]["error"], nodes["/data/dubbel"]["value"]) == ("constraint", "360")
    assert nodes["/data/land"]["value"] == "be"
    assert nodes["/data/land"]["choices"] == [
        {"value": "nl", "label": "Netherlands"},
        {"value": "be", "label": "Belgium"},
    ]


def test_what_cannot_be_done_changes_nothing_and_is_listed(form: Path) -> None:
    actions = [
        {"set": "/data/geen", "to": "x"},
        {"set": "/data/vast", "to": "x"},
        {"set": "/data/dubbel", "to": "5"},
        {"set": "/data/land", "to": "nl"},
        {"language": "fr"},
    ]
    result = evaluated(form, *actions)
    assert [(each["place"], each["reason"]) for each in result["problems"]] == [
        (0, "absent"),
        (1, "readonly"),
        (2, "readonly"),
        (3, "irrelevant"),
        (4, "language"),
    ]
    assert [each["action"] for each in result["problems"]] == actions
    assert {node["value"] for node in result["nodes"]} == {""}


def test_rows_are_added_and_removed(tmp_path: Path) -> None:
    form = tmp_path / "rijen.md"
    form.write_text(
        "| survey |\n| | type | name | label | repeat_count |\n| | begin_repeat | kind | Kind | |\n| | text | naam | Naam | |\n"
        "| | end_repeat | | | |\n| | begin_repeat | vast | Vast | 2 |\n| | text | q | Q | |\n| | end_repeat | | | |\n"
    )
    result = evaluated(
        form,
        {"set": "/data/kind[1]/naam", "to": "An"},
        {"add": "/data/kind"},
        {"set": "/data/kind[2]/naam", "to": "Bo"},
        {"remove": "/data/kind[1]"},
        {"add": "/data/vast"},
        {"remove": "/data/kind[4]"},
        {"add": "/data/kind[1]/naam"},
    )
    assert [(each["ref"], each.get("count"), each["value"]) for each in result["nodes"]][:2] == [
        ("/data/kind", 1, ""),
        ("/data/kind[1]/naam", None, "Bo"),
    ]
    assert by_ref(result)["/data/vast"]["count"] == 2
    assert [(each["place"], each["reason"]) for each in result["problems"]] == [
        (4, "readonly"),
        (5, "absent"),
        (6, "absent"),
    ]


def test_a_choice_that_is_not_on_offer_cannot_be_chosen(form: Path) -> None:
    result = evaluated(
        form,
        {"set": "/data/ik/leeftijd", "to": "20"},
        {"set": "/data/land", "to": "be"},
        {"set": "/data/ik/naam", "to": "Jan"},
    )
    assert by_ref(result)["/data/land"]["value"] == ""


def test_the_clock_can_be_fixed(tmp_path: Path) -> None:
    form = tmp_path / "vandaag.md"
    form.write_text(
        "| survey |\n| | type | name | label | calculation |\n| | calculate | dag | | today() |\n| | text | t | T | |\n"
    )
    result = evaluated(form, options=("--now", "2026-11-23T23:30:00+00:00"))
    assert by_ref(result)["/data/dag"]["value"] == "2026-11-24"


def test_the_steps_follow_the_answers(form: Path, tmp_path: Path) -> None:
    actions = tmp_path / "actions.json"
    actions.write_text('[{"set": "/data/ik/naam", "to": "Jan"}]')
    assert portal("steps", form).stdout.splitlines() == ["1. Over u", "2. Vragen"]
    found = json.loads(portal("steps", form, "--actions", actions, "--language", "en", "--format", "json").stdout)
    assert [(step["number"], step["key"], step["title"]) for step in found] == [
        (1, "ik", "About you"),
        (2, "land", "Questions"),
    ]


def test_problems_are_a_table_in_the_language_of_the_author_or_json(tmp_path: Path) -> None:
    form = tmp_path / "kapot.md"
    form.write_text("| survey |\n| | type | name | label | relevant |\n| | text | a | A | ((1 = 1 |\n")
    dutch, english = portal("check", form), portal("check", form, "--language", "en")
    assert (dutch.returncode, english.returncode) == (1, 1)
    assert dutch.stdout.splitlines()[1].split()[:4] == ["fout", "survey", "2", "relevant"]
    assert english.stdout.splitlines()[1].split()[:4] == ["error", "survey", "2", "relevant"]
    found = json.loads(portal("check", form, "--format", "json").stdout)
    assert not found["usable"]
    assert list(found["problems"][0]) == ["severity", "sheet", "row", "column", "message"]


def test_a_form_that_can_be_published_exits_0(form: Path) -> None:
    assert portal("check", form, "--language", "en").returncode == 0
    assert json.loads(portal("check", form, "--format", "json").stdout)["usable"]


@pytest.mark.parametrize("command", ["evaluate", "steps"])
def test_a_form_that_cannot_be_used_exits_1_with_its_problems_on_stderr(command: str, tmp_path: Path) -> None:
    form = tmp_path / "kapot.md"
    form.write_text("geen tabel")
    done = portal(command, form)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("evaluate", "geen.md"),
        ("evaluate", "proef.md", "--now", "gisteren"),
        ("evaluate", "proef.md", "--language", "xx"),
        ("evaluate", "proef.md", "--actions", "slecht.json"),
        ("evaluate", "proef.md", "--actions", "onbekend.json"),
        ("steps",),
    ],
)
def test_wrong_usage_exits_2(words: tuple[str, ...], form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(form.parent)
    form.with_name("slecht.json").write_text("{")
    form.with_name("onbekend.json").write_text('[{"set": "/data/a"}]')
    done = portal(*words)
    assert (done.returncode, done.stdout) == (2, "")


def test_json_is_utf_8_whatever_the_terminal_is(form: Path) -> None:
    command = [sys.executable, "-m", "portal", "questionnaire", "evaluate", str(form), "--language", "nl"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, timeout=60, check=True, env=environment)
    assert json.loads(done.stdout.decode("utf-8"))["nodes"][3]["choices"] == [{"value": "nl", "label": "Néderland"}]
    assert done.stdout == portal("evaluate", form).stdout.encode()


def test_a_csv_and_a_zip_are_read_too(form: Path, tmp_path: Path) -> None:
    rows = [line.strip("|\n").split("|") for line in FORM.splitlines()]
    table = "\n".join(";".join(f'"{cell.strip()}"' for cell in row) for row in rows)
    (tmp_path / "proef.csv").write_text(table, encoding="utf-8-sig")
    with zipfile.ZipFile(tmp_path / "proef.zip", "w") as archive:
        archive.write(tmp_path / "proef.csv", "map/proef.csv")
        archive.writestr("map/lijst.csv", "name,label\nnl,Nederland\n")
    wanted = json.loads(portal("evaluate", form).stdout)
    assert json.loads(portal("evaluate", tmp_path / "proef.csv").stdout) == wanted
    assert json.loads(portal("evaluate", tmp_path / "proef.zip").stdout) == wanted
