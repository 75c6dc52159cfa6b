"""Handing a text message to a gateway, through apprise in a process of its own; and keeping it in sight in the demo.

A message that was sent twice costs money and confuses, so it is tried once: whoever misses it asks for another.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote

from portal.settings import RECIPIENT

WHOLE_SECONDS = 15.0
REMEMBERED = 100
TAKEN = b"taken"


class SmsUnavailable(Exception):
    """The gateway did not take the message, or nobody knows whether it did."""


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A message for one telephone: its number in E.164 (`+31612345678`), and what it says."""

    to: str
    text: str = field(repr=False)


class Texter(Protocol):
    """Sends text messages."""

    async def send(self, message: TextMessage) -> None:
        """Hand over a message, once; raises `SmsUnavailable`."""


class GatewayTexter:
    """A gateway that apprise knows, by its address with `{to}` in it: `msgbird://key/+31201234567/{to}`.

    A process for each message: apprise loads its hundred and forty gateways only there, what it logs of numbers and
    texts goes nowhere, and one that hangs, or is answered a byte at a time, can be ended.
    """

    def __init__(self, url: str, *, whole_seconds: float = WHOLE_SECONDS) -> None:
        self._url, self._whole_seconds = url, whole_seconds

    async def send(self, message: TextMessage) -> None:
        """Hand over a message; what the process says is all that is known of it."""
        order = json.dumps({"url": address_of_gateway(self._url, message.to), "text": message.text}).encode()
        process = await _start()
        try:
            async with asyncio.timeout(self._whole_seconds):
                said, _errors = await process.communicate(order)
        except TimeoutError:
            raise SmsUnavailable("no answer in time") from None
        finally:
            await _end(process)
        if said != TAKEN:
            raise SmsUnavailable("not taken")


async def _start() -> asyncio.subprocess.Process:
    """The child; number and text go to it through a pipe, and it inherits no variable, so no key and no password."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "portal.adapters.sms_process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    await process.wait()
    process._transport.close()  # type: ignore[attr-defined] # else it complains when it is collected after the loop


def address_of_gateway(url: str, number: str) -> str:
    """The address for one recipient: apprise does not fill in `{to}` itself, and would read a bare `+` as a space."""
    return url.replace(RECIPIENT, quote(number, safe=""))


class DemoTexter:
    """Keeps the last hundred messages in memory, newest first, and shows them."""

    def __init__(self, show: Callable[[str], object] | None = None) -> None:
        self._show = show
        self.messages: deque[TextMessage] = deque(maxlen=REMEMBERED)

    async def send(self, message: TextMessage) -> None:
        """Keep and show the message."""
        self.messages.appendleft(message)
        if self._show:
            self._show("\n".join(["", "── sms ─ " + message.to + " " + "─" * 18, message.text, "─" * 40]))
