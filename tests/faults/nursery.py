"""A process that has everything imported and forks a server for each life, so that a restart takes no second.

`python -m tests.faults.nursery` reads a line of JSON for each life (the `environment` of the server, which `fault` its
build has, and whether it `is_worker` only), answers with the pid of the server, and once that died with its exit status. The servers are real
processes of their own; only their imports are shared.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from portal import database, server
from portal.database.sqlite import PooledTransaction
from portal.settings import load

ACKNOWLEDGES_TOO_EARLY = "acknowledges before it commits"
COMMITS_PIECEMEAL = "commits piecemeal"
DOES_NOT_SYNC = "does not sync its files"
DELAY = 0.15


def raise_servers() -> None:
    """Fork a server for each line that comes in, one at a time."""
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if pid == 0:
            live(wanted["environment"], wanted["fault"], is_worker=wanted["is_worker"])
        print(pid, flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def live(environment: dict[str, str], fault: str, *, is_worker: bool) -> None:
    """Be the server, or a worker by itself, until killed."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # the pipe belongs to the nursery
    os.environ.update(environment)
    try:
        FAULTS[fault]()
        (server.work if is_worker else server.serve)(load())
    finally:
        os._exit(1)


def acknowledge_too_early() -> None:
    """Break the build: whoever ends a transaction goes on at once, and the commit comes a little later."""
    orderly = PooledTransaction._end
    later = set()

    async def end(self: PooledTransaction, *, is_good: bool) -> None:
        async def commit() -> None:
            await asyncio.sleep(DELAY)
            await orderly(self, is_good=is_good)

        self.is_open = False
        task = asyncio.create_task(commit())
        later.add(task)
        task.add_done_callback(later.discard)

    PooledTransaction._end = end  # type: ignore[method-assign]


def commit_piecemeal() -> None:
    """Break the build: each statement of a transaction is committed by itself."""

    @asynccontextmanager
    async def nothing() -> AsyncIterator[None]:
        yield

    database.transaction = nothing


def sync_nothing() -> None:
    """Break the build: files are written, and nobody waits for the disk."""
    os.fsync = lambda _file: None


FAULTS = {
    "": lambda: None,
    ACKNOWLEDGES_TOO_EARLY: acknowledge_too_early,
    COMMITS_PIECEMEAL: commit_piecemeal,
    DOES_NOT_SYNC: sync_nothing,
}

if __name__ == "__main__":
    raise_servers()
