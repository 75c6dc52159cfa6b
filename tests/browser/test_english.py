"""Every text on every page can be translated: in a pseudo-language nothing is left that is not wrapped, data aside."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from babel import Locale

from portal.demo import texts
from portal.demo.answers import PURCHASE, WILL
from portal.i18n import LANGUAGES
from portal.resources import folder
from portal.settings import Settings, load
from tests.browser.pseudo_portal import CLOSE, OPEN
from tests.browser.routes import NEWCOMER, page_routes, visits
from tests.browser.site import PSEUDO, Site, copy_of, serving
from tests.browser.visitors import Visitors

# Every text node that is read or heard, and every attribute that is. A letter and its head are somebody else's
# words, and so is the name of what came with it; the mails of the portal have tests of their own.
TEXTS = """() => {
  const written = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  const said = [document.title + "\\n"], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of ["aria-label", "alt", "title", "placeholder"])
        if (node.hasAttribute(name)) said.push("\\n" + node.getAttribute(name) + "\\n");
      if (/^(P|LI|DIV|TD|TH|H\\d|DT|DD|OPTION|LABEL|LEGEND|BUTTON|A|SPAN|BR)$/.test(node.tagName)) said.push("\\n");
    } else if (node.nodeType === Node.TEXT_NODE) {
      const of = node.parentElement;
      if (!of.closest("script, style, template, .mail-text, .prose, .mail dd, [href*='/attachments/']")) said.push(of.matches("noscript") ? written(node.data) : node.data);
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
UNITS = {"kb", "mb", "bytes", "byte", "pdf", "jpg", "png", "eml", "json", "xml", "xform"}
NO_WORDS = re.compile(
    r"\b(VL|UP)-\d{4}-\d{4}\b|\b[0-9a-f]{64}\b|\S+@example\.com|https?://\S+"
    r"|\b([A-Z2-7]{4} ){7}[A-Z2-7]{4}\b|\$\{\w+\}"  # the key of an app; where an author has an answer stand
)
CODE = re.compile(r"[a-z_.]+")  # a state or a kind in the database is no text
STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@pytest.fixture(scope="module")
def pseudo(prepared: Path) -> Iterator[Site]:
    """The portal in the pseudo-language."""
    with serving(copy_of(prepared, "pseudo"), PSEUDO) as running:
        yield running


@pytest.fixture(scope="module")
def english_readers(browser, pseudo: Site) -> Iterator[Visitors]:
    """The people of the demo, who chose English."""
    with Visitors(browser, pseudo, language="en") as present:
        yield present


@pytest.fixture(scope="module")
def data(pseudo: Site) -> re.Pattern[str]:
    """Whatever somebody typed or the office set; nobody translates that."""
    said = {str(getattr(load({}, environment="demo"), field.name)) for field in fields(Settings)}
    said |= {value for value in vars(texts).values() if isinstance(value, str)} | set(LANGUAGES.values())
    said |= {value for group in (PURCHASE | WILL).values() for value in group.values()} | {NEWCOMER}
    files = [*folder("questionnaires").glob("*.md"), *folder("questionnaires").glob("*.csv")]
    asked = "|".join(file.read_text() for file in files)
    found = {
        *stored(pseudo.data / "portal.sqlite"),
        *(part.strip(" .,") for part in re.split(r"[|\n]|\$\{\w+\}", asked)),
    }
    found |= {cell for file in files if file.suffix == ".csv" for cell in re.split(r"[,;\n]", file.read_text())}
    said |= {text for text in found if not CODE.fullmatch(text.strip())}
    lines = {folded(line) for text in said for line in text.splitlines()}
    wanted = sorted(filter(LETTERS.search, lines), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, wanted))})(?!\w)")


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
    """White space in one way, and quotation marks as the importer of questionnaires leaves them."""
    return " ".join(text.translate(STRAIGHT).split())


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


def untranslated(text: str, data: re.Pattern[str]) -> list[str]:
    """What is neither wrapped, nor data, nor a number, date or size."""
    found = []
    for piece in map(folded, outside(text)):
        left = LETTERS.findall(data.sub(" ", NO_WORDS.sub(" ", piece)))
        if any(word.lower() not in MONTHS_AND_DAYS | UNITS for word in left):
            found.append(piece)
    return found


@pytest.mark.parametrize("route", page_routes())
def test_every_text_of_a_page_is_translated(route: str, pseudo: Site, english_readers: Visitors, data: re.Pattern[str]):
    found = []
    for visit in visits(route, pseudo):
        page = english_readers.page(visit.person)
        page.goto(visit.path.replace("/preview/nl", "/preview/en"))
        assert page.locator("html").get_attribute("lang") == "en"
        text = page.evaluate(TEXTS)
        assert OPEN in text
        found += [f"{visit}: {piece}" for piece in untranslated(text, data)]
        page.close()
    assert found == []
