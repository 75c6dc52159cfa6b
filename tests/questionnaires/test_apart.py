"""Reading what an office hands in, apart: hostile files end in a sentence, in time, and take no memory of the server."""

import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
import openpyxl
import pytest

from portal.questionnaires.apart import Reader, read_apart
from portal.questionnaires.forms.problems import FormProblems

from .forms.conftest import row, table
from .forms.test_importing import SURVEY, workbook

MEGABYTE = 1_000_000
MOST_MEMORY = 300 * MEGABYTE
MOST_SECONDS = 10.0

# Reads a file as the process of `apart` does, under the same limits, and says what it took.
MEASURE = """
import json, resource, sys
import pyxform.xls2xform
from portal.questionnaires import apart_process
from portal.questionnaires.apart import Question
import msgspec
resource.setrlimit(resource.RLIMIT_AS, (apart_process.MOST_MEMORY, apart_process.MOST_MEMORY))
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
answer = apart_process.answer_to(sys.stdin.buffer.read())
after = resource.getrusage(resource.RUSAGE_SELF)
problems = [each.text() for each in answer.problems]
print(json.dumps([after.ru_utime - before, apart_process.resident("VmHWM"), problems]))
"""


def packed(whole: bytes, **parts: bytes) -> bytes:
    """A workbook with these parts added or replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        names = {name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): parts[name] for name in parts}
        for part in source.infolist():
            if part.filename not in names:
                target.writestr(part.filename, source.read(part))
        for name, content in names.items():
            target.writestr(name, content)
    return written.getvalue()


def zipped(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return written.getvalue()


def deep(depth: int) -> bytes:
    groups = [row("begin_group", f"g{number}") for number in range(depth)]
    return table(*groups, row("text", "a"), *[row("end_group")] * depth)


def wide() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label", *(f"x{number}" for number in range(16_000))])
    book.active.append(["text", "a", "A", *["y"] * 16_000])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
CELLS = b"".join(b"<row>%s</row>" % (b'<c t="s"><v>0</v></c>' * 40) for _row in range(1_000))
TEXT = b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>%s</t></si></sst>"


def repeated() -> bytes:
    """One text of 30 KB, with spaces around it, in 40,000 cells: each would be a copy of its own once it is stripped."""
    text = TEXT % (b" " + b"x" * 30_000 + b" ")
    sheet = SHEET % (b'<row><c t="inlineStr"><is><t>type</t></is></c></row>' + CELLS)
    return packed(workbook(SURVEY), xl__sharedStrings_xml=text, xl__worksheets__sheet1_xml=sheet)


LOLS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10))
BILLION = b'<?xml version="1.0"?><!DOCTYPE x [' + LOLS + b"]><x>&l9;</x>"
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'
FORM = table(row("select_one_from_file landen.csv", "q"))
HOSTILE: dict[str, Callable[[], tuple[str, bytes, dict[str, bytes]]]] = {
    "a zip bomb": lambda: ("x.xlsx", packed(workbook(SURVEY), xl__worksheets__sheet1_xml=b"\0" * (120 * MEGABYTE)), {}),
    "a zip bomb in a zip": lambda: ("x.zip", zipped(a__md=FORM, b__csv=b"\0" * (120 * MEGABYTE)), {}),
    "elements in elements": lambda: ("x.xlsx", packed(workbook(SURVEY), xl__workbook_xml=b"<a>" * 10_000_000), {}),
    "a text in every cell": lambda: ("x.xlsx", repeated(), {}),
    "100,000 rows": lambda: (
        "x.xlsx",
        packed(workbook(SURVEY), xl__worksheets__sheet1_xml=SHEET % (b"<row/>" * 100_000)),
        {},
    ),
    "16,000 columns": lambda: ("x.xlsx", wide(), {}),
    "a million columns": lambda: ("x.md", b"| survey |\n|" + b" a |" * MEGABYTE, {}),
    "a million columns in a CSV": lambda: ("x.csv", b"survey" + b",a" * MEGABYTE, {}),
    "1,000 parentheses": lambda: ("x.md", table(row("text", "a", relevant="(" * 1_000 + "1" + ")" * 1_000)), {}),
    "1,000 functions": lambda: ("x.md", table(row("text", "a", relevant="not(" * 1_000 + "1" + ")" * 1_000)), {}),
    "a long sum": lambda: ("x.md", table(row("text", "a", relevant="1" + "+1" * 3_000)), {}),
    "200 groups in each other": lambda: ("x.md", deep(200), {}),
    "2,000 groups in each other": lambda: ("x.md", deep(1_400), {}),
    "a billion laughs": lambda: ("x.xlsx", packed(workbook(SURVEY), xl__workbook_xml=BILLION), {}),
    "a billion laughs in an XForm": lambda: ("x.xml", BILLION, {}),
    "a file of the server": lambda: ("x.xml", EXTERNAL, {}),
    "deep XML": lambda: ("x.xml", b"<a>" * 1_600_000, {}),
    "a huge list": lambda: ("x.md", FORM, {"landen.csv": b"name,label\n" + b"a,b\n" * 12_000_000}),
    "a list of one line": lambda: ("x.md", FORM, {"landen.csv": b"name,label\n" + b"," * 4_900_000}),
    "a list of one quote": lambda: ("x.md", FORM, {"landen.csv": b'name,label\n"' + b"a" * 4_900_000}),
    "a book with macros": lambda: ("x.xlsm", workbook(SURVEY), {}),
    "an old book": lambda: ("x.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 10_000, {}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence_in_time_and_within_its_memory(name: str) -> None:
    file_name, source, media = HOSTILE[name]()
    question = msgspec.msgpack.encode({"source": source, "file_name": file_name, "media": media})
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    measured = subprocess.run(
        [sys.executable, "-P", "-c", MEASURE],
        input=question,
        capture_output=True,
        env=environment,
        check=False,
        timeout=60,
    )
    assert measured.returncode == 0, measured.stderr.decode()[-2000:]
    seconds, memory, problems = msgspec.json.decode(measured.stdout)
    assert (problems != [], seconds < MOST_SECONDS) == (True, True), (seconds, problems)
    # What the file itself takes on its way in is bounded by the upload; the rest is ours.
    assert memory - len(question) < MOST_MEMORY, memory


HARMLESS: dict[str, tuple[str, bytes]] = {
    "macros": ("x.xlsx", packed(workbook(SURVEY), xl__vbaProject_bin=b"\0" * 1000)),
    "external links": ("x.xlsx", packed(workbook(SURVEY), xl__externalLinks__externalLink1_xml=b"<externalLink/>")),
    "a regular expression that explodes": ("x.md", table(row("text", "a", constraint="regex(., '^(a+)+$')"))),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_a_spreadsheet_carries_along_is_not_run(name: str) -> None:
    file_name, source = HARMLESS[name]
    assert [node.name for node in read_apart(source, file_name).nodes] == ["a"]


def test_a_formula_is_no_formula_any_more() -> None:
    """A formula that was never worked out has no value; one that was, has its value: nothing is worked out here."""
    source = workbook([SURVEY[0], ["text", "a", '=WEBSERVICE("http://kwaad.nl")']])
    with pytest.raises(FormProblems) as found:
        read_apart(source, "x.xlsx")
    assert [(each.row, each.column) for each in found.value.problems] == [(2, "label")]


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader(seconds=3)
    yield made
    made.close()


def test_it_gives_what_reading_here_gives(reader: Reader) -> None:
    lists: Mapping[str, bytes] = {"landen.csv": b"name,label\nnl,Nederland\n"}
    assert reader.read(FORM, "x.md", lists).choices["landen"][0].name == "nl"
    with pytest.raises(FormProblems) as found:
        reader.read(FORM, "x.md")
    assert found.value.problems[0].row == 2


def test_a_process_that_ended_is_followed_by_another(reader: Reader) -> None:
    assert reader.read(table(row("text", "a")), "x.md").nodes
    assert reader._process is not None
    reader._process.terminate()
    reader._process.wait()
    assert reader.read(table(row("text", "a")), "x.md").nodes


def test_a_process_that_takes_too_long_is_ended_and_said_so(reader: Reader) -> None:
    assert reader.read(table(row("text", "a")), "x.md").nodes
    assert reader._process is not None
    os.kill(reader._process.pid, signal.SIGSTOP)
    with pytest.raises(FormProblems) as found:
        reader.read(table(row("text", "a")), "x.md")
    assert found.value.problems[0].message.startswith("Reading this file takes too much")
    assert reader.read(table(row("text", "a")), "x.md").nodes


def test_a_process_that_works_too_much_is_ended_by_the_system() -> None:
    code = "from portal.questionnaires.apart_process import allow; allow(1)\nwhile True: pass"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-P", "-c", code], env=environment, check=False, timeout=60)
    assert ended.returncode == -signal.SIGXCPU


def test_the_process_knows_no_secret(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET", "geheim")
    reader.read(table(row("text", "a")), "x.md")
    assert reader._process is not None
    assert b"geheim" not in Path(f"/proc/{reader._process.pid}/environ").read_bytes()
