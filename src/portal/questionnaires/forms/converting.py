"""Lets pyxform turn a spreadsheet into an XForm, and keeps its English to itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from portal.i18n import mark as _

from .problems import FormProblems, Problem
from .sheets import Sheets
from .xform import NAMESPACE, parse

_ROW = re.compile(r"\[\s*row\s*:\s*(\d+)\s*\]|(?:on|in) row (\d+)|row '(\d+)'", re.IGNORECASE)
_PLACE = re.compile(r"On the '(?P<sheet>survey|choices|settings)' sheet, the '(?P<column>[^']+)' value")
_UNTRANSLATED = re.compile(
    r"Language '(?P<language>[^(']*?)(?: \(.*\))?' is missing the "
    r"(?P<sheet>\w+) (?:columns )?(?P<columns>.*?)(?: column)?\."
)
_SAME = re.compile(r"names for the same column were found: '(?P<one>[^']*)', '(?P<other>[^']*)'")
_SHEET = re.compile(r"\b(survey|choices|settings)\b")
_OUR_WARNING = re.compile(r"^\s*bind::np:warning_message(?=::|\s*$)", re.IGNORECASE)
_THEIR_WARNING = "noAppErrorString"
_TEXT = re.compile(
    r"(label|hint|guidance_hint|(required|constraint)[_ ]message|noAppErrorString|form_title|title)\s*(:.*)?",
    re.IGNORECASE,
)
# pyxform makes straight quotation marks of curly ones, everywhere: in texts they travel as characters of nobody's.
_QUOTES = {"‘": "\ue018", "’": "\ue019", "“": "\ue01c", "”": "\ue01d"}
_HIDING = str.maketrans(_QUOTES)
_SHOWING = str.maketrans({hidden: quote for quote, hidden in _QUOTES.items()})
_SEVERAL_OF_ROWS = re.compile(r"\s*select[_ ]multiple\s+(\$\{[^}]*\})\s*", re.IGNORECASE)


class NotConverted(FormProblems):
    """pyxform stumbled: over something that our own checks told better, or did not foresee."""


def to_root(sheets: Sheets) -> tuple[etree._Element, tuple[Problem, ...]]:
    """The XForm of a spreadsheet and what its author may want to look at; raises `NotConverted`."""
    try:  # pyxform raises whatever a strange form makes it stumble over
        xform, warnings = convert(sheets)
        return parse(xform.encode()), tuple(_warnings(warnings))
    except Exception as error:
        raise NotConverted((_stumbled(str(error)),)) from error


def convert(sheets: Sheets) -> tuple[str, list[str]]:
    """What pyxform makes of a spreadsheet: the XForm, and its warnings."""
    # Here, because it takes 0.7 s and only imports need it.
    from pyxform.xls2xform import convert as converted  # type: ignore[import-untyped]

    made = converted(xlsform=_prepared(sheets), validate=False, form_name="data")
    return made.xform.translate(_SHOWING), made.warnings


def _prepared(sheets: Sheets) -> dict[str, Any]:
    """The workbook with the namespace of our own columns declared, so that authors need not write it down."""
    given = (sheets.get("settings") or [{}])[0]
    namespaces = re.sub(r"""\bnp\s*=\s*("[^"]*"|'[^']*')""", "", given.get("namespaces") or "")
    settings = [{**_with_quotes(given), "namespaces": f'{namespaces} np="{NAMESPACE}"'.strip()}]
    header = [dict.fromkeys(settings[0])]
    rows = ({_translatable(column): _readable(text) for column, text in row.items()} for row in sheets["survey"])
    survey = [_with_quotes(row) for row in rows]
    choices = [_with_quotes(row) for row in sheets.get("choices") or ()]
    headings = [{_translatable(column): None for column in each} for each in sheets.get("survey_header") or ()]
    ours = {
        "survey": survey,
        "choices": choices,
        "survey_header": headings,
        "settings": settings,
        "settings_header": header,
    }
    return {**sheets, **ours, "fallback_form_name": "data"}


def _with_quotes(row: Mapping[str, str]) -> dict[str, str]:
    """A row whose texts keep the quotation marks that their author chose; in expressions they become straight."""
    return {column: text.translate(_HIDING) if _TEXT.fullmatch(column) else text for column, text in row.items()}


def _readable(text: str) -> str:
    """pyxform fails on several choices out of the answers in rows, and makes the same of one; `Row.type` knows."""
    return _SEVERAL_OF_ROWS.sub(r"select_one \1", text) if _SEVERAL_OF_ROWS.fullmatch(text) else text


def _translatable(column: str) -> str:
    """Our own warning under a name for which pyxform knows languages and references."""
    return _OUR_WARNING.sub(_THEIR_WARNING, column)


def _warnings(texts: Sequence[str]) -> Iterator[Problem]:
    """The languages that lack a text; pyxform's other warnings are about ODK's own programs, or told by us."""
    message = _("Not everything is translated to %(language)s: %(columns)s")
    for line in "\n".join(texts).split("\n"):
        if found := _UNTRANSLATED.fullmatch(line.strip()):
            columns = found["columns"].replace(_THEIR_WARNING, "np:warning_message")
            parameters = {"language": found["language"], "columns": columns}
            yield Problem("warning", found["sheet"], None, "", message, parameters)


def _stumbled(text: str) -> Problem:
    """An error of pyxform's that none of our checks foresaw, in our words; its own stand in `reason` alone."""
    found, place, sheet = _ROW.search(text), _PLACE.search(text), _SHEET.search(text)
    row = next((int(each) for each in found.groups() if each), None) if found else None
    parameters = {"reason": " ".join(text.translate(_SHOWING).split())[:500]}
    name = place["sheet"] if place else sheet.group() if sheet else "survey"
    if place is not None:
        message = _("The column “%(column)s” holds something that cannot be used here")
        return Problem("error", name, row, place["column"], message, {"column": place["column"], **parameters})
    if same := _SAME.search(text):
        message = _("The columns “%(one)s” and “%(other)s” mean the same; leave one out")
        return Problem("error", name, None, same["other"], message, same.groupdict() | parameters)
    if row is not None:
        message = _("This row cannot be read; look at its type, its name and its other columns")
        return Problem("error", name, row, "", message, parameters)
    message = _("The questionnaire cannot be read; look at the headings, the types and the names")
    return Problem("error", name, None, "", message, parameters)
