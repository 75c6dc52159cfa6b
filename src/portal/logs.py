"""What the log holds: one line per event, and of an error where it happened, never what it says.

The text of an error can hold anything: the row that a database refused, the address that a mail server did not know.
"""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def where(error: BaseException) -> str:
    """The kind of an error and the lines that led to it, of its causes too, without any of their texts."""
    told, seen = [], set[int]()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        told.append("\n".join([type(current).__name__, *lines]))
        if isinstance(current, BaseExceptionGroup):
            told += [where(one) for one in current.exceptions]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nafter ".join(told)


def format_error(_logger: Any, _method: str, event: Any) -> Any:
    """The processor that puts `where` in the place of `exc_info`."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()[1]
    if isinstance(found, tuple):
        found = found[1]
    if isinstance(found, BaseException):
        event["exception"] = where(found)
    return event


class Formatter(logging.Formatter):
    """The same for what libraries log; their lines are kept, the texts of their errors are not."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (the name that logging gives it)
        return where(ei[1]) if ei[1] is not None else ""


def configure(level_name: str) -> None:
    """Log from this level on; no names, answers, codes or addresses with tokens are ever passed in.

    Libraries are heard from WARNING on, whatever the level: at DEBUG one of them quotes every value that is stored.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(Formatter("%(message)s"))
    level = logging.getLevelNamesMapping().get(level_name, logging.INFO)
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            format_error,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
