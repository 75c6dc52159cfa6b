"""Bytes without a row go, once they are old enough; bytes with a row stay."""

import datetime
import uuid

import pytest

from portal import database
from portal.adapters.storage import FolderStorage
from portal.files import sweeping
from portal.files.sweeping import sweep
from portal.files.tables import StoredFile
from portal.piccolo_app import TABLES

NOW = datetime.datetime(2026, 12, 4, tzinfo=datetime.UTC)


@pytest.fixture
async def storage(migrated, tmp_path) -> FolderStorage:
    database.bind(migrated, TABLES)
    return FolderStorage(tmp_path)


async def store(storage: FolderStorage, *, has_row: bool) -> uuid.UUID:
    key = uuid.uuid4()
    storage.open_writer(key).commit()
    if has_row:
        await StoredFile(id=key, size=0, sha256="", media_type="", extension="", created_at=NOW).save()
    return key


async def test_only_bytes_without_a_row_go(storage, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    kept = {await store(storage, has_row=True) for _ in range(3)}
    for _ in range(3):
        await store(storage, has_row=False)
    unfinished = storage.open_writer(uuid.uuid4())
    assert await sweep(storage, older_than=0) == 4
    assert set(storage.keys()) == kept
    unfinished.discard()


async def test_bytes_whose_row_may_still_come_stay(storage):
    key = await store(storage, has_row=False)
    assert await sweep(storage, older_than=60) == 0
    assert list(storage.keys()) == [key]
