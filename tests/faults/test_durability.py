"""The order in which the server speaks to the kernel: first everything is on the disk, then the client is told."""

import re
import shutil
from pathlib import Path

import pytest

from tests.faults.acts import Client, Ledger
from tests.faults.lives import open_nursery
from tests.faults.preparing import PreparedOffice
from tests.faults.sweeping import new_upload

CALLS = "trace=fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg"
SIZE = 300_000


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
async def test_a_file_its_folder_and_its_row_are_synced_before_the_answer_is_sent(
    office: PreparedOffice, tmp_path: Path
) -> None:
    log = tmp_path / "calls"
    ledger = Ledger(next(office.bundles))
    async with open_nursery(office.data, ["strace", "-f", "-y", "-s", "20", "-e", CALLS, "-o", str(log)]) as nursery:
        life = await nursery.start()
        async with (client := Client(life.base_url, office.anna)).http:
            before = len(log.read_text())
            await client.do(act := new_upload(ledger.bundle.upload, SIZE))
        life.kill()
        await life.died()
    assert act.is_acknowledged
    calls = log.read_text()[before:].splitlines()
    files = office.data / "files"
    steps = [
        rf"fsync\(\d+<{files}/../\.[0-9a-f]{{32}}\.[0-9a-f]{{32}}\.part>\) += 0",
        rf"rename(at2?)?\(.*{files}/../\.[0-9a-f.]+part",
        rf"fsync\(\d+<{files}/..>\) += 0",
        rf"f(data)?sync\(\d+<{office.data}/portal\.sqlite-wal>\) += 0",
        r"(write|writev|sendto|sendmsg)\(\d+<(socket|TCP).*HTTP/1\.1 200",
    ]
    assert [places(step, calls) for step in steps] == sorted(places(step, calls) for step in steps)
    assert "HTTP/1.1 200" not in "\n".join(calls[: places(steps[-1], calls)])


def places(pattern: str, calls: list[str]) -> int:
    """Which call it is that does this, the first one after everything before it."""
    found = [number for number, call in enumerate(calls) if re.search(pattern, call)]
    assert found, f"nothing did {pattern}:\n" + "\n".join(calls)
    return found[0]
