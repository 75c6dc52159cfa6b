"""A questionnaire with what belongs to it: one file, or a zip of a form, its lists (.csv) and its pictures."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from portal.i18n import mark as _

from .lists import MAX_MEDIA_BYTES
from .pictures import picture_type
from .problems import FormProblems
from .sheets import MAX_FILE_BYTES, refuse

MAX_FILES = 50
FORM_SUFFIXES = (".xlsx", ".md", ".markdown", ".xml")


class Package(NamedTuple):
    """The bytes and the name of the form, and those of its lists and pictures by their names."""

    source: bytes
    name: str
    lists: Mapping[str, bytes]


def unpack(source: bytes, file_name: str) -> Package:
    """What a file holds; anything but a zip is a form without lists. Raises `FormProblems`, and nothing else."""
    if not file_name.lower().endswith(".zip"):
        return Package(source, file_name, {})
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            files = _files(archive)
    except FormProblems:
        raise
    except Exception as error:  # zipfile and the decompressors below it raise a dozen kinds
        raise refuse(_("The file cannot be read as a zip; make it again and try once more")) from error
    forms = [name for name in files if name.lower().endswith(FORM_SUFFIXES)]
    if not forms:
        forms = [name for name in files if name.lower().endswith(".csv") and _is_form(files[name])]
    if len(forms) != 1:
        raise refuse(_("The zip must hold one questionnaire (.xlsx, .md or .csv) and, beside it, its lists (.csv)"))
    return Package(files.pop(forms[0]), forms[0], files)


def picture(source: bytes, file_name: str, name: str) -> tuple[bytes, str] | None:
    """A picture in the file that a questionnaire came in, and its media type; None for any other file in it."""
    if not file_name.lower().endswith(".zip"):
        return None
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        found = [part for part in _parts(archive) if PurePosixPath(part.filename).name.lower() == name.lower()]
        content = archive.read(found[-1]) if found else b""
    kind = picture_type(content)
    return (content, kind) if kind else None


def pictures(source: bytes, file_name: str, names: Iterable[str]) -> dict[str, bytes]:
    """Those of these pictures that are in the file that a questionnaire came in, by their names."""
    found = {name: picture(source, file_name, name) for name in names}
    return {name: kept[0] for name, kept in found.items() if kept is not None}


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts = _parts(archive)
    if len(parts) > MAX_FILES or sum(part.file_size for part in parts) > MAX_FILE_BYTES + MAX_MEDIA_BYTES:
        raise refuse(_("The zip is too big once it is unpacked"))
    return {PurePosixPath(part.filename).name: archive.read(part) for part in parts}


def _parts(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [part for part in archive.infolist() if not part.is_dir() and not _is_litter(part.filename)]


def _is_litter(name: str) -> bool:
    """What macOS and Windows put in a zip of their own accord."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _is_form(content: bytes) -> bool:
    """Whether a CSV is a form: its first cell names a sheet."""
    return content[:200].lstrip(b"\xef\xbb\xbf\"' ").lower().startswith(b"survey")
