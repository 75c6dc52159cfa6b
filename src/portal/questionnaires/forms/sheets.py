"""Reads a spreadsheet to rows of text, after making sure that it is one and that it is not too big."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from portal.i18n import mark as _

from .problems import FormProblems, Problem

MAX_FILE_BYTES = 5_000_000
MAX_UNPACKED_BYTES = 40_000_000
MAX_PARTS = 500
MAX_ROWS = 3_000
MAX_COLUMNS = 100
MAX_CELLS = 60_000
MAX_CHARACTERS = 1_000_000
MAX_REFERENCES = 10_000
_CHUNK = 1 << 20
_ZIP = b"PK\x03\x04"

Sheets = dict[str, Any]
"""What pyxform takes as a workbook: `survey`, `choices`, `settings` as lists of rows by heading, and their headings."""


def refuse(message: str, sheet: str = "", row: int | None = None, column: str = "", **parameters: str) -> FormProblems:
    """The one problem that makes reading on pointless."""
    return FormProblems((Problem("error", sheet, row, column, message, parameters),))


def read_sheets(source: bytes, file_name: str) -> Sheets:
    """The sheets of an .xlsx, a Markdown or a CSV file; raises `FormProblems`, and nothing else, on any bytes."""
    if len(source) > MAX_FILE_BYTES:
        raise refuse(_("The file is bigger than %(limit)s MB"), limit=str(MAX_FILE_BYTES // 1_000_000))
    name = file_name.lower()
    if name.endswith((".md", ".markdown")):
        _check_markdown(source)
        return _read(source, ".md")
    if name.endswith(".xlsx"):
        _check_workbook(source)
        return _read(source, ".xlsx")
    if name.endswith(".csv"):
        return _read(_checked_csv(source), ".csv")
    if name.endswith((".xlsm", ".xls")):
        raise refuse(_("Save the questionnaire as an .xlsx, without macros, and try once more"))
    raise refuse(_("The questionnaire must be a spreadsheet (.xlsx), a Markdown table (.md) or a CSV file (.csv)"))


def _check_markdown(source: bytes) -> None:
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        raise _no_spreadsheet() from None
    if text.count("\n") > MAX_ROWS:
        raise _too_many_rows()
    if text.count("|") > MAX_CELLS:
        raise _too_many_cells()


def _checked_csv(source: bytes) -> bytes:
    """The table in UTF-8 and with commas, whichever of its kinds of CSV a spreadsheet program wrote."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = source.decode("cp1252", errors="replace")
    if text.count("\n") > MAX_ROWS:
        raise _too_many_rows()
    head = text[:2_000]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    if text.count(delimiter) > MAX_CELLS:
        raise _too_many_cells()
    written = io.StringIO()
    try:
        csv.writer(written).writerows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _no_spreadsheet() from error
    return written.getvalue().encode()


def _check_workbook(source: bytes) -> None:
    """Looks at the sizes that the zip declares, which unpacking cannot exceed, and counts rows without parsing them."""
    if not source.startswith(_ZIP):
        raise _no_spreadsheet()
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            _check_archive(archive)
    except FormProblems:
        raise
    except Exception as error:  # zipfile and the decompressors below it raise a dozen kinds
        raise _no_spreadsheet() from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise refuse(_("The spreadsheet is too big once it is unpacked"))
    for part in parts:
        _check_part(archive, part)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    rows = cells = 0
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            data = tail + chunk
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise _no_spreadsheet()
            rows += len(re.findall(rb"<(?:\w+:)?row[ >/]", data))
            cells += len(re.findall(rb"<(?:\w+:)?(?:c|si)[ >/]", data))
            if rows > MAX_ROWS:
                raise _too_many_rows()
            if cells > MAX_CELLS:
                raise _too_many_cells()
            tail = data[-9:] if len(chunk) == _CHUNK else b""


def _read(source: bytes, file_type: str) -> Sheets:
    # Here, because it takes 0.7 s and only imports need it.
    from pyxform.xls2json_backends import get_xlsform  # type: ignore[import-untyped]

    try:
        found = get_xlsform(xlsform=source, file_type=file_type)
    except Exception as error:  # the libraries below raise whatever a broken file makes them stumble over
        raise _no_spreadsheet() from error
    sheets = {each.name: getattr(found, each.name) for each in fields(found)}
    if not sheets.get("survey"):
        raise refuse(_("There is no sheet “survey” with questions in this file"))
    _check_content(sheets)
    return sheets


def _check_content(sheets: Mapping[str, Any]) -> None:
    """Bounds what pyxform and the compiler have to go through; measured at a few seconds for a file at every limit."""
    characters = references = 0
    for sheet in ("survey", "choices", "settings"):
        rows: Sequence[Mapping[str, str]] = sheets.get(sheet) or ()
        if any(len(row) > MAX_COLUMNS for row in (*rows, *(sheets.get(f"{sheet}_header") or ()))):
            raise refuse(_("The sheet has more than %(limit)s columns"), sheet, limit=str(MAX_COLUMNS))
        texts = [text for row in rows for text in row.values()]
        characters += sum(map(len, texts))
        references += sum(text.count("${") for text in texts)
    if characters > MAX_CHARACTERS:
        raise refuse(_("The spreadsheet has more than %(limit)s characters of text"), limit=str(MAX_CHARACTERS))
    if references > MAX_REFERENCES:
        raise refuse(_("The spreadsheet refers to questions more than %(limit)s times"), limit=str(MAX_REFERENCES))


def _no_spreadsheet() -> FormProblems:
    return refuse(_("The file cannot be read as a spreadsheet; save it again as .xlsx and try once more"))


def _too_many_rows() -> FormProblems:
    return refuse(_("The spreadsheet has more than %(limit)s rows"), limit=str(MAX_ROWS))


def _too_many_cells() -> FormProblems:
    return refuse(_("The spreadsheet has more than %(limit)s filled cells"), limit=str(MAX_CELLS))
