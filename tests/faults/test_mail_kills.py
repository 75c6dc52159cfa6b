"""The worker is killed at every point of sending a mail, fifty times in all, on a real disk with a real mail server.

Nothing is lost. What was killed between the server's *250* and our commit is sent once more, with the same Message-ID;
nothing else is sent twice.
"""

import asyncio
import datetime
import os
import signal
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal import database
from portal.accounts.operations import create_account
from portal.accounts.tables import AccountKind
from portal.adapters.encryption import KeyRing
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.outbox.tables import OutboxEvent
from portal.piccolo_app import APP_CONFIG, TABLES
from tests.faults.lives import Nursery, open_nursery
from tests.support.post import listening

TIMES = 5
IN_THE_WORKER = (
    "mail-claimed",
    "mail-composed",
    "mail-sent",
    "mail-settled-before-commit",
    "mail-settled-after-commit",
)
AT_THE_SERVER = ("EHLO", "MAIL", "RCPT", "DATA", "250")
REPEATED = {"250", "mail-sent", "mail-settled-before-commit"}
"""Where the server has the mail and we have not noted it."""
PATIENCE = 30


@dataclass
class Server:
    """A mail server that kills who talks to it at a point of the conversation; `taken` are the Message-IDs it took."""

    victim: int = 0
    point: str = ""
    url: str = ""
    taken: list[str] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's names)
        self, _server: SMTP, session: Session, _envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        session.host_name = host
        await self._reach("EHLO")
        return answers

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self._reach("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self._reach("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if await self._reach("DATA"):
            return "451 the connection is gone"
        assert isinstance(envelope.content, bytes)
        self.taken.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        await self._reach("250")
        return "250 OK"

    async def _reach(self, point: str) -> bool:
        if point != self.point:
            return False
        while not self.victim:  # noqa: ASYNC110 (another thread tells it)
            await asyncio.sleep(0.005)
        self.point = ""
        os.kill(self.victim, signal.SIGKILL)
        return True


@pytest.fixture
def server() -> Iterator[Server]:
    """The mail server, in a thread of its own."""
    opened = Server()
    with listening(opened) as opened.url:
        yield opened


@pytest.fixture
async def mailing(disk: Path) -> AsyncIterator[tuple[Nursery, UUID]]:
    """An office on a disk, and the account of Anna in it."""
    data = Path(tempfile.mkdtemp(dir=disk))
    KeyRing.create(data / "keys.json")
    engine = database.engine_for(f"sqlite:///{data / 'portal.sqlite'}", data)
    database.bind(engine, TABLES)
    await database.migrate(engine, APP_CONFIG)
    await database.start()
    anna = await create_account(AccountKind.CLIENT, email="anna@example.com", name="Anna", now=now())
    async with open_nursery(data) as nursery:
        yield nursery, anna.id
    await database.stop()


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


async def test_fifty_kills_lose_nothing_and_repeat_only_what_nobody_noted(
    mailing: tuple[Nursery, UUID], server: Server
) -> None:
    nursery, anna = mailing
    killed: dict[UUID, str] = {}
    for point in (*IN_THE_WORKER, *AT_THE_SERVER) * TIMES:
        await tell(anna, EventKind.PASSWORD_CHANGED, now=now())
        (event,) = await OutboxEvent.objects().where(
            OutboxEvent.lease_until.is_null() & OutboxEvent.due_at.is_not_null()
        )
        killed[event.id] = point
        await kill_at(point, nursery, server)
    assert len(killed) == 50
    await OutboxEvent.update({OutboxEvent.lease_until: now() - datetime.timedelta(hours=1)}, force=True)
    await finish(nursery, server)
    events = await OutboxEvent.objects()
    assert {event.outcome for event in events} == {"sent"}
    assert len({event.message_id for event in events}) == 50
    times = Counter(server.taken)
    assert times.keys() == {event.message_id for event in events}
    for event in events:
        expected = 2 if killed[event.id] in REPEATED else 1
        assert times[event.message_id] == expected, (killed[event.id], times[event.message_id])


async def kill_at(point: str, nursery: Nursery, server: Server) -> None:
    """Start a worker that does not live beyond this point."""
    is_at_server = point in AT_THE_SERVER
    server.victim, server.point = 0, point if is_at_server else ""
    worker = await nursery.work(PORTAL_SMTP_URL=server.url, PORTAL_CRASH_AT="" if is_at_server else point)
    server.victim = worker.pid
    assert await worker.died() == -signal.SIGKILL
    assert server.point == ""


async def finish(nursery: Nursery, server: Server) -> None:
    """Let a sound worker do what is left."""
    worker = await nursery.work(PORTAL_SMTP_URL=server.url)
    async with asyncio.timeout(PATIENCE):
        while await OutboxEvent.exists().where(OutboxEvent.due_at.is_not_null()):  # noqa: ASYNC110 (it looks from outside)
            await asyncio.sleep(0.05)
    worker.kill()
    await worker.died()
