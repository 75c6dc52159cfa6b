"""Every text on every page can be translated: in a pseudo-language nothing is left that is not wrapped, data aside."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from babel import Locale

from portal.demo import texts
from portal.demo.people import PEOPLE
from portal.i18n import LANGUAGES
from portal.resources import folder
from portal.settings import load
from tests.browser.pseudo_portal import CLOSE, OPEN
from tests.browser.routes import page_routes, visits
from tests.browser.site import PSEUDO, Site, copy_of, serving
from tests.browser.visitors import Visitors

# Every text node that is read or heard, and every attribute that is; what is in `.prose` is somebody's letter, and
# what is in `.mail-text` was checked as a mail.
TEXTS = """() => {
  const said = [document.title + "\\n"], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of ["aria-label", "alt", "title", "placeholder"])
        if (node.hasAttribute(name)) said.push("\\n" + node.getAttribute(name) + "\\n");
      if (/^(P|LI|DIV|TD|TH|H\\d|DT|DD|OPTION|LABEL|LEGEND|BUTTON|A|SPAN|BR)$/.test(node.tagName)) said.push("\\n");
    } else if (node.nodeType === Node.TEXT_NODE) {
      const of = node.parentElement;
      if (!of.closest(".prose, .mail-text, script, style, noscript, template")) said.push(node.data);
    }
  }
  return said.join("");
}"""
LETTERS = re.compile(r"[^\W\d_]{2,}")
# How numbers, sizes and dates are written; Babel knows how.
MONTHS_AND_DAYS = {
    name.lower()
    for code in LANGUAGES
    for kind in ("months", "days")
    for width in ("wide", "abbreviated")
    for name in getattr(Locale(code), kind)["format"][width].values()
}
UNITS = {"kb", "mb", "bytes", "byte", "pdf", "jpg", "png", "eml"}
REFERENCE = re.compile(r"\b(VL|UP)-\d{4}-\d{4}\b|\b[0-9a-f]{64}\b")


@pytest.fixture(scope="module")
def pseudo(prepared: Path) -> Iterator[Site]:
    """The portal in the pseudo-language."""
    with serving(copy_of(prepared, "pseudo"), PSEUDO) as running:
        yield running


@pytest.fixture(scope="module")
def pseudo_visitors(browser, pseudo: Site) -> Iterator[Visitors]:
    """The people of the demo, who read it."""
    with Visitors(browser, pseudo) as present:
        yield present


@pytest.fixture(scope="module")
def data(pseudo: Site) -> set[str]:
    """Every text that somebody typed or that the office set, line by line."""
    said = {str(getattr(load({}, environment="demo"), field.name)) for field in fields(load({}))}
    said |= {text for person in PEOPLE for text in (person.name, person.formal_name, person.email, person.phone)}
    said |= {value for value in vars(texts).values() if isinstance(value, str)} | set(LANGUAGES.values())
    said |= {text for step in texts.PURCHASE_STEPS for text in (step.nl, step.en, step.told_nl, step.told_en)}
    for file in folder("questionnaires").glob("*.md"):
        said |= {cell for line in file.read_text().splitlines() for cell in line.split(" | ")}
    said |= set(stored(pseudo.data / "portal.sqlite"))
    return {folded(line) for text in said for line in text.splitlines()}


def stored(database: Path) -> Iterator[str]:
    """Every text in the database."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from (value for value in row if isinstance(value, str))
    finally:
        connection.close()


def folded(text: str) -> str:
    """White space and the marks at the ends aside."""
    return " ".join(text.split()).strip(" .,:;()·|–-*?")


def outside(text: str) -> Iterator[str]:
    """What stands outside the wrapping, piece by piece."""
    depth, piece = 0, ""
    for character in text:
        if character in {OPEN, CLOSE, "\n"}:
            if depth == 0:
                yield piece
            piece = ""
            depth += {OPEN: 1, CLOSE: -1}.get(character, 0)
        elif depth == 0:
            piece += character
    yield piece


def untranslated(text: str, data: set[str]) -> list[str]:
    """What is neither wrapped, nor data, nor a number, date or size."""
    found = []
    for piece in outside(text):
        # between data, punctuation of ours: "2026.1184 Koopwoning", "Sanne, 020 555", "a · b"
        parts = [piece, *re.split(r"\s·\s|,\s|\s–\s|\s\(", piece)]
        left = [part for part in parts[1:] if not is_data(part, data)]
        if not is_data(piece, data) and left:
            found += [folded(part) for part in left]
    return found


def is_data(text: str, data: set[str]) -> bool:
    """Whether a piece of text is something that nobody translates."""
    plain = folded(REFERENCE.sub("", text))
    words = {word.lower() for word in LETTERS.findall(plain)}
    if plain in data or words <= MONTHS_AND_DAYS | UNITS:
        return True
    number, _, title = plain.partition(" ")
    return number in data and folded(title) in data


@pytest.mark.parametrize("route", page_routes())
def test_every_text_of_a_page_is_translated(route: str, pseudo: Site, pseudo_visitors: Visitors, data: set[str]):
    found = []
    for visit in visits(route, pseudo):
        page = pseudo_visitors.page(visit.person)
        page.goto(visit.path)
        text = page.evaluate(TEXTS)
        assert OPEN in text
        found += [f"{visit}: {piece}" for piece in untranslated(text, data)]
        page.close()
    assert found == []
