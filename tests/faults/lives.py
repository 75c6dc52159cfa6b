"""Starting and killing servers, from the side of the tests."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

PATIENCE = 60


@dataclass
class Life:
    """One server process, from its start to its death."""

    pid: int
    base_url: str
    _nursery: asyncio.subprocess.Process

    def kill(self) -> None:
        """End the process as a power cut would; it gets no chance to tidy up."""
        os.kill(self.pid, signal.SIGKILL)

    async def died(self) -> int:
        """Wait for the end of the process; its exit code, -9 when it was killed."""
        return int(await _line(self._nursery))


@dataclass
class Nursery:
    """What starts servers on one data folder, one after the other."""

    data: Path
    process: asyncio.subprocess.Process
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    lives: list[Life] = field(default_factory=list)

    async def start(self, *, fault: str = "", **settings: str) -> Life:
        """A server that answers, with its worker asleep unless it is asked for."""
        environment = {
            "PORTAL_ENVIRONMENT": "test",
            "PORTAL_STAFF_SECOND_STEP": "false",
            "PORTAL_DATA": str(self.data),
            "PORTAL_PORT": str(self.port),
            "PORTAL_UPLOAD_MAX_FILES": "500",
            "PORTAL_WORKER": "no",
            "PORTAL_LOG_LEVEL": "ERROR",
            **self.settings,
            **settings,
        }
        life = await self._begin(environment, fault)
        await _answering(life)
        return life

    async def work(self, **settings: str) -> Life:
        """A worker by itself."""
        return await self._begin(
            {
                "PORTAL_ENVIRONMENT": "test",
                "PORTAL_DATA": str(self.data),
                "PORTAL_LOG_LEVEL": "CRITICAL",
                "PORTAL_CRASH_AT": "",
                **settings,
            },
            is_worker=True,
        )

    async def _begin(self, environment: dict[str, str], fault: str = "", *, is_worker: bool = False) -> Life:
        wanted = {"environment": environment, "fault": fault, "is_worker": is_worker}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(wanted).encode() + b"\n")
        life = Life(int(await _line(self.process)), f"http://127.0.0.1:{self.port}", self.process)
        self.lives.append(life)
        return life


@asynccontextmanager
async def open_nursery(data: Path, prefix: Sequence[str] = (), **settings: str) -> AsyncIterator[Nursery]:
    """A nursery for a data folder, started by the command `prefix` if there is one, until the block ends.

    Every life in it has the settings.
    """
    process = await asyncio.create_subprocess_exec(
        *prefix,
        sys.executable,
        "-m",
        "tests.faults.nursery",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(Path.cwd()), *sys.path]))},
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        nursery = Nursery(data, process, free.getsockname()[1], settings)
    try:
        yield nursery
    finally:
        assert process.stdin is not None
        process.stdin.close()
        for life in nursery.lives[-1:]:
            with suppress(ProcessLookupError):
                life.kill()
        await process.wait()


async def _line(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        return await process.stdout.readline()


async def _answering(life: Life) -> None:
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
        while True:
            try:
                await client.get(f"{life.base_url}/login", timeout=PATIENCE)
            except httpx.TransportError:
                await asyncio.sleep(0.02)
            else:
                return
