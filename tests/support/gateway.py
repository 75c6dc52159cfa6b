"""A gateway for text messages on this machine that behaves, or misbehaves, as a test asks."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
FAILED = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Gateway:
    """What arrived, and how it answers: with these bytes, after a pause, or a byte at a time."""

    answer: bytes = OK
    pause: float = 0.0
    seconds_for_a_byte: float = 0.0
    arrived: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """Its address as `PORTAL_SMS_URL`."""
        return f"json://127.0.0.1:{self.port}/?:to={{to}}"

    @property
    def texts(self) -> list[str]:
        """The messages that arrived, the oldest first."""
        return [str(message["message"]) for message in self.arrived]

    def redirect_to(self, address: str) -> None:
        """Answer with another address from now on, and keep the method and the body as 307 does."""
        head = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {address}\r\n"
        self.answer = f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request."""
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lengths = [line.partition(":")[2] for line in head.splitlines() if line.lower().startswith("content-len")]
            body = await reader.readexactly(int(lengths[0]))
            self.requests.append(head)
            self.arrived.append(json.loads(body))
            await asyncio.sleep(self.pause)
            await self._say(writer)

    async def _say(self, writer: asyncio.StreamWriter) -> None:
        if not self.seconds_for_a_byte:
            writer.write(self.answer)
            await writer.drain()
            return
        for byte in self.answer:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(self.seconds_for_a_byte)


@asynccontextmanager
async def open_gateway() -> AsyncIterator[Gateway]:
    """A gateway on a free port of this machine, until the block ends."""
    gateway = Gateway()
    talking = set[asyncio.Task[None]]()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talking.add(task)
        await gateway.talk(reader, writer)

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    gateway.port = server.sockets[0].getsockname()[1]
    try:
        yield gateway
    finally:
        server.close()
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    """A gateway that takes every message."""
    async with open_gateway() as opened:
        yield opened
