"""Handing a mail to a mail server (RFC 5321), and keeping it in sight in the demo.

A mail that was sent twice is a nuisance, one that was lost is a broken promise: whatever is not clearly refused is
`MailUnavailable`, also when the server may have taken the mail and only its answer was lost.
"""

import asyncio
import contextlib
from collections.abc import Callable
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from typing import Protocol, cast
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib

from portal.settings import LOOPBACK

REMEMBERED = 100
ANSWER_SECONDS = 20.0
WHOLE_SECONDS = 60.0  # a server that answers a byte at a time is unavailable too
LEAVE_SECONDS = 2.0
FAILURES = (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError)


class MailRefused(Exception):
    """The server will never take this mail for this recipient (an answer of 5xx)."""


class MailUnavailable(Exception):
    """The mail did not go out, or nobody knows whether it did; trying again later helps."""


class Mailer(Protocol):
    """Sends mails."""

    async def send(self, message: EmailMessage) -> None:
        """Hand over a mail with one recipient; raises `MailRefused` or `MailUnavailable`."""


class SmtpMailer:
    """A mail server: `smtp://user:password@host:587` or `smtps://user:password@host:465`.

    `smtp://` demands STARTTLS, so that nobody on the way can strip it, except to this machine itself. Certificates
    are checked.
    """

    def __init__(
        self, url: str, *, answer_seconds: float = ANSWER_SECONDS, whole_seconds: float = WHOLE_SECONDS
    ) -> None:
        self._url = urlsplit(url)
        self._answer_seconds, self._whole_seconds = answer_seconds, whole_seconds

    async def send(self, message: EmailMessage) -> None:
        """Hand over a mail, on a connection of its own."""
        server = self._connection()
        try:
            async with asyncio.timeout(self._whole_seconds):
                await server.connect()
                await server.send_message(message)
        except FAILURES as error:
            raise _outcome(error) from error
        else:
            await _take_leave(server)
        finally:
            server.close()  # not with QUIT: a server that hangs must not hold up a worker that is stopping

    def _connection(self) -> aiosmtplib.SMTP:
        url = self._url
        return aiosmtplib.SMTP(
            hostname=url.hostname,
            port=url.port or (465 if url.scheme == "smtps" else 587),
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            use_tls=url.scheme == "smtps",
            start_tls=demands_starttls(url),
            timeout=self._answer_seconds,
        )


async def _take_leave(server: aiosmtplib.SMTP) -> None:
    """Say QUIT; the server has the mail already, so it does not matter what it says."""
    with contextlib.suppress(*FAILURES):
        async with asyncio.timeout(LEAVE_SECONDS):
            await server.quit()


def demands_starttls(url: SplitResult) -> bool:
    """Whether a connection that begins in the clear must become TLS before anything is said."""
    return url.scheme == "smtp" and url.hostname not in LOOPBACK


def _outcome(error: Exception) -> MailRefused | MailUnavailable:
    """What a failure means for this mail; a refusal of the office's own address or password is not its fault."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError) and 500 <= error.code < 600:
        return MailRefused(f"answer {error.code}")
    if isinstance(error, aiosmtplib.SMTPNotSupported | ValueError):
        return MailRefused("an address that this server cannot write to")
    return MailUnavailable(type(error).__name__)


class DemoMailer:
    """Keeps the last hundred mails in memory, shows them, and passes them on when there is somebody to pass them to."""

    def __init__(self, through: Mailer | None = None, show: Callable[[str], object] | None = None) -> None:
        self._through, self._show = through, show
        self._kept: dict[str, EmailMessage] = {}

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails of this run, newest first; a repeat with the same Message-ID is one mail."""
        return [*reversed(self._kept.values())]

    async def send(self, message: EmailMessage) -> None:
        """Keep and show the mail, then pass it on."""
        message_id = str(message["Message-ID"])
        if message_id not in self._kept:
            self._kept[message_id] = message
            if self._show:
                self._show(readable(message))
        while len(self._kept) > REMEMBERED:
            del self._kept[next(iter(self._kept))]
        if self._through:
            await self._through.send(message)


def recipient(message: EmailMessage) -> str:
    """The address that a mail goes to."""
    return cast(AddressHeader, message["To"]).addresses[0].addr_spec


def text_of(message: EmailMessage) -> str:
    """The plain text of a mail."""
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


def readable(message: EmailMessage) -> str:
    """A mail as a terminal shows it."""
    lines = [f"To: {recipient(message)}", f"Subject: {message['Subject']}", "", *text_of(message).rstrip().splitlines()]
    return "\n".join(["", "── mail " + "─" * 32, *(f"  {line}".rstrip() for line in lines), "─" * 40])
