"""A date that a line begins with has a capital in Dutch, and keeps those of English."""

import datetime

import pytest

from portal.i18n import begun, format_day, speaking

DAY = datetime.date(2026, 12, 4)


@pytest.mark.parametrize(("language", "shown"), [("nl", "Vrijdag 4 december"), ("en", "Friday 4 December")])
def test_only_the_first_letter_changes(language: str, shown: str):
    with speaking(language):
        assert begun(format_day(DAY)) == shown


def test_nothing_begins_with_nothing():
    assert begun("") == ""
