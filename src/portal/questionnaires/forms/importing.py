"""Turns the spreadsheet that an office wrote (XLSForm) into a definition, or into all that is wrong with it at once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from portal.i18n import mark as _

from .compiling import compile_nodes
from .definition import Definition
from .lists import FileLists
from .naming import naming_problems
from .outline import Row, outline
from .package import unpack
from .problems import FormProblems, Problem
from .sheets import MAX_FILE_BYTES, Sheets, read_sheets, refuse
from .xform import NAMESPACE, XForm, parse
from .xformtypes import types_of

_ROW = re.compile(r"\[\s*row\s*:\s*(\d+)\s*\]\s*|(?:on|in) row (\d+)|row '(\d+)'", re.IGNORECASE)
_UNTRANSLATED = re.compile(
    r"Language '(?P<language>[^(']*?)(?: \(.*\))?' is missing the "
    r"(?P<sheet>\w+) (?:columns )?(?P<columns>.*?)(?: column)?\."
)
_WARNING_MESSAGE = re.compile(r"^\s*bind::np:warning_message(?=::|\s*$)", re.IGNORECASE)
_SEVERAL_OF_ROWS = re.compile(r"\s*select[_ ]multiple\s+(\$\{[^}]*\})\s*", re.IGNORECASE)
_SHEET = re.compile(r"\b(survey|choices|settings)\b")


def read_form(source: bytes, file_name: str, media: Mapping[str, bytes] | None = None) -> Definition:
    """The definition in an .xlsx, Markdown or CSV file, an XForm (.xml), or a zip with one of those and its lists.

    `media` are more files that belong to it, by name. Its `warnings` are what the author may want to look at.
    Raises `FormProblems`, and nothing else, on any bytes. Source: XLSForm.org, ODK XForms specification.
    """
    source, file_name, lists = unpack(source, file_name)
    files = FileLists({**lists, **(media or {})})
    if file_name.lower().endswith(".xml"):
        return read_xform(source, files)
    sheets = read_sheets(source, file_name)
    rows, problems = outline(sheets["survey"])
    if any("nested" in each.message for each in problems):
        raise FormProblems(tuple(problems))
    if misnamed := naming_problems(sheets["survey"], sheets.get("choices") or ()):
        # pyxform would stop at the first of them, in English.
        raise FormProblems(tuple(sorted([*problems, *misnamed], key=_place)))
    try:
        definition = _definition(sheets, rows, files)
        problems += files.problems
        compile_nodes(definition)
    except FormProblems as found:
        problems += found.problems
    if problems:
        raise FormProblems(tuple(sorted(problems, key=_place)))
    return definition


def read_xform(source: bytes, files: FileLists) -> Definition:
    """The definition in an XForm that another program made; raises `FormProblems`, and nothing else, on any bytes."""
    if len(source) > MAX_FILE_BYTES:
        raise refuse(_("The file is bigger than %(limit)s MB"), limit=str(MAX_FILE_BYTES // 1_000_000))
    try:  # an XForm may lack any part that the specification asks for
        root = parse(source)
        rows, problems = types_of(root)
        definition = XForm(root, rows, {}, files).definition()
    except Exception as error:
        raise refuse(_("The file cannot be read as an XForm")) from error
    if problems := [*problems, *files.problems]:
        raise FormProblems(tuple(problems))
    compile_nodes(definition)
    return definition


def _place(problem: Problem) -> tuple[bool, str, int]:
    """In the order of the spreadsheet; what belongs to no row comes last."""
    return problem.row is None, problem.sheet, problem.row or 0


def _definition(sheets: Sheets, rows: Mapping[str, Row], files: FileLists) -> Definition:
    try:  # pyxform raises whatever a strange form makes it stumble over
        xml, choices = _convert(sheets), _choice_rows(sheets.get("choices") or ())
        definition = XForm(parse(xml.xform.encode()), rows, choices, files).definition()
    except Exception as error:
        raise FormProblems((_from_pyxform("error", str(error)),)) from error
    warnings = tuple(_from_pyxform("warning", each) for each in xml.warnings)
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
    survey = [{_translatable(column): _readable(text) for column, text in row.items()} for row in sheets["survey"]]
    headings = [{_translatable(column): None for column in each} for each in sheets.get("survey_header") or ()]
    ours = {"survey": survey, "survey_header": headings, "settings": settings, "settings_header": header}
    return {**sheets, **ours, "fallback_form_name": "data"}


def _translatable(column: str) -> str:
    """Our own warning under a name for which pyxform knows languages and references."""
    return _WARNING_MESSAGE.sub("noAppErrorString", column)


def _readable(text: str) -> str:
    """pyxform fails on several choices out of the answers in rows, and makes the same of one; `Row.type` knows."""
    return _SEVERAL_OF_ROWS.sub(r"select_one \1", text) if _SEVERAL_OF_ROWS.fullmatch(text) else text


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
