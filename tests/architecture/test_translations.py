"""Every text is there in both languages, and no translation can break a page."""

import datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from tools import messages


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_message_is_translated(language: str) -> None:
    template = messages.extract()
    catalogue = messages.catalogue_of(language, template)
    assert list(messages.missing(catalogue)) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_catalogue_holds_what_the_code_says_and_nothing_more(language: str) -> None:
    with messages.file_of(language).open("rb") as file:
        kept = {message.id for message in read_po(file, locale=language) if message.id}
    assert kept == {message.id for message in messages.extract() if message.id}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_translation_changes_a_placeholder(language: str) -> None:
    """A typo in a placeholder would be a page that fails in that language only."""
    with messages.file_of(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert [(message.id, errors) for message in catalogue if (errors := list(message.check(catalogue)))] == []


def test_a_catalogue_is_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    """Or every change would touch the same lines of it as every other."""
    written = set()
    for day in (1, 2):
        moment = datetime.datetime(2026, 11, day, tzinfo=datetime.UTC)
        messages.write(tmp_path / "portal.po", Catalog(locale="nl", creation_date=moment, fuzzy=False))
        written.add((tmp_path / "portal.po").read_bytes())
    assert len(written) == 1
    assert b"charset=utf-8" in written.pop()
