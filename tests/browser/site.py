"""The real server as a process of its own, with a fresh demo office in a folder of its own."""

import datetime
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.web.tokens import digest, new_token

COMMAND = (sys.executable, "-m", "portal", "demo")
PSEUDO = (sys.executable, "-m", "tests.browser.pseudo_portal")
CHECKOUT = Path(__file__).parents[2]
PATIENCE = 180


@dataclass(frozen=True)
class Site:
    """A portal that runs: where it is, and where it keeps its things."""

    address: str
    data: Path

    def value(self, question: str, *about: str) -> str:
        """One value of the demo, straight from its database."""
        found = self.values(question, *about)
        assert found, f"the demo has no answer to {question} {about}"
        return found[0]

    def values(self, question: str, *about: str) -> list[str]:
        """A column of the demo, straight from its database."""
        connection = sqlite3.connect(f"file:{self.data / 'portal.sqlite'}?mode=ro", uri=True)
        try:
            return [str(row[0]) for row in connection.execute(question, about)]
        finally:
            connection.close()

    def invite(self, email: str, name: str) -> str:
        """Invite a client as an administrator does on the command line; answers the path of a one-time link."""
        command = [*COMMAND[:3], "client", "add", "--email", email, "--name", name]
        subprocess.run(command, env=environment(self.data, port=0), capture_output=True, check=True, cwd=CHECKOUT)
        account = self.value("SELECT id FROM account WHERE email = ?", email)
        return f"/activate/{self.link(account, 'invitation')}"

    def link(self, account: str, purpose: str, item: str | None = None) -> str:
        """The token of a one-time link beside the one that is in a mail; it works for half an hour."""
        token, now = new_token(), datetime.datetime.now(datetime.UTC)
        row = (digest(token), account, purpose, item, str(now), str(now + datetime.timedelta(minutes=30)))
        with closing(sqlite3.connect(self.data / "portal.sqlite")) as connection, connection:
            connection.execute(
                "INSERT INTO one_time_link (id, account, purpose, item, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
        return token


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    """The variables of a demo that shares nothing with another one."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    own = {"PORTAL_ENVIRONMENT": "demo", "PORTAL_DATA": str(data), "PORTAL_PORT": str(port)}
    return {**outside, **own, **more, "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(data: Path, command: tuple[str, ...] = COMMAND, host: str = "127.0.0.1", **more: str) -> Iterator[Site]:
    """A portal that answers, for the length of a `with` block; `host` is what people call it by, `more` are settings."""
    port = free_port()
    address = f"http://{host}:{port}"
    log = data.parent / f"{data.name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environment(data, port, PORTAL_BASE_URL=address, **more),
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=CHECKOUT,
        )
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}", process, log)
            yield Site(address, data)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_it_answers(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the portal says that it is alive, or fail with what it printed."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"The portal did not start:\n{log.read_text()[-4000:]}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def copy_of(prepared: Path, name: str) -> Path:
    """The data of a prepared demo once more, so that a journey starts with everything still to be done."""
    return Path(shutil.copytree(prepared, prepared.parent / name))
