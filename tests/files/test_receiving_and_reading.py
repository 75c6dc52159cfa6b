"""A file goes in and comes out as it was, or leaves nothing behind, or is said to be damaged."""

import asyncio
import gc
import hashlib
import os
import signal
import subprocess
import sys
import time
import tracemalloc
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.adapters.encryption import KeyRing
from portal.adapters.scanner import Verdict
from portal.adapters.storage import FolderStorage
from portal.files.content_types import PDF, TXT
from portal.files.reading import FileDamaged, read
from portal.files.receiving import (
    FileEmpty,
    FileIncomplete,
    FileInfected,
    FileTooLarge,
    FileTypeNotAllowed,
    receive,
)
from tests.support import sample_files as samples

ID = uuid.UUID("ab111111-2222-3333-4444-555555555555")
MIB = 1 << 20
LARGE = samples.PDF + os.urandom(3 * MIB)


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> KeyRing:
    return KeyRing.create(tmp_path_factory.mktemp("keys") / "keys.json")


@pytest.fixture
def storage(tmp_path) -> FolderStorage:
    return FolderStorage(tmp_path / "files")


@dataclass
class Row:
    """As much of a `StoredFile` as reading needs."""

    id: uuid.UUID
    size: int


async def pieces(data: bytes, size: int = 65_536):
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def put(data: bytes, storage, keys, stream=None, **changes):
    wishes = {"file_id": ID, "declared_size": len(data), "max_bytes": 25_000_000} | changes
    return await receive(stream or pieces(data), storage=storage, keys=keys, **wishes)


async def everything(row: Row, storage, keys, **where) -> bytes:
    return b"".join([part async for part in read(row, storage=storage, keys=keys, **where)])


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("data", [samples.TXT, samples.docx(2 * MIB), LARGE], ids=["txt", "docx", "large pdf"])
async def test_a_file_comes_out_as_it_went_in(storage, keys, data):
    received = await put(data, storage, keys)
    assert (received.id, received.size) == (ID, len(data))
    assert received.sha256 == hashlib.sha256(data).hexdigest()
    assert received.verdict is Verdict.NOT_SCANNED
    assert await everything(received, storage, keys) == data


async def test_nothing_of_it_is_on_the_disk_in_the_clear(storage, keys, tmp_path):
    await put(samples.TXT * 100, storage, keys)
    [path] = files_in(tmp_path)
    assert b"notaris" not in path.read_bytes()


@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (5, 10), (MIB - 1, MIB + 1), (2 * MIB + 5, None), (len(LARGE) - 1, None), (7, 10**9)]
)
async def test_a_part_of_a_file_can_be_read(storage, keys, start, end):
    received = await put(LARGE, storage, keys)
    assert await everything(received, storage, keys, start=start, end=end) == LARGE[start:end]


@pytest.mark.parametrize(
    ("error", "data", "changes"),
    [
        (FileEmpty, b"", {}),
        (FileEmpty, b"", {"declared_size": None}),
        (FileTooLarge, LARGE, {"max_bytes": MIB}),
        (FileTooLarge, LARGE, {"max_bytes": MIB, "declared_size": None}),
        (FileIncomplete, LARGE, {"declared_size": len(LARGE) + 1}),
        (FileIncomplete, LARGE, {"declared_size": len(LARGE) - 1}),
        (FileTypeNotAllowed, b"MZ\x90\x00" * MIB, {}),
        (FileTypeNotAllowed, b"PK\x03\x04" + b"x" * MIB, {}),
        (FileTypeNotAllowed, samples.TXT, {"allowed": [PDF]}),
    ],
)
async def test_what_is_refused_leaves_nothing_behind(storage, keys, tmp_path, error, data, changes):
    with pytest.raises(error):
        await put(data, storage, keys, **changes)
    gc.collect()
    assert files_in(tmp_path) == []


async def test_a_wrong_type_is_refused_before_the_rest_is_read(storage, keys):
    seen = 0

    async def endless():
        nonlocal seen
        while True:
            seen += MIB
            yield b"\x7fELF" * (MIB // 4)

    with pytest.raises(FileTypeNotAllowed) as refused:
        await put(b"", storage, keys, stream=endless(), declared_size=None, allowed=[PDF, TXT], max_bytes=10**9)
    assert seen == MIB
    assert refused.value.allowed == (PDF, TXT)


async def test_a_client_that_goes_away_leaves_nothing_behind(storage, keys, tmp_path):
    async def breaks_off():
        yield LARGE
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await put(LARGE, storage, keys, stream=breaks_off())
    gc.collect()
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("delay", [0, 0.001, 0.003, 0.01, 0.03])
async def test_a_request_that_is_cancelled_leaves_nothing_behind(storage, keys, tmp_path, delay):
    async def slow():
        yield LARGE
        yield LARGE
        await asyncio.sleep(10)

    task = asyncio.create_task(put(LARGE, storage, keys, stream=slow(), declared_size=None))
    await asyncio.sleep(delay)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gc.collect()
    assert files_in(tmp_path) == []


class SlowStorage(FolderStorage):
    """A disk that takes its time to make a file."""

    def open_writer(self, key: uuid.UUID):
        time.sleep(0.1)
        return super().open_writer(key)


async def test_a_request_that_is_cancelled_while_a_thread_makes_its_file_leaves_nothing_behind(tmp_path, keys):
    task = asyncio.create_task(put(samples.TXT, SlowStorage(tmp_path / "files"), keys))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.15)
    assert files_in(tmp_path) == []


