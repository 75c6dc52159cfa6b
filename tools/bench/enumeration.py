"""What an answer takes for an address with an account and for one without: an attacker may not tell them apart.

The yardstick: medians within 5 ms of each other, and a Kolmogorov-Smirnov test that finds no two distributions.
"""

import math
import os
import random
import sqlite3
import statistics
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from portal.web.tokens import digest, new_token
from tools.bench.office import EMAIL, BenchOffice
from tools.bench.operations import Sent, post
from tools.bench.server import Server, send

STRANGER = "nobody@example.com"
TRIES = 500
WARMING = 4
LARGEST_GAP, SMALLEST_P = 5.0, 0.01  # ms between the medians; the chance that one distribution differs so much
LONG_AGO = "2026-01-01 00:00:00+00:00"
LINK = "INSERT INTO one_time_link (id, account, purpose, created_at, expires_at) VALUES (?, ?, 'invitation', ?, ?)"
HALFWAY = """
    INSERT INTO halfway_sign_in (id, account, kind, target, way, tries, created_at, expires_at)
    VALUES (?, ?, 'client', '', 'sms', 0, ?, ?)
"""


@dataclass(frozen=True)
class Attempt:
    """A form that an attacker sends, with something that exists or with something that does not."""

    name: str
    known: str
    unknown: str
    request: Callable[[str], Sent]


def attempts(office: BenchOffice) -> list[Attempt]:
    """Signing in, a forgotten password, another invitation for an old link, and another code for an old sign-in."""
    link, sign_in, never = (new_token() for _token in range(3))
    _keep_old(office, link, sign_in)

    def wrong(email: str) -> Sent:
        return replace(post(office, "/login", {"email": email, "password": "wrong", "next": ""}), expects=422)

    def forgotten(email: str) -> Sent:
        return post(office, "/forgotten", {"email": email})

    def again(token: str) -> Sent:
        return _with_cookie(post(office, "/activate/again", {}), "portal-link", token)

    def code(token: str) -> Sent:
        return _with_cookie(post(office, "/login/code/message", {}), "portal-halfway", token)

    return [
        Attempt("sign in, wrong password", EMAIL, STRANGER, wrong),
        Attempt("password forgotten", EMAIL, STRANGER, forgotten),
        Attempt("another invitation", link, never, again),
        Attempt("another code", sign_in, never, code),
    ]


def table(office: BenchOffice, server: Server, tries: int = TRIES) -> Iterator[str]:
    """A line for each attempt: the two medians, measured in turn on one connection and one core, and what they tell."""
    yield f"\n{f'{tries} tries each':34}{'known ms':>9}{'unknown':>9}{'apart':>9}{'KS p':>9}"
    with on_one_core(server):
        for attempt in attempts(office):
            known, unknown = _measured(office, server, attempt, tries)
            middle, other = statistics.median(known), statistics.median(unknown)
            chance = same_distribution(known, unknown)
            told = "" if abs(middle - other) < LARGEST_GAP and chance > SMALLEST_P else "  TELLS"
            yield f"{attempt.name:34}{middle:9.2f}{other:9.2f}{middle - other:+9.2f}{chance:9.3f}{told}"


def same_distribution(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely two samples of one distribution differ as much as these: the two-sample Kolmogorov-Smirnov test.

    By its limit for many values (Stephens 1970), which is good from a few dozen on.
    """
    first, second = sorted(one), sorted(other)
    gap = max(
        abs(bisect_right(first, value) / len(first) - bisect_right(second, value) / len(second))
        for value in [*first, *second]
    )
    size = math.sqrt(len(first) * len(second) / (len(first) + len(second)))
    strength = (size + 0.12 + 0.11 / size) * gap
    if strength < 0.2:  # the sum converges slowly there, and is 1 to many digits
        return 1.0
    total = 2 * sum((-1) ** (term - 1) * math.exp(-2 * (term * strength) ** 2) for term in range(1, 101))
    return min(1.0, max(0.0, total))


@contextmanager
def on_one_core(server: Server) -> Iterator[None]:
    """Keep the server and whoever measures it on one core, so that nothing but their own work takes their time."""
    threads = [int(thread.name) for thread in Path(f"/proc/{server.process.pid}/task").iterdir()]
    were = os.sched_getaffinity(0)
    core = {max(were)}
    for thread in [0, *threads]:
        os.sched_setaffinity(thread, core)
    try:
        yield
    finally:
        for thread in [0, *threads]:
            os.sched_setaffinity(thread, were)


def _measured(office: BenchOffice, server: Server, attempt: Attempt, tries: int) -> tuple[list[float], list[float]]:
    times: dict[str, list[float]] = {attempt.known: [], attempt.unknown: []}
    connection, order = server.connect(), random.Random(1)  # noqa: S311 (the order in which they come)
    for number in range(tries + WARMING):
        for who in order.sample(list(times), 2):
            _forgive(office)
            request = attempt.request(who)
            started = time.perf_counter()
            send(connection, request)
            if number >= WARMING:
                times[who].append((time.perf_counter() - started) * 1000)
    connection.close()
    return times[attempt.known], times[attempt.unknown]


def _with_cookie(sent: Sent, name: str, value: str) -> Sent:
    return replace(sent, headers={**sent.headers, "Cookie": f"{sent.headers['Cookie']}; {name}={value}"})


def _keep_old(office: BenchOffice, link: str, sign_in: str) -> None:
    """A link and a sign-in of the client, of long ago."""
    with closing(_database(office)) as connection, connection:
        (account,) = connection.execute("SELECT id FROM account WHERE email = ?", [EMAIL]).fetchone()
        connection.execute(LINK, [digest(link), account, LONG_AGO, LONG_AGO])
        connection.execute(HALFWAY, [digest(sign_in), account, LONG_AGO, LONG_AGO])


def _forgive(office: BenchOffice) -> None:
    """Forget what was counted, so that nobody is kept waiting, and what is still to be sent."""
    with closing(_database(office)) as connection, connection:
        connection.execute("DELETE FROM sign_in_attempts")
        connection.execute("DELETE FROM outbox_event")


def _database(office: BenchOffice) -> sqlite3.Connection:
    return sqlite3.connect(office.data / "portal.sqlite", timeout=10)
