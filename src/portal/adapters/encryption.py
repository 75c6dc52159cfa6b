"""Encryption of confidential fields and of files, by Tink, with one key set for each purpose.

Associated data binds each ciphertext to its place (table, column and row, or file), so that one that was moved to
another place is refused there. Key sets live in one file, for its owner only, and never in the database.
"""

import io
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

import tink  # type: ignore[import-untyped]
from tink import aead, json_proto_keyset_format, secret_key_access, streaming_aead


class Purpose(StrEnum):
    """What a key set is for; a ciphertext of one purpose means nothing to another."""

    ANSWERS = "answers"
    FIELDS = "fields"
    FILES = "files"
    TOKENS = "tokens"


class CannotDecrypt(Exception):
    """A ciphertext was changed, cut off, moved to another place, or made with a key that is not here."""


class UnusableKeys(Exception):
    """The key file is missing, broken, or readable by others; the message says which."""


class Sink(Protocol):
    """Where a ciphertext goes."""

    def write(self, data: bytes, /) -> int:
        """Take all of these bytes, and return how many that were."""


class KeyRing:
    """The key sets of the office, loaded from one file."""

    def __init__(self, key_sets: dict[Purpose, Any]) -> None:
        fields = set(Purpose) - {Purpose.FILES}
        self._fields: dict[Purpose, Any] = {purpose: key_sets[purpose].primitive(aead.Aead) for purpose in fields}
        self._files = key_sets[Purpose.FILES].primitive(streaming_aead.StreamingAead)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make new key sets in a new file (0600), durably; a file that is there already is never overwritten."""
        _register()
        templates = dict.fromkeys(Purpose, aead.aead_key_templates.AES256_GCM)
        templates[Purpose.FILES] = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
        made = {purpose: tink.new_keyset_handle(template) for purpose, template in templates.items()}
        _write_new(path, json.dumps({purpose: json.loads(_serialized(keys)) for purpose, keys in made.items()}))
        return cls(made)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The key sets in this file. Raises `UnusableKeys` when it is missing, broken, or open to others."""
        _register()
        try:
            if path.stat().st_mode & 0o077:
                raise UnusableKeys(f"The key file {path} must be readable by its owner only (chmod 600).")
            texts = json.loads(path.read_text(encoding="utf-8"))
            return cls({purpose: _parsed(json.dumps(texts[purpose])) for purpose in Purpose})
        except FileNotFoundError:
            raise UnusableKeys(f"There is no key file {path}; make one with `portal keys create`.") from None
        except (ValueError, KeyError, TypeError, tink.TinkError):
            raise UnusableKeys(f"The key file {path} is broken.") from None

    def encrypt(self, purpose: Purpose | str, plaintext: bytes, *, table: str, column: str, row: object) -> bytes:
        """The ciphertext of a field, which can be read in this table, column and row only."""
        sealed: bytes = self._fields[Purpose(purpose)].encrypt(plaintext, _place(table, column, row))
        return sealed

    def decrypt(self, purpose: Purpose | str, ciphertext: bytes, *, table: str, column: str, row: object) -> bytes:
        """The plaintext of a field. Raises `CannotDecrypt`."""
        with _refusing():
            plaintext: bytes = self._fields[Purpose(purpose)].decrypt(bytes(ciphertext), _place(table, column, row))
            return plaintext

    def encrypt_text(self, purpose: Purpose | str, text: str, *, table: str, column: str, row: object) -> bytes:
        """`encrypt`, for text."""
        return self.encrypt(purpose, text.encode(), table=table, column=column, row=row)

    def decrypt_text(self, purpose: Purpose | str, ciphertext: bytes, *, table: str, column: str, row: object) -> str:
        """`decrypt`, for text."""
        return self.decrypt(purpose, ciphertext, table=table, column=column, row=row).decode()

    def seal(self, sink: Sink, *, file_id: uuid.UUID) -> "Sealing":
        """A stream that encrypts a file into a sink; only `finish` makes what is in the sink a whole ciphertext."""
        return Sealing(self._files, sink, _file(file_id))

    def unseal(self, source: BinaryIO, *, file_id: uuid.UUID) -> "Unsealing":
        """A stream that decrypts the file in a source, which it closes."""
        return Unsealing(self._files, source, _file(file_id))


class Sealing:
    """Encrypts a file as it comes, in segments of 1 MiB; not safe for two threads at once.

    Tink makes a valid ciphertext of whatever was written when its stream is closed, also by the garbage collector.
    So what comes after `abandon`, or after an error, goes nowhere.
    """

    def __init__(self, primitive: Any, sink: Sink, associated_data: bytes) -> None:
        self._gate = _Gate(sink)
        self._stream = primitive.new_encrypting_stream(self._gate, associated_data)

    def write(self, data: bytes) -> None:
        """Encrypt these bytes. Raises what the sink raised."""
        with self._abandoned_on_error():
            self._stream.write(data)

    def finish(self) -> None:
        """Write the last segment: from now on the ciphertext is whole. The sink stays open, for its own fsync."""
        with self._abandoned_on_error():
            self._stream.close()

    def abandon(self) -> None:
        """Let go: nothing more reaches the sink."""
        self._gate.is_open = False

    @contextmanager
    def _abandoned_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:  # noqa: BLE001 (raised again)
            self.abandon()
            raise self._gate.error or error from None


class _Gate(io.RawIOBase):
    """Stands between Tink and the sink: can be shut, does not pass a close on, and remembers the sink's own error."""

    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self._sink = sink
        self.is_open = True
        self.error: BaseException | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        if not self.is_open:
            return len(data)
        try:
            return self._sink.write(data)
        except BaseException as error:
            self.error = error
            raise


class Unsealing:
    """Decrypts a file as it is read. Each byte that comes out is authentic; that the file is whole shows at its end."""

    def __init__(self, primitive: Any, source: BinaryIO, associated_data: bytes) -> None:
        self._source = source
        with _refusing():
            self._stream = primitive.new_decrypting_stream(source, associated_data)

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`, nothing at the end. Raises `CannotDecrypt`."""
        with _refusing():
            data: bytes = self._stream.read(size)
            return data

    def close(self) -> None:
        """Close the source."""
        self._stream.close()
        self._source.close()


@cache
def _register() -> None:
    aead.register()
    streaming_aead.register()


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except tink.TinkError:
        raise CannotDecrypt("The bytes are damaged, moved, or made with another key") from None


def _place(table: str, column: str, row: object) -> bytes:
    return f"{table}|{column}|{row}".encode()


def _file(file_id: uuid.UUID) -> bytes:
    return f"stored_file|content|{file_id}".encode()


def _serialized(key_set: Any) -> str:
    text: str = json_proto_keyset_format.serialize(key_set, secret_key_access.TOKEN)
    return text


def _parsed(text: str) -> Any:
    return json_proto_keyset_format.parse(text, secret_key_access.TOKEN)


def _write_new(path: Path, text: str) -> None:
    """Write a file that was not there, whole or not at all, so that a crash leaves no half key file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with open(part, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)  # unlike rename, this refuses to replace
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
