"""A database of PostgreSQL as seen from behind the server's back, in the words of sqlite3."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from typing import Any
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]

PATIENCE = 60


class PostgresConnection:
    """One connection, with an event loop of its own; as far as looking needs it, it is one of `sqlite3`."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._connection = self._wait(asyncpg.connect(url))
        self._found: list[Any] = []

    def execute(self, sql: str, args: Sequence[object] = ()) -> "PostgresConnection":
        """Ask something, with `?` for each value."""
        first, *rest = sql.split("?")
        numbered = first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))
        self._found = self._wait(self._connection.fetch(numbered, *args))
        return self

    def fetchall(self) -> list[Any]:
        """The rows, which know their columns by name and by number."""
        return self._found

    def close(self) -> None:
        """End the connection, and its loop."""
        self._wait(self._connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, question: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(question, self._loop).result(PATIENCE)


def create_database(server: str, name: str) -> str:
    """A new, empty database on a server; returns its URL."""
    connection = PostgresConnection(server)
    connection.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return urlsplit(server)._replace(path=f"/{name}").geturl()
