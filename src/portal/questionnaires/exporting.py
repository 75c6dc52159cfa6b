"""A response that was sent, for other software: as JSON by stable codes, and as an instance of its XForm; pure."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from lxml import etree

from portal.questionnaires.entry import display
from portal.questionnaires.forms.definition import Definition, Node
from portal.questionnaires.forms.state import NodeState, State

FORMAT = "portal-response/1"
REPEAT = "repeat"
OPENROSA = "http://openrosa.org/xforms"

_NUMBER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: the answers in their state, and what they are the answers to; texts are in `language`.

    `completed_at` is empty for answers that were not sent yet.
    """

    definition: Definition
    state: State
    questionnaire: str
    version: int
    response: str
    reference: str
    dossier: str
    language: str
    answered_in: str
    completed_at: datetime.datetime | None


def to_json(export: Export) -> bytes:
    """Every question that was asked, by its `np:code` or else its name, and the rows of a repeat as a list.

    A name that is not the only one of its kind is written with the groups that it stands in. An answer has its lexical
    XForms `value` and its `text` in the language of the export; both are empty where nothing was filled in.
    """
    definition = export.definition
    content = {
        "format": FORMAT,
        "questionnaire": {
            "name": export.questionnaire,
            "form_id": definition.form_id,
            "title": definition.title,
            "version": export.version,
            "form_version": definition.version,
        },
        "reference": export.reference,
        "dossier": export.dossier,
        "answered_in": export.answered_in,
        "language": export.language,
        "completed_at": export.completed_at.isoformat() if export.completed_at else None,
        "answers": _answers(export.state, _keys(definition), export.language),
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2)


def to_xform(export: Export) -> bytes:
    """An instance of the form (ODK XForms, OpenRosa metadata): what was relevant, in the order of the form."""
    definition = export.definition
    root = etree.Element("data", nsmap={"orx": OPENROSA})
    root.set("id", definition.form_id or export.questionnaire)
    root.set("version", definition.version or str(export.version))
    elements = {"/data": root}
    for node in export.state.nodes:
        if node.relevant and node.type != REPEAT:
            _element(elements, node.ref).text = node.value or None
    meta = etree.SubElement(root, f"{{{OPENROSA}}}meta")
    etree.SubElement(meta, f"{{{OPENROSA}}}instanceID").text = f"uuid:{export.response}"
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _element(elements: dict[str, etree._Element], ref: str) -> etree._Element:
    """The element of a node, made with those around it when it is not there yet."""
    if ref not in elements:
        parent, _slash, name = ref.rpartition("/")
        elements[ref] = etree.SubElement(_element(elements, parent), _NUMBER.sub("", name))
    return elements[ref]


def _answers(state: State, keys: dict[str, str], language: str) -> dict[str, Any]:
    levels: dict[str, dict[str, Any]] = {"": {}}
    for node in state.nodes:
        if node.relevant and _has_value(node):
            answer = {"question": node.label, "value": node.value, "text": display(node, language)}
            _level(levels, _row_of(node.ref), keys)[keys[_NUMBER.sub("", node.ref)]] = answer
    return levels[""]


def _level(levels: dict[str, dict[str, Any]], row: str, keys: dict[str, str]) -> dict[str, Any]:
    """The object that holds the answers of a row, added to the list of its repeat when it is new."""
    if row not in levels:
        levels[row] = {}
        repeat = row[: row.rindex("[")]
        key = keys[_NUMBER.sub("", repeat)]
        _level(levels, _row_of(repeat), keys).setdefault(key, []).append(levels[row])
    return levels[row]


def _row_of(ref: str) -> str:
    return ref[: ref.rfind("]") + 1]


def _has_value(node: NodeState) -> bool:
    return node.is_question or (node.type not in {"group", REPEAT, "note"} and bool(node.value))


def _keys(definition: Definition) -> dict[str, str]:
    """How an export calls each node, by its reference without numbers; unique within the form or the rows."""
    placed = [*_placed(definition.nodes, "/data")]
    counts = Counter((level, node.code or node.name) for level, node in placed)
    keys = {}
    for level, node in placed:
        key = node.code or node.name
        keys[node.ref] = key if counts[level, key] == 1 else node.ref.removeprefix(f"{level}/")
    return keys


def _placed(nodes: tuple[Node, ...], level: str) -> Iterator[tuple[str, Node]]:
    """Each node that has a value or rows, with the repeat that it stands in."""
    for node in nodes:
        if node.type not in {"group", "note"}:
            yield level, node
        yield from _placed(node.children, node.ref if node.type == REPEAT else level)
