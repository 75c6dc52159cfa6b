"""What mails say, in both languages, and what they never say."""

import datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from portal.notifications.account_wording import AccountNews
from portal.notifications.composing import NotAnAddress, compose
from portal.notifications.naming import ABOUT_DOSSIERS
from portal.notifications.operations import ABOUT_ACCOUNT
from portal.outbox.events import EventKind
from portal.settings import load

NOW = datetime.datetime(2026, 11, 23, 13, 7, tzinfo=datetime.UTC)
SETTINGS = load(
    {}, environment="test", base_url="https://portaal.vanaemstel.example", office_name="Van Aemstel, Notaris"
)
OF_DOSSIERS = sorted(ABOUT_DOSSIERS)
OF_ACCOUNTS = sorted(ABOUT_ACCOUNT)


def mail(told, language: str = "nl", to: str = "anna@example.com") -> EmailMessage:
    return compose(
        told, to=to, language=language, settings=SETTINGS, message_id="<1@portaal.vanaemstel.example>", now=NOW
    )


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def words_of(message: EmailMessage) -> str:
    return " ".join(html.fromstring(message.get_body(("html",)).get_content()).text_content().split())


def about_account(kind: EventKind) -> AccountNews:
    """News about an account as it is sent."""
    return AccountNews(kind, "https://portaal.vanaemstel.example/activate/abc", "020 555 01 20", NOW)


def test_every_kind_of_news_is_about_a_dossier_or_about_an_account() -> None:
    assert sorted([*OF_DOSSIERS, *OF_ACCOUNTS]) == sorted(EventKind)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_kind_of_news_has_words_of_its_own(language: str) -> None:
    told = [*([kind] for kind in OF_DOSSIERS), *map(about_account, OF_ACCOUNTS)]
    titles = [mail(each, language)["Subject"] for each in told]
    assert len(set(titles)) == len(EventKind)


@pytest.mark.parametrize("told", [*([kind] for kind in OF_DOSSIERS), *map(about_account, OF_ACCOUNTS)])
def test_news_is_told_in_both_languages(told: list[EventKind] | AccountNews) -> None:
    dutch, english = mail(told), mail(told, "en")
    assert dutch["Subject"] != english["Subject"]
    assert text_of(dutch).startswith("Goedendag,")
    assert text_of(english).startswith("Good day,")


@settings(deadline=None)
@given(st.lists(st.sampled_from(OF_DOSSIERS), min_size=1, max_size=9), st.sampled_from(["nl", "en"]))
def test_the_page_and_its_twin_in_text_say_the_same(kinds: list[EventKind], language: str) -> None:
    message = mail(kinds, language)
    page = words_of(message)
    assert message["Subject"] in page
    for line in text_of(message).splitlines():
        words = line.removeprefix("- ").strip().removesuffix(":")
        if words and not words.startswith("https://") and words != "--":
            assert words in page


@settings(deadline=None)
@given(st.lists(st.sampled_from(OF_DOSSIERS), min_size=2, max_size=9))
def test_a_list_counts_everything_once(kinds: list[EventKind]) -> None:
    items = [line for line in text_of(mail(kinds)).splitlines() if line.startswith("- ")]
    assert sum(int(item.split()[1]) for item in items) == len(kinds)


def test_a_digest_reads_as_the_office_would_write_it() -> None:
    kinds = [EventKind.DOCUMENT_PUBLISHED] * 2 + [EventKind.LETTER_PUBLISHED, EventKind.QUESTIONNAIRE_REQUESTED]
    message = mail(kinds)
    assert message["Subject"] == "Er staan nieuwe dingen voor u klaar"
    assert "- 2 nieuwe documenten\n- 1 nieuwe brief\n- 1 vragenlijst om in te vullen\n" in text_of(message)


def test_a_mail_says_who_it_is_from_and_that_a_machine_sent_it() -> None:
    message = mail([EventKind.DOCUMENT_PUBLISHED])
    assert message["From"].addresses[0].display_name == "Van Aemstel, Notaris"
    assert message["From"].addresses[0].addr_spec == SETTINGS.mail_from
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW
    assert "portaal.vanaemstel.example" in text_of(message)


def test_only_news_that_can_be_switched_off_says_so() -> None:
    assert "Mijn gegevens" in text_of(mail([EventKind.DOCUMENT_PUBLISHED]))
    assert "Mijn gegevens" in text_of(mail([EventKind.DOCUMENT_PUBLISHED, EventKind.REMINDER]))
    assert "Mijn gegevens" not in text_of(mail([EventKind.REMINDER]))


@pytest.mark.parametrize(
    ("language", "until"), [("nl", "30 november 2026, 14.07 uur"), ("en", "30 November 2026, 14:07")]
)
def test_an_invitation_says_until_when_its_link_works(language: str, until: str) -> None:
    link = AccountNews(
        EventKind.INVITATION,
        "https://portaal.vanaemstel.example/activate/abc",
        "020 555 01 20",
        NOW + datetime.timedelta(days=7),
    )
    message = mail(link, language)
    assert until in text_of(message)
    assert until in words_of(message)
    assert link.address in text_of(message)


def test_only_an_invitation_of_a_client_speaks_of_their_papers() -> None:
    address = "https://kantoor.vanaemstel.example/activate/abc"
    assert "stukken" in text_of(mail(AccountNews(EventKind.INVITATION, address, "", NOW)))
    assert "stukken" not in text_of(mail(AccountNews(EventKind.INVITATION, address, "", NOW, is_for_staff=True)))


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1).map(lambda noise: f"anna@example.com{noise}"))
def test_no_address_adds_a_header(to: str) -> None:
    try:
        message = mail([EventKind.DOCUMENT_PUBLISHED], to=to)
    except NotAnAddress:
        return
    assert len(message["To"].addresses) == 1
    assert b"\nBcc" not in message.as_bytes()
    assert message.keys().count("To") == 1


@pytest.mark.parametrize("to", ["", "anna", "anna@", "anna@[", "anna de @example.com", "anna@example.com, eve@example.com",
                                "anna@example.com\r\nBcc: eve@example.com"])  # fmt: skip
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(NotAnAddress):
        mail([EventKind.DOCUMENT_PUBLISHED], to=to)
