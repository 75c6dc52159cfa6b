"""Reads the texts of an XForm: by id and language, with what is filled in kept as expressions."""

import re

from lxml import etree

from .definition import Output, Text, Texts

_X = "{http://www.w3.org/2002/xforms}"
_LANGUAGE_CODE = re.compile(r".*\(([A-Za-z]{2,3})(?:[-_]\w+)?\)\s*")
_LANGUAGE_NAMES = {"default": "nl", "nederlands": "nl", "dutch": "nl", "english": "en", "engels": "en"}
_MISSING = "-"
_IMAGES = "jr://images/"

PLAIN, GUIDANCE, IMAGE = "", "guidance", "image"
"""The forms that a text can have: what is read, what is read by who wants to know more, and a picture."""

TextsById = dict[str, dict[str, Texts]]
"""Per form, the texts by id."""


def language_code(column: str) -> str:
    """`nl` for `Nederlands (nl)` and for `Nederlands`; `nl` too where a form has no languages (`default`)."""
    match = _LANGUAGE_CODE.fullmatch(column)
    name = column.strip().lower()
    return match.group(1).lower() if match else _LANGUAGE_NAMES.get(name, name)


def texts_by_id(model: etree._Element) -> TextsById:
    """All texts of a form; pyxform's mark for a text that is missing is left out."""
    found: TextsById = {PLAIN: {}, GUIDANCE: {}, IMAGE: {}}
    for translation in model.iter(f"{_X}translation"):
        code = language_code(translation.get("lang", ""))
        for entry in translation.iter(f"{_X}text"):
            for value in entry.iter(f"{_X}value"):
                text = plain_text(value)
                if value.get("form") == IMAGE:
                    text = tuple(part.removeprefix(_IMAGES) if isinstance(part, str) else part for part in text)
                if text and text != (_MISSING,):
                    by_id = found.setdefault(value.get("form") or PLAIN, {})
                    by_id.setdefault(entry.get("id", ""), {})[code] = text
    return found


def plain_text(element: etree._Element) -> Text:
    """The text of an element, its outputs kept as expressions."""
    parts: list[str | Output] = [element.text or ""]
    for each in element:
        parts += [Output((each.get("value") or "").strip()), each.tail or ""]
    if isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part != "")
