"""Counting statements, for the tests and the bench that keep pages from asking the database too much."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_counter: ContextVar["Counter | None"] = ContextVar("statement_counter", default=None)


@dataclass
class Counter:
    """The SQL of every statement that this task, and the tasks that it started, sent to the database."""

    sql: list[str] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """How many statements there were."""
        return len(self.sql)


@contextmanager
def counting() -> Iterator[Counter]:
    """Count the statements of this task for the length of a `with` block; an inner count hides them from an outer."""
    counter = Counter()
    token = _counter.set(counter)
    try:
        yield counter
    finally:
        _counter.reset(token)


def count(sql: str) -> None:
    """Note a statement, if anybody counts."""
    if counter := _counter.get():
        counter.sql.append(sql)
