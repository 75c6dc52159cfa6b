"""Reading on the spot: a statement by index takes SQLite less time than the way to a thread and back."""

import sqlite3
import time
from collections.abc import Sequence
from typing import Any

from piccolo.engine.sqlite import dict_factory

from portal.database.sqlite_connection import LOCKED, PRAGMAS

BUDGET = 0.005
"""How many seconds a statement may hold up everybody else before it has to go to a thread after all."""
STEPS = 1_000
"""After how many instructions of SQLite's machine we look at the clock: some 50 µs."""


class QuickReader:
    """A connection without a thread, for whoever has the event loop; what takes longer than `BUDGET` is broken off."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._connection = sqlite3.connect(**{**options, "timeout": 0})
        self._connection.row_factory = dict_factory
        for name, value in {**PRAGMAS, "query_only": "ON"}.items():
            self._connection.execute(f"PRAGMA {name} = {value}")
        self._deadline = 0.0
        self._connection.set_progress_handler(self._is_too_late, STEPS)

    def rows(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]] | None:
        """The rows of a statement that reads; None when it would take long, and nothing was done."""
        self._deadline = time.monotonic() + BUDGET
        try:
            rows: list[dict[str, Any]] = self._connection.execute(sql, args).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in {*LOCKED, sqlite3.SQLITE_INTERRUPT}:
                return None
            raise
        return rows

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _is_too_late(self) -> bool:
        return time.monotonic() > self._deadline
