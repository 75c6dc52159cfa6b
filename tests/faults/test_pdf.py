"""The worker dies while it makes a PDF: after the restart each completed questionnaire has its PDF, once."""

import asyncio
import contextlib
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.faults.acts import Act, Client, Kind, Ledger
from tests.faults.checking import Witness
from tests.faults.conftest import KILLS
from tests.faults.lives import PATIENCE, Nursery
from tests.faults.preparing import PreparedOffice

MADE = "SELECT count(*) FROM document WHERE file IS NOT NULL AND answers IS NOT NULL"
LEASED = "SELECT count(*) FROM job WHERE lease_until IS NOT NULL AND done_at IS NULL"


async def test_a_worker_that_dies_when_the_pdf_is_stored_makes_it_once(
    real_office: PreparedOffice, nursery: Nursery
) -> None:
    ledger = await complete_some(real_office, nursery, 1)
    dying = await nursery.start(PORTAL_CRASH_AT="pdf-durable", PORTAL_WORKER="yes")
    assert await dying.died() == -9
    assert ask(real_office.data, MADE) == 0
    await make_the_rest(real_office, nursery, 1)
    assert findings(real_office, ledger) == []


async def test_a_worker_that_is_killed_at_any_moment_makes_each_pdf_once(
    real_office: PreparedOffice, nursery: Nursery
) -> None:
    count = max(6, KILLS // 2)
    ledger = await complete_some(real_office, nursery, count)
    moments = random.Random(20261124)
    for _kill in range(count // 2):
        end_leases(real_office.data)
        made = ask(real_office.data, MADE)
        life = await nursery.start(PORTAL_WORKER="yes")
        await until(lambda: ask(real_office.data, LEASED) > 0)
        await one_more_or(real_office.data, made, seconds=moments.uniform(0, 2))
        life.kill()
        await life.died()
    await make_the_rest(real_office, nursery, count)
    assert findings(real_office, ledger) == []


async def complete_some(real_office: PreparedOffice, nursery: Nursery, count: int) -> list[Ledger]:
    """Completed questionnaires, with nobody at work in the background."""
    life = await nursery.start()
    ledgers: list[Ledger] = []
    async with (client := Client(life.base_url, real_office.anna)).http:
        while sum(len(ledger.completions) for ledger in ledgers) < count:
            ledgers.append(ledger := Ledger(next(real_office.bundles)))
            for subject in ledger.bundle.completions[: count - sum(len(each.completions) for each in ledgers)]:
                ledger.completions.append(act := Act(Kind.COMPLETION, subject))
                await client.do(act)
    life.kill()
    await life.died()
    return ledgers


async def make_the_rest(real_office: PreparedOffice, nursery: Nursery, count: int) -> None:
    """Let a sound server make what is not made yet."""
    end_leases(real_office.data)
    await nursery.start(PORTAL_WORKER="yes")
    await until(lambda: ask(real_office.data, "SELECT count(*) FROM job WHERE done_at IS NOT NULL") == count)
    assert ask(real_office.data, MADE) == count


def findings(real_office: PreparedOffice, ledgers: list[Ledger]) -> list[str]:
    """What is wrong with the completions, their PDFs and the audit entries of these."""
    witness = Witness(real_office.data, real_office.keys)
    found = [finding for ledger in ledgers for finding in witness.findings(ledger)]
    with closing(sqlite3.connect(real_office.data / "portal.sqlite")) as connection:
        documents = connection.execute("SELECT id, file FROM document WHERE answers IS NOT NULL").fetchall()
        audited = connection.execute("SELECT subject FROM audit_entry WHERE action = 'pdf_made'").fetchall()
    if sorted(row[0] for row in documents) != sorted(row[0] for row in audited):
        found.append("pdf: not one audit entry for each document")
    if not all((witness.bytes_of(file) or b"").startswith(b"%PDF-") for _document, file in documents):
        found.append("pdf: a document cannot be read")
    return found


def end_leases(data: Path) -> None:
    """Let the five minutes pass after which the work of a dead worker is free again."""
    with closing(sqlite3.connect(data / "portal.sqlite")) as connection, connection:
        connection.execute("UPDATE job SET lease_until = NULL WHERE done_at IS NULL")


def ask(data: Path, sql: str) -> Any:
    """One figure, as another process reads it."""
    with closing(sqlite3.connect(data / "portal.sqlite")) as connection:
        return connection.execute(sql).fetchone()[0]


async def one_more_or(data: Path, made: int, *, seconds: float) -> None:
    """Wait for a moment, but not beyond the next PDF: a fast machine would leave nothing for the later kills."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while ask(data, MADE) == made:  # noqa: ASYNC110 (it looks from outside)
                await asyncio.sleep(0.01)


async def until(condition: Any) -> None:
    """Wait for another process."""
    async with asyncio.timeout(2 * PATIENCE):
        while not condition():  # noqa: ASYNC110 (it looks from outside)
            await asyncio.sleep(0.05)
