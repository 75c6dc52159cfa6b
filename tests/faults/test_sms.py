"""A worker that is killed around the sending of a code never sends that code a second time."""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from portal import database
from portal.accounts import operations as accounts
from portal.accounts.factors.method import Tools
from portal.accounts.factors.sms.codes import Binding, send
from portal.accounts.factors.sms.tables import SmsMessage
from portal.accounts.tables import AccountKind
from portal.adapters.clock import SystemClock
from portal.adapters.encryption import KeyRing
from portal.piccolo_app import TABLES
from portal.settings import load
from tests.faults.conftest import KILLS
from tests.support.gateway import Gateway

PATIENCE = 60
LIVES, EACH = max(5, KILLS // 10), 3


@dataclass
class Waiting:
    """An office whose codes wait for a worker."""

    environment: dict[str, str]
    tools: Tools
    asked: int = 0

    async def ask(self) -> None:
        """Have a code sent to somebody new, so that no limit is in the way."""
        now, number = self.tools.clock.now(), f"+316123{self.asked:05}"
        self.asked += 1
        made = await accounts.create_account(AccountKind.CLIENT, email=f"{uuid4()}@example.com", name="Anna", now=now)
        binding = Binding.sign_in(uuid4().hex, made.id)
        await send(binding, number, address=f"10.0.0.{self.asked}", tools=self.tools)

    @asynccontextmanager
    async def worker(self, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """A worker in a process of its own, which is killed when the block ends."""
        environment = {**self.environment, **more}
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "portal", "worker", env=environment)
        try:
            async with asyncio.timeout(PATIENCE):
                yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def settle(self) -> list[str]:
        """Let a worker that lives do what is left; what became of each message."""
        async with self.worker():
            while await SmsMessage.exists().where(SmsMessage.due_at.is_not_null()):  # noqa: ASYNC110 (from outside)
                await asyncio.sleep(0.1)
            await asyncio.sleep(2)
        return [row.outcome for row in await SmsMessage.objects().order_by(SmsMessage.created_at)]


@pytest.fixture
def own(tmp_path: Path, gateway: Gateway) -> dict[str, str]:
    """The settings of an office on a machine of its own, migrated, with its keys."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {
        "PORTAL_SMS_PER_DAY": "1000",
        "PORTAL_ENVIRONMENT": "test",
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_SMS_URL": gateway.url,
        "PORTAL_PORT": str(port),
        "PORTAL_LOG_LEVEL": "ERROR",
    }
    for command in (["keys", "create"], ["migrate"]):
        subprocess.run(
            [sys.executable, "-m", "portal", *command], env={**os.environ, **own}, check=True, capture_output=True
        )
    return own


@pytest.fixture
async def waiting(tmp_path: Path, own: dict[str, str]) -> AsyncIterator[Waiting]:
    """Codes that wait in that office."""
    database.bind(database.engine_for(f"sqlite:///{tmp_path / 'portal.sqlite'}", tmp_path), TABLES)
    await database.start()
    tools = Tools(KeyRing.load(tmp_path / "keys.json"), load(own), SystemClock())
    yield Waiting({**os.environ, **own}, tools)
    await database.stop()


@pytest.mark.parametrize(("point", "arrives"), [("sms-taken", 0), ("sms-sent", 1)])
async def test_a_worker_that_dies_at_a_point_of_sending_leaves_it_at_that(
    waiting: Waiting, gateway: Gateway, point: str, arrives: int
) -> None:
    await waiting.ask()
    async with waiting.worker(PORTAL_CRASH_AT=point) as dying:
        assert await dying.wait() == -signal.SIGKILL
    assert await waiting.settle() == [""]
    assert len(gateway.arrived) == arrives


async def test_a_worker_that_is_killed_at_any_moment_sends_no_code_twice(waiting: Waiting, gateway: Gateway) -> None:
    chance, taken = random.Random(4), SmsMessage.count().where(SmsMessage.taken_at.is_not_null())
    for _life in range(LIVES):
        for _message in range(EACH):
            await waiting.ask()
        before = await taken
        async with waiting.worker() as process:
            while await taken == before:  # noqa: ASYNC110 (from outside)
                await asyncio.sleep(0.02)
            await asyncio.sleep(chance.uniform(0, 3))
            process.kill()
    outcomes = Counter(await waiting.settle())
    assert set(outcomes) <= {"", "sent"}
    assert outcomes.total() == LIVES * EACH
    numbers = Counter(message["to"] for message in gateway.arrived)
    assert not numbers or max(numbers.values()) == 1
    assert outcomes["sent"] <= len(gateway.arrived) <= LIVES * EACH
