"""Every text is there in both languages, and no translation can break a page."""

import pytest
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
