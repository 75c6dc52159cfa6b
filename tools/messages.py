"""Bring the catalogues up to date with the texts in the code: `make messages`.

Dutch is written by people in `translations/nl`; English is the message id itself, so its catalogue is filled in here.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "translations"
DOMAIN = "portal"
METHODS = [("portal/piccolo_migrations/**", "ignore"), ("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}
MOMENT = b'"POT-Creation-Date'
JINJA = {"extensions": "jinja2.ext.do", "trimmed": "true", "silent": "false"}


def extract() -> Catalog:
    """Every message in the code and the templates, with the files that hold it."""
    catalogue = Catalog(domain=DOMAIN, project="klantenportaal", fuzzy=False, header_comment="# Texts of the portal")
    found = extract_from_dir(ROOT / "src", METHODS, options_map={"**.html": JINJA}, keywords=KEYWORDS)
    for file, _line, message, comments, context in found:
        catalogue.add(message, None, [(file, None)], auto_comments=comments, context=context)
    return catalogue


def catalogue_of(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language, with new messages added and old ones gone."""
    path = file_of(language)
    if path.is_file():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, domain=DOMAIN)
    else:
        catalogue = Catalog(locale=language, domain=DOMAIN, fuzzy=False)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    if language == "en":
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def missing(catalogue: Catalog) -> Iterator[str]:
    """The messages of a catalogue that are not translated."""
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(strings):
            yield message.id if isinstance(message.id, str) else message.id[0]


def file_of(language: str) -> Path:
    """The file of a language."""
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue so that two runs, and two people, give the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = BytesIO()
    write_po(made, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)
    lines = made.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(MOMENT)))


def main() -> int:
    """Update all catalogues; says what is still to be translated."""
    template = extract()
    write(TRANSLATIONS / f"{DOMAIN}.pot", template)
    untranslated = 0
    for language in ("nl", "en"):
        catalogue = catalogue_of(language, template)
        write(file_of(language), catalogue)
        for message in missing(catalogue):
            untranslated += 1
            sys.stdout.write(f"{language}: {message}\n")
    return 1 if untranslated else 0


if __name__ == "__main__":
    sys.exit(main())
