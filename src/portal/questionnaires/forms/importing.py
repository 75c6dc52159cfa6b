"""Turns the spreadsheet that an office wrote (XLSForm) into a definition, or into all that is wrong with it at once."""

from collections.abc import Mapping, Sequence

import msgspec

from portal.i18n import mark as _

from .compiling import compile_nodes
from .converting import NotConverted, convert, to_root
from .definition import Definition
from .listing import choice_problems
from .lists import FileLists
from .naming import naming_problems
from .outline import Row, outline
from .package import unpack
from .pictures import missing_pictures
from .problems import FormProblems, Problem
from .sheets import MAX_FILE_BYTES, Sheets, read_sheets, refuse
from .spelling import spelling_problems
from .writing import writing_problems
from .xform import XForm, parse
from .xformtypes import types_of


def read_form(source: bytes, file_name: str, media: Mapping[str, bytes] | None = None) -> Definition:
    """The definition in an .xlsx, Markdown or CSV file, an XForm (.xml), or a zip with one of those and its lists.

    `media` are more files that belong to it, by name. Its `warnings` are what the author may want to look at.
    Raises `FormProblems`, and nothing else, on any bytes. Source: XLSForm.org, ODK XForms specification.
    """
    source, file_name, lists = unpack(source, file_name)
    beside = {**lists, **(media or {})}
    files = FileLists(beside)
    if file_name.lower().endswith(".xml"):
        return _with_pictures(read_xform(source, files), beside)
    sheets = read_sheets(source, file_name)
    rows, problems = outline(sheets["survey"])
    if any("nested" in each.message for each in problems):
        raise FormProblems(tuple(problems))
    choices = sheets.get("choices") or ()
    wrong_choices, warnings = choice_problems(choices, sheets["survey"])
    problems += [*writing_problems(sheets["survey"]), *naming_problems(sheets["survey"], choices), *wrong_choices]
    try:
        definition = _definition(sheets, rows, files, warnings)
        problems += files.problems
        if not files.problems:  # or everything that looks into a list that is absent would be told too
            compile_nodes(definition)
    except NotConverted as stumbled:
        problems = [*problems, *spelling_problems(sheets["survey"])] or [*stumbled.problems]
    except FormProblems as found:
        problems += found.problems
    if problems:
        raise FormProblems(tuple(sorted(_once(problems), key=_place)))
    return _with_pictures(definition, beside)


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


def _with_pictures(definition: Definition, files: Mapping[str, bytes]) -> Definition:
    warnings = (*definition.warnings, *missing_pictures(definition, files))
    return msgspec.structs.replace(definition, warnings=warnings)


def _place(problem: Problem) -> tuple[bool, str, int]:
    """In the order of the spreadsheet; what belongs to no row comes last."""
    return problem.row is None, problem.sheet, problem.row or 0


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """One problem for each place, where two checks found the same; the first of them knows best."""
    found: dict[tuple[object, ...], Problem] = {}
    for each in problems:
        place = (each.sheet, each.row, each.column)
        found.setdefault(place if each.row else (*place, each.message, *each.parameters.values()), each)
    return [*found.values()]


def _definition(sheets: Sheets, rows: Mapping[str, Row], files: FileLists, warnings: Sequence[Problem]) -> Definition:
    root, more = to_root(sheets)
    definition = XForm(root, rows, _choice_rows(sheets.get("choices") or ()), files).definition()
    return msgspec.structs.replace(definition, warnings=(*more, *warnings))


def to_xform(source: bytes, file_name: str) -> str:
    """The XForm (XML) that pyxform makes of a spreadsheet which `read_form` accepts."""
    return convert(read_sheets(source, file_name))[0]


def _choice_rows(choices: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], int]:
    lists = ("list_name", "list name")
    return {
        (next((row[key] for key in lists if key in row), ""), row.get("name", "")): number
        for number, row in enumerate(choices, 2)
    }