class EicarScanner:
    """Finds one word, as a scanner would."""

    def begin(self):
        self.seen = b""
        return self

    async def feed(self, data: bytes) -> None:
        self.seen += data

    async def verdict(self) -> Verdict:
        return Verdict.INFECTED if b"virus" in self.seen else Verdict.CLEAN


async def test_a_scanner_sees_each_byte_and_its_finding_is_a_refusal(storage, keys, tmp_path):
    received = await put(samples.TXT, storage, keys, scanner=EicarScanner())
    assert received.verdict is Verdict.CLEAN
    storage.delete(ID)
    with pytest.raises(FileInfected):
        await put(samples.TXT * 20_000 + b"virus", storage, keys, scanner=EicarScanner())
    assert files_in(tmp_path) == []


async def damaged(row: Row, storage, keys, **where) -> int:
    """How many bytes come out before the damage is said."""
    good = 0
    with pytest.raises(FileDamaged):
        async for part in read(row, storage=storage, keys=keys, **where):
            good += len(part)
    return good


@pytest.mark.parametrize("place", [0, 39, 100, MIB + 5, 3 * MIB, -1])
async def test_a_changed_byte_is_noticed_and_nothing_false_comes_out(storage, keys, tmp_path, place):
    row = await put(LARGE, storage, keys)
    [path] = files_in(tmp_path)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    assert await damaged(row, storage, keys) <= len(LARGE) - 1


@pytest.mark.parametrize("length", [0, 10, 40, MIB, 2 * MIB, len(LARGE)])
async def test_a_file_that_was_cut_off_is_noticed(storage, keys, tmp_path, length):
    row = await put(LARGE, storage, keys)
    [path] = files_in(tmp_path)
    path.write_bytes(path.read_bytes()[:length])
    await damaged(row, storage, keys)


async def test_two_files_that_were_swapped_are_noticed(storage, keys, tmp_path):
    one = await put(samples.TXT, storage, keys)
    other = await put(samples.EML, storage, keys, file_id=uuid.UUID(int=2))
    first, second = files_in(tmp_path)
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    assert await damaged(one, storage, keys) == 0
    assert await damaged(other, storage, keys) == 0


async def test_bytes_that_are_gone_and_a_row_that_lies_about_its_size_are_noticed(storage, keys):
    row = await put(samples.TXT, storage, keys)
    await damaged(Row(ID, row.size + 1), storage, keys)
    await damaged(Row(ID, row.size - 1), storage, keys)
    await damaged(Row(uuid.UUID(int=9), 10), storage, keys)


async def test_a_download_that_is_broken_off_closes_its_file(storage, keys):
    row = await put(LARGE, storage, keys)
    stream = read(row, storage=storage, keys=keys)
    assert len(await anext(stream)) == MIB
    await stream.aclose()
    assert [name for name in open_files() if "/files/ab/" in name] == []


def open_files() -> list[str]:
    links = (link for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return [str(link.readlink()) for link in links]


async def test_memory_stays_the_same_whatever_the_size(storage, keys):
    async def generated(count: int):
        yield samples.PDF
        chunk = os.urandom(65_536)
        for _ in range(count):
            yield chunk

    await put(samples.TXT, storage, keys, file_id=uuid.uuid4())
    tracemalloc.start()
    try:
        row = await put(
            b"", storage, keys, stream=generated(16 * 60), declared_size=None, max_bytes=10**9, file_id=uuid.uuid4()
        )
        async for _ in read(row, storage=storage, keys=keys):
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert row.size > 60 * MIB
    assert peak < 12 * MIB


UPLOAD = """
import asyncio, sys, uuid
from pathlib import Path
from portal.adapters import crash
from portal.adapters.encryption import KeyRing
from portal.adapters.storage import FolderStorage
from portal.files.receiving import receive

async def stream():
    yield b"A letter. " * 200_000

async def main():
    crash.arm(sys.argv[2])
    folder = Path(sys.argv[1])
    await receive(
        stream(), storage=FolderStorage(folder / "files"), keys=KeyRing.load(folder / "keys.json"),
        file_id=uuid.UUID(int=5), declared_size=2_000_000, max_bytes=10**7,
    )

asyncio.run(main())
"""


@pytest.mark.parametrize(("point", "stored"), [("upload-received", []), ("upload-durable", [uuid.UUID(int=5)])])
async def test_a_kill_leaves_all_of_a_file_or_nothing_that_counts(tmp_path, point, stored):
    keys = KeyRing.create(tmp_path / "keys.json")
    command = [sys.executable, "-c", UPLOAD, str(tmp_path), point]
    done = await asyncio.to_thread(subprocess.run, command, check=False)
    assert done.returncode == -signal.SIGKILL
    storage = FolderStorage(tmp_path / "files")
    assert list(storage.keys()) == stored
    for key in stored:
        assert await everything(Row(key, 2_000_000), storage, keys) == b"A letter. " * 200_000
