"""Turns the spreadsheet that an office wrote (XLSForm) into a definition, or into all that is wrong with it at once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from portal.i18n import mark as _

from .compiling import compile_nodes
from .definition import Definition
from .naming import naming_problems
from .outline import Row, outline
from .problems import FormProblems, Problem
from .sheets import MAX_FILE_BYTES, Sheets, read_sheets, refuse
from .xform import NAMESPACE, XForm, parse
from .xformtypes import types_of

_ROW = re.compile(r"\[\s*row\s*:\s*(\d+)\s*\]\s*|(?:on|in) row (\d+)|row '(\d+)'", re.IGNORECASE)
_UNTRANSLATED = re.compile(
    r"Language '(?P<language>[^(']*?)(?: \(.*\))?' is missing the "
    r"(?P<sheet>\w+) (?:columns )?(?P<columns>.*?)(?: column)?\."
)
_SHEET = re.compile(r"\b(survey|choices|settings)\b")


def read_form(source: bytes, file_name: str) -> Definition:
    """The definition in an .xlsx, Markdown or CSV file, or an XForm (.xml).

    Its `warnings` are what the author may want to look at.
    Raises `FormProblems`, and nothing else, on any bytes. Source: XLSForm.org, ODK XForms specification.
    """
    if file_name.lower().endswith(".xml"):
        return read_xform(source)
    sheets = read_sheets(source, file_name)
    rows, problems = outline(sheets["survey"])
    if any("nested" in each.message for each in problems):
        raise FormProblems(tuple(problems))
    if misnamed := naming_problems(sheets["survey"], sheets.get("choices") or ()):
        # pyxform would stop at the first of them, in English.
        raise FormProblems(tuple(sorted([*problems, *misnamed], key=_place)))
    try:
        definition = _definition(sheets, rows)
        compile_nodes(definition)
    except FormProblems as found:
        problems += found.problems
    if problems:
        raise FormProblems(tuple(sorted(problems, key=_place)))
    return definition


def read_xform(source: bytes) -> Definition:
    """The definition in an XForm that another program made; raises `FormProblems`, and nothing else, on any bytes."""
    if len(source) > MAX_FILE_BYTES:
        raise refuse(_("The file is bigger than %(limit)s MB"), limit=str(MAX_FILE_BYTES // 1_000_000))
    try:  # an XForm may lack any part that the specification asks for
        root = parse(source)
        rows, problems = types_of(root)
        definition = XForm(root, rows, {}).definition()
    except Exception as error:
        raise refuse(_("The file cannot be read as an XForm")) from error
    if problems:
        raise FormProblems(tuple(problems))
    compile_nodes(definition)
    return definition


def _place(problem: Problem) -> tuple[bool, str, int]:
    """In the order of the spreadsheet; what belongs to no row comes last."""
    return problem.row is None, problem.sheet, problem.row or 0


def _definition(sheets: Sheets, rows: Mapping[str, Row]) -> Definition:
    try:  # pyxform raises whatever a strange form makes it stumble over
        result = _convert(sheets)
        definition = XForm(parse(result.xform.encode()), rows, _choice_rows(sheets.get("choices") or ())).definition()
    except Exception as error:
        raise FormProblems((_from_pyxform("error", str(error)),)) from error
    warnings = tuple(_from_pyxform("warning", each) for each in result.warnings)
    return msgspec.structs.replace(definition, warnings=warnings)


def to_xform(source: bytes, file_name: str) -> str:
    """The XForm (XML) that pyxform makes of a spreadsheet which `read_form` accepts."""
    return str(_convert(read_sheets(source, file_name)).xform)


def _convert(sheets: Sheets) -> Any:
    # Here, because it takes 0.7 s and only imports need it.
    from pyxform.xls2xform import convert  # type: ignore[import-untyped]

    return convert(xlsform=_prepared(sheets), validate=False, form_name="data")


def _prepared(sheets: Sheets) -> dict[str, Any]:
    """The workbook with the namespace of our own columns declared, so that authors need not write it down."""
    settings = [{**(sheets.get("settings") or [{}])[0], "namespaces": f'np="{NAMESPACE}"'}]
    header = [dict.fromkeys(settings[0])]
    return {**sheets, "settings": settings, "settings_header": header, "fallback_form_name": "data"}


def _choice_rows(choices: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], int]:
    lists = ("list_name", "list name")
    return {
        (next((row[key] for key in lists if key in row), ""), row.get("name", "")): number
        for number, row in enumerate(choices, 2)
    }


def _from_pyxform(severity: Any, text: str) -> Problem:
    """A message of pyxform's own (English, but for the most usual one), with the row and sheet that it names."""
    untranslated = _UNTRANSLATED.fullmatch(text)
    if untranslated is not None:
        message = _("Not everything is translated to %(language)s: %(columns)s")
        return Problem(severity, untranslated["sheet"], None, "", message, untranslated.groupdict())
    found = _ROW.search(text)
    row = next((int(each) for each in found.groups() if each), None) if found else None
    sheet = _SHEET.search(text)
    reason = " ".join(text.replace(found.group(), "", 1).split()) if found else " ".join(text.split())
    message = _("The questionnaire cannot be read: %(reason)s") if severity == "error" else "%(reason)s"
    return Problem(severity, sheet.group() if sheet else "survey", row, "", message, {"reason": reason[:500]})
