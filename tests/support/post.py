"""A mail server on this machine that behaves, or misbehaves, as a test asks."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """What arrived at the server, and how it answers: `answer` to RCPT, `after_data` to the mail itself."""

    answer: str = "250 OK"
    after_data: str = "250 OK"
    hangs: bool = False
    disconnects_after_data: bool = False
    hangs_after_data: bool = False
    hangs_at_quit: bool = False
    has_been_asked: bool = False
    arrived: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    url: str = ""

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.has_been_asked = True
        if self.hangs:
            await asyncio.sleep(30)
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = cast(bytes, envelope.content)
        self.recipients += envelope.rcpt_tos
        self.arrived.append(cast(EmailMessage, message_from_bytes(content, policy=policy.default)))
        if self.disconnects_after_data:
            server.transport.abort()
        if self.hangs_after_data:
            await asyncio.sleep(30)
        return self.after_data

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        if self.hangs_at_quit:
            await asyncio.sleep(30)
        return "221 Bye"


@contextmanager
def open_post_office(**server: Any) -> Iterator[PostOffice]:
    """A server on a free port of this machine, until the block ends."""
    office = PostOffice()
    with listening(office, **server) as office.url:
        yield office


@contextmanager
def listening(handler: object, **server: Any) -> Iterator[str]:
    """A mail server with these handlers of aiosmtpd, in a thread of its own, until the block ends; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, **server)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop(no_assert=True)


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A mail server that takes every mail."""
    with open_post_office() as office:
        yield office
