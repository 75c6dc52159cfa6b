"""However often and whenever the server is killed: what was acknowledged is there, and nothing is half there."""

import random

from tests.faults.acts import Kind, Ledger
from tests.faults.checking import Witness, kinds
from tests.faults.conftest import KILLS
from tests.faults.lives import Nursery, open_nursery
from tests.faults.nursery import ACKNOWLEDGES_TOO_EARLY, COMMITS_PIECEMEAL
from tests.faults.preparing import MARKER, PreparedOffice
from tests.faults.sweeping import Sweep, until

SEED = 20261124


async def test_a_server_that_is_killed_at_any_moment_loses_nothing(
    real_office: PreparedOffice, nursery: Nursery
) -> None:
    sweep = Sweep(real_office, nursery, random.Random(SEED))
    await until(sweep, lambda: min(sweep.kills[kind] for kind in Kind) >= KILLS or bool(sweep.findings), 2 * KILLS + 8)
    assert sweep.findings == []
    assert min(sweep.kills[kind] for kind in Kind) >= KILLS, sweep.kills


async def test_on_postgresql_it_loses_nothing_either(postgres_office: PreparedOffice) -> None:
    wanted = KILLS // 10  # our code is the same, so a tenth will do
    async with open_nursery(postgres_office.data, PORTAL_DATABASE_URL=postgres_office.url) as nursery:
        sweep = Sweep(postgres_office, nursery, random.Random(SEED))
        enough = 2 * wanted + 8
        await until(sweep, lambda: min(sweep.kills[kind] for kind in Kind) >= wanted or bool(sweep.findings), enough)
    assert sweep.findings == []
    assert min(sweep.kills[kind] for kind in Kind) >= wanted, sweep.kills


async def test_a_build_that_acknowledges_before_it_commits_is_found_out(
    real_office: PreparedOffice, nursery: Nursery
) -> None:
    sweep = Sweep(real_office, nursery, random.Random(SEED), fault=ACKNOWLEDGES_TOO_EARLY, waits_for_answer=True)
    await until(sweep, lambda: kinds(sweep.findings) == set(Kind), 20)
    assert kinds(sweep.findings) == set(Kind)
    assert any("acknowledged and is lost" in finding for finding in sweep.findings)


async def test_a_build_that_commits_piecemeal_is_found_out(real_office: PreparedOffice, nursery: Nursery) -> None:
    sweep = Sweep(real_office, nursery, random.Random(SEED), fault=COMMITS_PIECEMEAL)
    await until(sweep, lambda: any("half there" in finding for finding in sweep.findings), 20)
    assert any("half there" in finding for finding in sweep.findings)


def test_an_answer_that_lies_somewhere_in_the_clear_is_found_out(real_office: PreparedOffice) -> None:
    ledger, witness = Ledger(next(real_office.bundles)), Witness(real_office.data, real_office.keys)
    assert witness.findings(ledger) == []
    (real_office.data / "draft.tmp").write_text(f"Anna: {MARKER}")
    assert witness.findings(ledger) == ["disk: draft.tmp holds an answer or a file in the clear"]
