"""Reads from an XForm which choices there are, and which of them a question offers."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from portal.i18n import catalogue
from portal.i18n import mark as _

from .definition import Choice, Texts
from .itext import IMAGE, PLAIN, TextsById

_X = "{http://www.w3.org/2002/xforms}"
_ITEMS = re.compile(r"instance\('([^']+)'\)/root/item(?:\[(.*)\])?", re.DOTALL)
_RANDOMIZED = re.compile(r"randomize\(([^\[,]+(?:\[.*\])?)(?:,([^\]]*))?\)", re.DOTALL)
_UNSEEDED = "0"
_FILE = re.compile(r"jr://file(?:-csv)?/(.+)")
OTHER, OTHER_SUFFIX = "other", "_other"
"""The choice that `or_other` adds to a list, and the end of the name of the question that it adds."""


class ItemSet(NamedTuple):
    """What a question offers: a list, a condition on its choices, the seed of their order, and two of its columns.

    Or instead of a list, by `path`, what was answered in the rows of a repeat.
    """

    list_name: str = ""
    condition: str = ""
    seed: str = ""
    value: str = ""
    label: str = ""
    path: str = ""


def item_set(control: etree._Element | None) -> ItemSet:
    """The choices of a control; an empty set for what is no choice.

    A random order without a seed gets a fixed one: a stateless server would shuffle at every request.
    """
    found = None if control is None else control.find(f"{_X}itemset")
    if found is None:
        return ItemSet()
    nodes, seed = (found.get("nodeset") or "").strip(), ""
    if randomized := _RANDOMIZED.fullmatch(nodes):
        nodes, seed = randomized.group(1), (randomized.group(2) or "").strip() or _UNSEEDED
    match = _ITEMS.fullmatch(nodes)
    if match is None:
        return ItemSet(seed=seed, path=f"{nodes}/{_column(found, 'value')}")
    return ItemSet(
        match.group(1), (match.group(2) or "").strip(), seed, _column(found, "value"), _column(found, "label")
    )


def _column(itemset: etree._Element, tag: str) -> str:
    child = itemset.find(f"{_X}{tag}")
    return "" if child is None else (child.get("ref") or "").strip()


def file_of(instance: etree._Element) -> str:
    """The name of the file that holds the choices of a list; empty when the form itself does."""
    match = _FILE.fullmatch(instance.get("src") or "")
    return match.group(1) if match else ""


class ListReader:
    """Reads the choices that stand in the form itself; `rows` gives the row of each by its list and name."""

    def __init__(self, itext: TextsById, default_language: str, rows: Mapping[tuple[str, str], int]) -> None:
        self.itext = itext
        self.default_language = default_language
        self.rows = rows

    def choices(self, instance: etree._Element) -> Iterator[Choice]:
        """The choices of one list, in order."""
        list_name = instance.get("id", "")
        for item in instance.iter(f"{_X}item"):
            cells = {etree.QName(each).localname: (each.text or "").strip() for each in item}
            name, itext = cells.pop("name", ""), cells.pop("itextId", None)
            own = cells.pop("label", "")
            label: Texts = self.itext[PLAIN].get(itext, {}) if itext else {self.default_language: (own,)} if own else {}
            image = self.itext[IMAGE].get(itext, {}) if itext else {}
            row = self.rows.get((list_name, name))
            yield Choice(name, label if row or name != OTHER else _other_label(label), cells, row, image)


def _other_label(label: Texts) -> Texts:
    """The label of the choice that `or_other` adds, in each language that the list has."""
    return {code: (catalogue(code).gettext(_("Other")),) for code in label}


def other_question_label(languages: tuple[str, ...]) -> Texts:
    """The label of the question that `or_other` adds."""
    return {code: (catalogue(code).gettext(_("Other, namely")),) for code in languages}
