"""The order in which the server speaks to the kernel: first everything is on the disk, then the client is told."""

import re
import shutil
from pathlib import Path

import pytest

from tests.faults.acts import Client, Ledger
from tests.faults.lives import open_nursery
from tests.faults.nursery import DOES_NOT_SYNC
from tests.faults.preparing import PreparedOffice
from tests.faults.sweeping import new_upload

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")

CALLS = "trace=fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg"
SIZE = 300_000
ANSWER = r"(write|writev|sendto|sendmsg)\(.*HTTP/1\.1 200"


async def test_a_file_its_folder_and_its_row_are_synced_before_the_answer_is_sent(
    real_office: PreparedOffice, tmp_path: Path
) -> None:
    calls = await calls_of_an_upload(real_office, tmp_path / "calls")
    assert missing(real_office.data, calls) == []


async def test_a_build_that_does_not_sync_its_files_is_found_out(real_office: PreparedOffice, tmp_path: Path) -> None:
    calls = await calls_of_an_upload(real_office, tmp_path / "calls", fault=DOES_NOT_SYNC)
    assert missing(real_office.data, calls)[0].startswith("fsync")


async def calls_of_an_upload(real_office: PreparedOffice, log: Path, fault: str = "") -> list[str]:
    """What the server asked of the kernel during one upload that it acknowledged."""
    strace = ["strace", "-f", "-y", "-s", "20", "-e", CALLS, "-o", str(log)]
    act = new_upload(Ledger(next(real_office.bundles)).bundle.upload, SIZE)
    async with open_nursery(real_office.data, strace) as nursery:
        life = await nursery.start(fault=fault)
        async with (client := Client(life.base_url, real_office.anna)).http:
            before = len(lines_of(log))
            await client.do(act)
        life.kill()
        await life.died()
    assert act.is_acknowledged
    return lines_of(log)[before:]


def lines_of(log: Path) -> list[str]:
    """The log as far as it goes."""
    return log.read_text().splitlines()


def missing(data: Path, calls: list[str]) -> list[str]:
    """The steps, each after the one before and all before the answer, that were not taken."""
    steps = [
        rf"fsync\(\d+<{data}/files/../\.[0-9a-f.]+\.part>\) += 0",
        rf"rename(at2?)?\(.*{data}/files/../\.[0-9a-f.]+\.part",
        rf"fsync\(\d+<{data}/files/..>\) += 0",
        rf"f(data)?sync\(\d+<{data}/portal\.sqlite-wal>\) += 0",
    ]
    answered = place(ANSWER, calls)
    assert answered is not None, "there is no answer among the calls"
    rest, lacking = calls[:answered], []
    for step in steps:
        if (found := place(step, rest)) is None:
            lacking.append(step)
        else:
            rest = rest[found + 1 :]
    return lacking


def place(pattern: str, calls: list[str]) -> int | None:
    """Which call it is that does this first."""
    return next((number for number, call in enumerate(calls) if re.search(pattern, call)), None)
