"""Composing a mail: an HTML page of one column and its twin in plain text, from the same words."""

import datetime
from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from portal import i18n, templating
from portal.notifications import wording
from portal.notifications.account_wording import AccountNews, of_account
from portal.notifications.wording import Wording
from portal.outbox.events import EventKind
from portal.settings import Settings


class NotAnAddress(Exception):
    """This cannot stand in a header as the address that a mail goes to (RFC 5322)."""


def compose(
    told: Sequence[EventKind] | AccountNews,
    *,
    to: str,
    language: str,
    settings: Settings,
    message_id: str,
    now: datetime.datetime,
    path: str = "/",
) -> EmailMessage:
    """The mail with this news, or with what is new about the account, in the person's language.

    News of a dossier leads to a `path` of the portal.
    Raises `NotAnAddress`.
    """
    with i18n.speaking(language):
        words = _words(told, settings, path)
        return _message(words, to=to, settings=settings, message_id=message_id, now=now)


def _words(told: Sequence[EventKind] | AccountNews, settings: Settings, path: str) -> Wording:
    return of_account(told) if isinstance(told, AccountNews) else wording.news(told, settings.base_url, path)


def _message(words: Wording, *, to: str, settings: Settings, message_id: str, now: datetime.datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words.title
    message["From"] = Address(settings.office_name, addr_spec=settings.mail_from)
    message["To"] = _address(to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence replies to it
    message["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    context = {"mail": words, "office": settings.office_name, "phone": settings.office_phone}
    message.set_content(templating.render("templates/mails/mail.txt", context), cte="quoted-printable")
    message.add_alternative(
        templating.render("templates/mails/mail.html", context), subtype="html", cte="quoted-printable"
    )
    message["Content-Language"] = i18n.language()  # last: making alternatives moves such headers into the first part
    return message


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except (MessageError, ValueError, IndexError, AttributeError) as error:  # over some texts the parser stumbles
        raise NotAnAddress from error
