"""What a kill left in the store goes by itself, a day later, and nothing else goes."""

import asyncio
import os
import time
from pathlib import Path

from tests.faults.acts import Client, Ledger, Upload
from tests.faults.checking import Witness
from tests.faults.lives import PATIENCE, Nursery
from tests.faults.preparing import PreparedOffice
from tests.faults.sweeping import SMALL, new_upload

TWO_DAYS = 2 * 24 * 60 * 60


async def test_bytes_that_no_row_points_to_are_swept_and_all_others_stay(
    real_office: PreparedOffice, nursery: Nursery
) -> None:
    ledger = Ledger(next(real_office.bundles))
    await upload_and_die(real_office, nursery, ledger, "upload-received")
    await upload_and_die(real_office, nursery, ledger, "upload-durable")
    await upload_and_die(real_office, nursery, ledger, "file-added-after-commit")
    assert len(stored(real_office.data)) == 3
    grow_old(real_office.data)
    await nursery.start(PORTAL_WORKER="yes")
    async with asyncio.timeout(PATIENCE):
        while len(stored(real_office.data)) > 1:  # noqa: ASYNC110 (it looks from outside)
            await asyncio.sleep(0.05)
    assert stored(real_office.data)[0].suffix != ".part"
    assert Witness(real_office.data, real_office.keys).findings(ledger) == []


async def upload_and_die(real_office: PreparedOffice, nursery: Nursery, ledger: Ledger, point: str) -> None:
    """One file on its way into the store, up to a point."""
    life = await nursery.start(PORTAL_CRASH_AT=point)
    act: Upload = new_upload(ledger.bundle.upload, SMALL)
    ledger.uploads.append(act)
    async with (client := Client(life.base_url, real_office.anna)).http:
        await client.do(act)
    assert await life.died() == -9


def stored(data: Path) -> list[Path]:
    """Every file in the store, whole or not."""
    return [path for path in (data / "files").rglob("*") if path.is_file()]


def grow_old(data: Path) -> None:
    """Let two days pass for the store."""
    then = time.time() - TWO_DAYS
    for path in stored(data):
        os.utime(path, (then, then))
