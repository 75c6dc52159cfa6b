"""The worker: does what is to be done in the background, in the server process or in one of its own."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

import structlog

logger = structlog.get_logger(__name__)

Duty = Callable[[], Awaitable[bool]]
LONGEST_PAUSE = 60.0
GRACE = 1.0


class Worker:
    """Performs duties until it is stopped: each is asked again at once while there was something to do.

    Each duty has a loop of its own, so that a slow mail server keeps nobody waiting for a PDF. A duty that fails is
    logged and asked again, ever less often while it keeps failing; the others do not notice.
    """

    def __init__(self, duties: Sequence[Duty], pause: float = 1.0) -> None:
        self._duties, self._pause = duties, pause
        self._signal = asyncio.Event()
        self._is_stopping = False
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """There may be something to do now: end the pauses."""
        signal, self._signal = self._signal, asyncio.Event()
        signal.set()

    def stop(self) -> None:
        """Finish what is under way and then end `run`; may be called by a signal handler."""
        self._is_stopping = True
        self.wake()

    async def run(self) -> None:
        """Perform the duties until `stop`; what is not finished a second later is cancelled, and done again later."""
        tasks = [asyncio.create_task(self._perform(duty)) for duty in self._duties]
        try:
            while not self._is_stopping:
                await self._signal.wait()
            if tasks:
                await asyncio.wait(tasks, timeout=GRACE)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def run_until_idle(self) -> None:
        """Perform the duties until none of them has anything left to do; raises what they raise."""
        while any([await duty() for duty in self._duties]):
            pass

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._task:
            await self._task

    async def _perform(self, duty: Duty) -> None:
        pause = self._pause
        while not self._is_stopping:
            signal = self._signal
            try:
                pause = 0.0 if await duty() else self._pause
            except Exception:  # a worker that ends would be a portal that tells nobody anything
                logger.exception("duty failed")
                pause = min(max(pause, self._pause) * 2, LONGEST_PAUSE)
            if pause:
                await _wait(signal, pause)


async def _wait(signal: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await signal.wait()
