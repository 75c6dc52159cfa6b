"""Making PDFs: xhtml2pdf in a process of its own, one at a time, within a time limit.

The document goes in and the PDF comes out through pipes, so that nothing in the clear touches a disk. The process is
started at the first use and ended when a render takes too long; the next render starts a fresh one.
"""

import asyncio
import os
import struct
import sys
from collections.abc import Mapping
from typing import Protocol

import msgspec

LENGTH = struct.Struct(">I")
START_LIMIT = 60.0


class PdfFailed(Exception):
    """No PDF came out: the document took too long, or the renderer gave up."""


class Document(msgspec.Struct, frozen=True):
    """What a PDF is made of: HTML, and the pictures that it names (`pdf_pictures`)."""

    html: bytes
    pictures: Mapping[str, bytes]


class PdfRenderer(Protocol):
    """Makes PDFs of HTML."""

    async def render(self, html: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
        """The PDF of a document, with its pictures by their names; raises `PdfFailed`.

        A picture that is not there, or cannot be read, is left out.
        """

    async def close(self) -> None:
        """End what the renderer keeps running."""


class ProcessPdfRenderer:
    """xhtml2pdf in a child process; `time_limit` is in seconds, for one document once it begins."""

    def __init__(self, time_limit: float = 20) -> None:
        self._time_limit = time_limit
        self._process: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def render(self, html: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
        """The PDF of a document, with its pictures by their names; raises `PdfFailed`."""
        document = msgspec.msgpack.encode(Document(html.encode("utf-8", "replace"), pictures or {}))
        async with self._one_at_a_time:
            try:
                process = await self._running()
                async with asyncio.timeout(self._time_limit):
                    pdf = await _exchange(process, document)
            except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
                await self._end()
                raise PdfFailed("the document took too long, or its renderer died") from error
            except asyncio.CancelledError:
                await self._end()  # an answer that nobody waits for would be taken for that of the next document
                raise
        if not pdf:
            raise PdfFailed("the renderer refused the document")
        return pdf

    async def close(self) -> None:
        """End the child process."""
        async with self._one_at_a_time:
            await self._end()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            await self._end()
            self._process = await _start(self._time_limit)
            assert self._process.stdout is not None
            async with asyncio.timeout(START_LIMIT):
                await self._process.stdout.readexactly(LENGTH.size)
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.wait()
        # The transport is closed here and now, or it would complain when it is collected after the loop is gone.
        process._transport.close()  # type: ignore[attr-defined]


async def _start(time_limit: float) -> asyncio.subprocess.Process:
    """The child, which says an empty answer once it is ready; it inherits no variable, so no key and no password."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "portal.adapters.pdf_process",
        str(time_limit),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
    )


async def _exchange(process: asyncio.subprocess.Process, document: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(LENGTH.pack(len(document)) + document)
    await process.stdin.drain()
    (size,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    return await process.stdout.readexactly(size) if size else b""
