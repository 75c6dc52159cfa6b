"""Bytes are there as a whole or not at all, once, and for their owner only."""

import os
import signal
import subprocess
import sys
import uuid

import pytest

from portal.adapters.storage import FolderStorage, MemoryStorage, Storage

KEY = uuid.UUID("ab111111-2222-3333-4444-555555555555")


@pytest.fixture(params=["folder", "memory"])
def storage(request, tmp_path) -> Storage:
    return FolderStorage(tmp_path / "files") if request.param == "folder" else MemoryStorage()


def put(storage: Storage, data: bytes = b"content") -> None:
    writer = storage.open_writer(KEY)
    writer.write(data)
    writer.commit()


def test_what_is_committed_can_be_read(storage):
    put(storage)
    with storage.open_reader(KEY) as file:
        assert file.read() == b"content"
    assert list(storage.keys()) == [KEY]


def test_what_is_not_committed_is_not_there(storage):
    writer = storage.open_writer(KEY)
    writer.write(b"content")
    assert list(storage.keys()) == []
    with pytest.raises(FileNotFoundError):
        storage.open_reader(KEY)
    writer.discard()
    assert list(storage.keys()) == []


def test_what_is_stored_is_never_replaced(storage):
    put(storage)
    with pytest.raises(FileExistsError):
        storage.open_writer(KEY)


def test_discarding_after_the_commit_takes_nothing_back(storage):
    writer = storage.open_writer(KEY)
    writer.commit()
    writer.discard()
    assert list(storage.keys()) == [KEY]


def test_deleting_forgets_and_may_be_repeated(storage):
    put(storage)
    storage.delete(KEY)
    storage.delete(KEY)
    assert list(storage.keys()) == []


def test_files_and_folders_are_for_their_owner_only(tmp_path):
    put(FolderStorage(tmp_path / "files"))
    found = {str(path.relative_to(tmp_path)): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert found == {"files": 0o700, "files/ab": 0o700, f"files/ab/{KEY.hex}": 0o600}


def test_discarding_leaves_no_file(tmp_path):
    writer = FolderStorage(tmp_path).open_writer(KEY)
    writer.write(b"content")
    writer.discard()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_made_durable_keeps_nothing(tmp_path, monkeypatch):
    storage = FolderStorage(tmp_path)
    writer = storage.open_writer(KEY)
    real, calls = os.fsync, iter([False, True])

    def fsync(descriptor: int) -> None:
        if next(calls):
            raise OSError(5, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="Input/output"):
        writer.commit()
    assert list(storage.keys()) == []


KILLED = """
import sys, uuid
from pathlib import Path
from portal.adapters import crash
from portal.adapters.storage import FolderStorage
crash.arm("here")
writer = FolderStorage(Path(sys.argv[1])).open_writer(uuid.UUID(sys.argv[2]))
writer.write(b"half")
crash.crash_point("elsewhere")
crash.crash_point("here")
"""


def test_what_a_crash_left_on_its_way_in_is_not_there_and_is_removed(tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(KEY)], check=False)
    assert done.returncode == -signal.SIGKILL
    storage = FolderStorage(tmp_path)
    assert list(storage.keys()) == []
    assert storage.remove_unfinished(older_than=3600) == 0
    assert storage.remove_unfinished(older_than=0) == 1
    put(storage)
