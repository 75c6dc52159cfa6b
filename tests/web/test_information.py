"""The privacy page says how long the portal remembers what, as long as that is what it does."""

import dataclasses

import pytest

from portal.accounts.throttle import KNOWN_FOR
from portal.outbox.operations import REMEMBERED_FOR
from tests.support.browser import Page, Person
from tests.support.office import Office

MONTH = 30.4
SAID = {
    "nl": (
        "Hoe lang",
        "Dat u bent ingelogd: na hoogstens {}.",
        ("één dag", "2 dagen"),
        "Dat wij uw browser herkennen: {days} dagen nadat u daarmee voor het laatst inlogde.",
        "en de links daarin: na {months} maanden.",
        "verdwijnen niet vanzelf. Wij bewaren ze zo lang als de wet dat vraagt.",
    ),
    "en": (
        "How long",
        "That you are signed in: after {} at most.",
        ("one day", "2 days"),
        "That we recognise your browser: {days} days after you last signed in with it.",
        "and the links in them: after {months} months.",
        "do not disappear by themselves. We keep them as long as the law asks.",
    ),
}


async def section(visitor: Person, path: str) -> str:
    """What stands under *How long*."""
    page: Page = await visitor.get(path)
    assert page.status == 200
    heading = page.one("#how-long")
    parts = [heading.text_content()]
    for part in heading.itersiblings():
        if part.tag == "h2":
            break
        parts.append(part.text_content())
    return " ".join(" ".join(parts).split())


@pytest.mark.parametrize("path", ["/privacy", "/staff/privacy"])
@pytest.mark.parametrize("language", SAID)
async def test_the_privacy_page_says_how_long_and_whom_to_ask(office: Office, language: str, path: str) -> None:
    title, signed_in, (one_day, _more), browser, messages, papers = SAID[language]
    visitor = office.visitor()
    await visitor.speak(language)
    told = await section(visitor, path)
    months = round(REMEMBERED_FOR.days / MONTH)
    assert told.startswith(title)
    for said in (
        signed_in.format(one_day),
        browser.format(days=KNOWN_FOR.days),
        messages.format(months=months),
        papers,
    ):
        assert said in told
    assert office.settings.office_email in told and office.settings.office_phone in told


@pytest.mark.parametrize("language", SAID)
async def test_it_follows_how_long_a_session_lasts_here(office: Office, language: str) -> None:
    _title, signed_in, (_one_day, two_days), *_rest = SAID[language]
    visitor, state = office.visitor(), office.app.state
    await visitor.speak(language)
    before = state.settings
    state.settings = dataclasses.replace(before, session_total=24 * 60 * 60)
    try:
        assert signed_in.format(two_days) in await section(visitor, "/privacy"), "an hour may pass before it is removed"
    finally:
        state.settings = before
