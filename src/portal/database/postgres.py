"""PostgreSQL through asyncpg's pool, with the same promises as the SQLite engine beside it."""

import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from portal.database.counting import count
from portal.database.transactions import SafeTransaction
from portal.errors import Busy
from portal.finishing import to_the_end

_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
_OLDEST = 150_000


@contextmanager
def _busy_when_away() -> Iterator[None]:
    """A server that is away, restarting, full or locked is something that trying again in a moment helps."""
    try:
        yield
    except _AWAY as error:
        raise Busy("The database was not free in time.") from error


class PooledPostgresTransaction(SafeTransaction, PostgresTransaction):
    """A transaction on a connection of the pool, which has it back whatever happens to the task."""

    engine: "PooledPostgres"

    async def borrow(self) -> Any:
        return await self.engine.borrow()

    async def give_back(self) -> None:
        await self.engine.give_back(self.connection)

    async def begin(self) -> None:
        with _busy_when_away():
            await self.connection.execute("BEGIN")

    async def commit(self) -> None:
        with _busy_when_away():
            answer = await self.connection.execute("COMMIT")
        if answer != "COMMIT":  # after an error that was caught inside, PostgreSQL answers ROLLBACK, and that is all
            raise asyncpg.InFailedSQLTransactionError("A statement had failed, so nothing was committed")
        self._committed = True

    async def rollback(self) -> None:
        await self.undo()
        self._rolled_back = True

    async def undo(self) -> None:
        if not self.connection.is_closed() and self.connection.is_in_transaction():
            with _busy_when_away():
                await self.connection.execute("ROLLBACK")


@cache
def _numbered(sql: str) -> str:
    """The statement with `$1`, `$2` … for its values; there are only so many statements."""
    first, *rest = sql.split("{}")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))


def _plain(row: asyncpg.Record) -> dict[str, Any]:
    """A row with the names and the types that SQLite gives."""
    return {
        name.partition(" [")[0]: uuid.UUID(int=value.int) if isinstance(value, uuid.UUID) else value
        for name, value in row.items()
    }


class PooledPostgres(PostgresEngine):
    """Piccolo's PostgreSQL engine, which waits at most `timeout` seconds for a connection or a lock, then is `Busy`."""

    def __init__(self, url: str, *, connections: int = 10, timeout: float = 5.0) -> None:
        self.timeout = timeout
        self._size = connections
        settings = {"application_name": "portal", "lock_timeout": str(round(timeout * 1000)), "timezone": "UTC"}
        super().__init__(config={"dsn": url, "timeout": timeout, "server_settings": settings})

    async def check_version(self) -> None:
        """Nothing yet: making an engine must not need a server; the pool checks when it starts."""

    async def start_connection_pool(self, **kwargs: Any) -> None:
        """Open the pool; a second call does nothing. Raises `Busy` without a server, and refuses one before 15."""
        if self.pool:
            return
        with _busy_when_away():
            await super().start_connection_pool(min_size=1, max_size=self._size, **kwargs)
        version = await self._run_in_new_connection("SHOW server_version_num")
        if int(version[0]["server_version_num"]) < _OLDEST:
            await self.close_connection_pool()
            raise RuntimeError("The portal needs PostgreSQL 15 or newer")

    async def close_connection_pool(self) -> None:
        """Close the pool after what runs on it."""
        if self.pool:
            await super().close_connection_pool()

    async def borrow(self) -> Any:
        """A connection of the pool, or a new one when there is no pool."""
        with _busy_when_away():
            return await (self.pool.acquire(timeout=self.timeout) if self.pool else self.get_new_connection())

    async def give_back(self, connection: Any) -> None:
        """Let others have the connection."""
        if self.pool:
            await self.pool.release(connection)
        else:
            await connection.close()

    @asynccontextmanager
    async def _own(self) -> AsyncIterator[Any]:
        connection = await self.borrow()
        try:
            yield connection
        finally:
            await to_the_end(self.give_back(connection))

    async def _run(self, sql: str, args: list[Any]) -> Any:
        count(sql)
        current: Any = self.current_transaction.get()
        with _busy_when_away():
            if current is not None and current.is_open:  # not in a task that outlived its transaction
                return await current.connection.fetch(sql, *args)
            async with self._own() as connection:
                return await connection.fetch(sql, *args)

    async def fetch(self, sql: str, args: Sequence[object]) -> list[dict[str, Any]]:
        """The rows of one statement with `{}` for each value, in the transaction of this task if there is one."""
        return [_plain(row) for row in await self._run(_numbered(sql), list(args))]

    async def run_querystring(self, querystring: Any, in_pool: bool = True) -> Any:
        """Run one statement, in the transaction of this task if there is one."""
        return await self._run(*querystring.compile_string(engine_type=self.engine_type))

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        """Run one change of the schema, in the transaction of this task if there is one."""
        return await self._run(ddl, [])

    def transaction(self, allow_nested: bool = True) -> PooledPostgresTransaction:
        """All of the block or nothing of it."""
        return PooledPostgresTransaction(engine=self, allow_nested=allow_nested)
