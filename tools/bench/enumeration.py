"""What an answer takes for an address with an account and for one without: an attacker may not tell them apart."""

import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from tools.bench.office import EMAIL, BenchOffice
from tools.bench.operations import post
from tools.bench.server import Server, send

STRANGER = "nobody@example.com"
ROUNDS = 100


@dataclass(frozen=True)
class Attempt:
    """A form that an attacker sends with an address, and the status that it answers with."""

    name: str
    path: str
    fields: dict[str, str]
    expects: int


ATTEMPTS = (
    Attempt("sign in, wrong password", "/login", {"password": "wrong", "next": ""}, 422),
    Attempt("password forgotten", "/forgotten", {}, 303),
)


def table(office: BenchOffice, server: Server) -> Iterator[str]:
    """A line for each attempt: the two medians, measured in turn on one connection."""
    yield f"\n{'':34}{'known ms':>9}{'unknown':>9}{'apart':>9}"
    for attempt in ATTEMPTS:
        times = _measured(office, server, attempt)
        known, unknown = (statistics.median(times[email]) for email in (EMAIL, STRANGER))
        yield f"{attempt.name:34}{known:9.2f}{unknown:9.2f}{known - unknown:+9.2f}"


def _measured(office: BenchOffice, server: Server, attempt: Attempt) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {EMAIL: [], STRANGER: []}
    connection, order = server.connect(), random.Random(1)  # noqa: S311 (the order in which they come)
    for number in range(ROUNDS + 4):
        for email in order.sample([EMAIL, STRANGER], 2):
            _forgive(office)
            request = replace(post(office, attempt.path, {"email": email, **attempt.fields}), expects=attempt.expects)
            started = time.perf_counter()
            send(connection, request)
            if number >= 4:
                times[email].append((time.perf_counter() - started) * 1000)
    connection.close()
    return times


def _forgive(office: BenchOffice) -> None:
    """Forget what was counted, so that nobody is kept waiting, and what is still to be sent."""
    with closing(sqlite3.connect(office.data / "portal.sqlite", timeout=10)) as connection, connection:
        connection.execute("DELETE FROM sign_in_attempts")
        connection.execute("DELETE FROM outbox_event")
