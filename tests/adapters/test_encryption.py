"""A ciphertext can be read in its own place only, and an aborted file never passes for a whole one."""

import gc
import io
import stat
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adapters.encryption import CannotDecrypt, KeyRing, Purpose, UnusableKeys

PLACE = {"table": "questionnaire_response", "column": "answers", "row": uuid.UUID(int=7)}
ID = uuid.UUID(int=1)


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> KeyRing:
    return KeyRing.create(tmp_path_factory.mktemp("keys") / "keys.json")


class Collected(bytearray):
    """A sink in memory that fails once it holds `room` bytes."""

    room = 1 << 40

    def write(self, data) -> int:
        if len(self) + len(data) > self.room:
            raise OSError(28, "No space left on device")
        self.extend(data)
        return len(data)


def sealed(keys: KeyRing, plaintext: bytes, file_id: uuid.UUID = ID) -> bytes:
    sink = Collected()
    stream = keys.seal(sink, file_id=file_id)
    stream.write(plaintext)
    stream.finish()
    return bytes(sink)


def unsealed(keys: KeyRing, ciphertext: bytes, file_id: uuid.UUID = ID) -> bytes:
    stream = keys.unseal(io.BytesIO(ciphertext), file_id=file_id)
    parts = iter(lambda: stream.read(1 << 20), b"")
    return b"".join(parts)


@given(text=st.text())
def test_a_field_comes_back_as_it_was(keys, text):
    ciphertext = keys.encrypt_text("answers", text, **PLACE)
    assert keys.decrypt_text("answers", ciphertext, **PLACE) == text


@pytest.mark.parametrize("other", [{"table": "account"}, {"column": "bsn"}, {"row": uuid.UUID(int=8)}])
def test_a_field_that_was_moved_is_refused(keys, other):
    ciphertext = keys.encrypt(Purpose.ANSWERS, b"secret", **PLACE)
    with pytest.raises(CannotDecrypt):
        keys.decrypt(Purpose.ANSWERS, ciphertext, **PLACE | other)


def test_a_field_of_another_purpose_is_refused(keys):
    ciphertext = keys.encrypt("answers", b"secret", **PLACE)
    with pytest.raises(CannotDecrypt):
        keys.decrypt("fields", ciphertext, **PLACE)


def test_each_changed_bit_of_a_field_is_noticed(keys):
    ciphertext = keys.encrypt("fields", b"123456782", **PLACE)
    for index in range(len(ciphertext)):
        changed = bytearray(ciphertext)
        changed[index] ^= 1
        with pytest.raises(CannotDecrypt):
            keys.decrypt("fields", bytes(changed), **PLACE)


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 100, 1 << 20, 3 * (1 << 20) + 17])
def test_a_file_comes_back_as_it_was(keys, size):
    plaintext = bytes(range(251)) * (size // 251) + b"x" * (size % 251)
    assert unsealed(keys, sealed(keys, plaintext)) == plaintext


def test_a_file_under_the_name_of_another_is_refused(keys):
    with pytest.raises(CannotDecrypt):
        unsealed(keys, sealed(keys, b"x" * 100), file_id=uuid.UUID(int=2))


@pytest.mark.parametrize("cut", [1, 20, 1 << 20, 2 << 20, (3 << 20) - 10])
def test_a_file_that_was_cut_off_is_refused(keys, cut):
    ciphertext = sealed(keys, b"x" * (3 << 20))
    with pytest.raises(CannotDecrypt):
        unsealed(keys, ciphertext[:-cut])


def test_a_file_that_was_added_to_is_refused(keys):
    with pytest.raises(CannotDecrypt):
        unsealed(keys, sealed(keys, b"x" * 100) + b"x")


def test_an_abandoned_file_is_never_a_whole_one_not_even_for_the_garbage_collector(keys):
    sink = Collected()
    stream = keys.seal(sink, file_id=ID)
    stream.write(b"x" * (3 << 20))
    stream.abandon()
    del stream
    gc.collect()
    with pytest.raises(CannotDecrypt):
        unsealed(keys, bytes(sink))


def test_a_full_disk_is_told_as_such_and_nothing_follows(keys):
    sink = Collected()
    sink.room = 1 << 20
    stream = keys.seal(sink, file_id=ID)
    with pytest.raises(OSError, match="No space left"):
        for _ in range(5):
            stream.write(b"x" * (1 << 20))
    size = len(sink)
    del stream
    gc.collect()
    assert len(sink) == size


def test_keys_are_for_their_owner_only_and_never_overwritten(tmp_path):
    path = tmp_path / "keys.json"
    first = KeyRing.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        KeyRing.create(path)
    ciphertext = first.encrypt("fields", b"kept", **PLACE)
    assert KeyRing.load(path).decrypt("fields", ciphertext, **PLACE) == b"kept"
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


def test_keys_that_are_missing_broken_or_open_to_others_are_refused(tmp_path):
    path = tmp_path / "keys.json"
    with pytest.raises(UnusableKeys, match="no key file"):
        KeyRing.load(path)
    KeyRing.create(path)
    path.chmod(0o640)
    with pytest.raises(UnusableKeys, match="chmod 600"):
        KeyRing.load(path)
    path.chmod(0o600)
    for broken in ["", "{}", '{"answers": 1}', path.read_text().replace("AesGcmKey", "NoSuchKey")]:
        path.write_text(broken)
        with pytest.raises(UnusableKeys, match="broken"):
            KeyRing.load(path)
