"""A real server process that dies after the mail server took a mail repeats that mail, and no other."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal import database
from portal.accounts import operations as accounts
from portal.accounts.tables import AccountKind
from portal.adapters.clock import SystemClock
from portal.piccolo_app import TABLES
from tests.support.post import PostOffice

PATIENCE = 60


@pytest.fixture
def environment(tmp_path: Path, post_office: PostOffice) -> dict[str, str]:
    """An office on a machine of its own, migrated, with its keys."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {
        "PORTAL_ENVIRONMENT": "test",
        "PORTAL_STAFF_SECOND_STEP": "false",
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_SMTP_URL": post_office.url,
        "PORTAL_PORT": str(port),
    }
    environment = {**os.environ, **own}
    for command in (["keys", "create"], ["migrate"]):
        subprocess.run([sys.executable, "-m", "portal", *command], env=environment, check=True, capture_output=True)
    return environment


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts the server, and ends it when the test does."""
    started = []

    def serve(**more: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", "portal", "serve"], env={**environment, **more})
        started.append(process)
        return process

    yield serve
    for process in started:
        process.kill()
        process.wait()


async def test_a_server_that_dies_after_the_mail_was_taken_sends_the_same_one_again(
    tmp_path: Path, post_office: PostOffice, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    await invite_somebody(tmp_path)
    dying = start(PORTAL_CRASH_AT="mail-sent")
    assert await asyncio.to_thread(dying.wait, PATIENCE) == -signal.SIGKILL
    assert outcomes(tmp_path) == [""]
    with sqlite3.connect(tmp_path / "portal.sqlite") as connection:
        connection.execute("UPDATE outbox_event SET lease_until = '2020-01-01T00:00:00+00:00'")
    connection.close()
    start()
    await until(lambda: outcomes(tmp_path) == ["sent"])
    first, second = post_office.arrived
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_server_that_is_told_to_stop_does_so_at_once_though_the_mail_server_hangs(
    tmp_path: Path, post_office: PostOffice, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    post_office.hangs = True
    await invite_somebody(tmp_path)
    serving = start()
    await until(lambda: post_office.has_been_asked)
    serving.send_signal(signal.SIGTERM)
    told = time.monotonic()
    assert await asyncio.to_thread(serving.wait, PATIENCE) == 0
    assert time.monotonic() - told < 5


async def invite_somebody(data: Path) -> None:
    """Put an invitation into the outbox."""
    database.bind(database.engine_for(f"sqlite:///{data / 'portal.sqlite'}", data), TABLES)
    await database.start()
    now = SystemClock().now()
    made = await accounts.create_account(AccountKind.CLIENT, email="anna@example.com", name="Anna", now=now)
    await accounts.invite(made.id, now=now, actor=made.id)
    await database.stop()


def outcomes(data: Path) -> list[str]:
    """What became of the events, as another process reads it."""
    connection = sqlite3.connect(data / "portal.sqlite")
    try:
        return [row[0] for row in connection.execute("SELECT outcome FROM outbox_event")]
    finally:
        connection.close()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for another process."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 (it looks from outside)
            await asyncio.sleep(0.1)
