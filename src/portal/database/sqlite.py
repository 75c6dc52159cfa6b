"""SQLite as a server's database: connections that stay open, one writer, and writes that survive a power cut.

Piccolo's own engine opens a connection (a thread, and a file) for each query and begins transactions that cannot
wait for each other. This one overrides private methods of it, so its version is pinned and the overrides are tested.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType

from portal.database.counting import count
from portal.database.sqlite_connection import connect, execute, may_write
from portal.database.sqlite_quick import QuickReader
from portal.database.transactions import SafeTransaction
from portal.errors import Busy
from portal.finishing import to_the_end


class PooledTransaction(SafeTransaction, SQLiteTransaction):
    """A transaction on the one connection that writes; it starts with the lock, so that it cannot fail late."""

    engine: "PooledSQLite"
    patience: float | None = None
    has_foreign_keys = True

    async def borrow(self) -> aiosqlite.Connection:
        return await self.engine.borrow_writer(self.patience)

    async def give_back(self) -> None:
        if not self.has_foreign_keys:
            await execute(self.connection, "PRAGMA foreign_keys = ON")
        await self.engine.give_back_writer(self.connection)

    async def begin(self) -> None:
        if not self.has_foreign_keys:
            await execute(self.connection, "PRAGMA foreign_keys = OFF")  # does nothing once begun
        await execute(self.connection, f"BEGIN {self.transaction_type.value}")

    async def commit(self) -> None:
        await execute(self.connection, "COMMIT")
        self._committed = True

    async def rollback(self) -> None:
        await self.undo()
        self._rolled_back = True

    async def undo(self) -> None:
        await self.connection.rollback()  # after anything still queued on it; nothing when nothing was begun


class PooledSQLite(SQLiteEngine):
    """Piccolo's SQLite engine with N connections that read and one that writes, open as long as the process runs.

    What is read by index is read on the spot; only what turns out to take long goes to the thread of a connection.
    `timeout` is how many seconds a statement waits for its turn before `Busy`. Before `start_connection_pool` (and in
    commands that never call it) every query has a connection of its own, as in Piccolo, with the same guarantees.
    """

    def __init__(self, path: Path, *, readers: int = 4, timeout: float = 5.0) -> None:
        self.timeout = timeout
        self._size = readers
        self._readers: asyncio.LifoQueue[aiosqlite.Connection] | None = None
        self._writer: aiosqlite.Connection | None = None
        self._quick: QuickReader | None = None
        self._turn = asyncio.Lock()
        self._patience = timeout
        super().__init__(path=str(path))

    async def check_version(self) -> None:
        """Python 3.11 always comes with an SQLite that is new enough."""

    async def get_connection(self, *, writes: bool = True) -> aiosqlite.Connection:
        """A new connection with every guarantee set; it belongs to the caller, who closes it."""
        return await connect({"timeout": self.timeout, **self.connection_kwargs}, writes=writes)

    async def start_connection_pool(self) -> None:
        """Open the connections; a second call does nothing."""
        if self._readers is None:
            self._turn, self._patience = asyncio.Lock(), self.timeout
            opened: list[aiosqlite.Connection] = []
            try:
                for number in range(self._size + 1):
                    opened.append(await self.get_connection(writes=number == 0))  # noqa: PERF401 (closed below when one fails)
                self._quick = QuickReader(self.connection_kwargs)
            except BaseException:
                for connection in opened:  # each has a thread, which would keep the process from ending
                    await connection.close()
                raise
            self._writer, self._readers = opened[0], asyncio.LifoQueue()
            for connection in opened[1:]:
                self._readers.put_nowait(connection)

    async def close_connection_pool(self) -> None:
        """Close the connections, each after what runs on it; the last one folds the write-ahead log into the file."""
        if self._readers is not None and self._writer is not None:
            readers, self._readers = self._readers, None
            if self._quick is not None:
                self._quick.close()
                self._quick = None
            for _ in range(self._size):
                await (await readers.get()).close()
            async with self._turn:
                writer, self._writer = self._writer, None
                await writer.close()

    async def borrow_writer(self, patience: float | None = None) -> aiosqlite.Connection:
        """The connection that writes, for one task at a time; other tasks and other processes share one wait."""
        patience = patience or self.timeout
        started = time.monotonic()
        await self._wait(self._turn.acquire(), patience)
        try:
            connection = self._writer or await self.get_connection()
            await self._set_patience(connection, patience - (time.monotonic() - started))
        except BaseException:
            self._turn.release()
            raise
        return connection

    async def _set_patience(self, connection: aiosqlite.Connection, seconds: float) -> None:
        """How long SQLite itself waits for other processes; asked only when it changes by more than a tenth."""
        if connection is not self._writer or abs(seconds - self._patience) > self.timeout / 10:
            await execute(connection, f"PRAGMA busy_timeout = {max(1, round(seconds * 1000))}")
            self._patience = seconds

    async def give_back_writer(self, connection: aiosqlite.Connection) -> None:
        """Let the next task write."""
        try:
            if connection is not self._writer:
                await connection.close()
        finally:
            self._turn.release()

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[aiosqlite.Connection]:
        if self._readers is None:
            connection = await self.get_connection(writes=False)
            try:
                yield connection
            finally:
                await to_the_end(connection.close())
            return
        readers = self._readers
        connection = await self._wait(readers.get(), self.timeout) if readers.empty() else readers.get_nowait()
        try:
            yield connection
        finally:
            readers.put_nowait(connection)

    async def _wait(self, turn: Awaitable[Any], patience: float) -> Any:
        try:
            async with asyncio.timeout(patience):
                return await turn
        except TimeoutError:
            raise Busy("The database was not free in time.") from None

    async def _run_in_new_connection(
        self, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> list[dict[str, Any]]:
        count(query)
        if not may_write(query):
            if self._quick is not None and (rows := self._quick.rows(query, args or ())) is not None:
                return rows
            async with self._reader() as connection:
                return await execute(connection, query, args or ())
        connection = await self.borrow_writer()
        try:
            return await execute(connection, query, args or ())
        finally:
            await to_the_end(self.give_back_writer(connection))

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> list[dict[str, Any]]:
        current: Any = self.current_transaction.get()
        if current is None or not current.is_open:  # a task that outlived the transaction it was started in
            return await self._run_in_new_connection(query, args)
        count(query)
        return await execute(connection, query, args or ())

    async def fetch(self, sql: str, args: Sequence[object]) -> list[dict[str, Any]]:
        """The rows of one statement with `{}` for each value, in the transaction of this task if there is one."""
        sql, current = sql.replace("{}", "?"), self.current_transaction.get()
        if current is None:
            return await self._run_in_new_connection(sql, list(args))
        return await self._run_in_existing_connection(current.connection, sql, list(args))

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> PooledTransaction:
        """All of the block or nothing of it; it waits for its turn when it starts, never halfway."""
        return PooledTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)

    def rebuilding(self, *, patience: float) -> PooledTransaction:
        """A transaction in which foreign keys do nothing, for migrations; whoever uses it checks them at the end."""
        transaction = self.transaction(allow_nested=False)
        transaction.patience, transaction.has_foreign_keys = patience, False
        return transaction
