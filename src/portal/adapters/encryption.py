"""Encryption of confidential fields and of files, by Tink, with one key set for each purpose.

Associated data binds each ciphertext to its place (table, column and row, or file), so that one that was moved to
another place is refused there. Key sets live in one file, for its owner only, and never in the database.
"""

import json
import os
import uuid
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Self

import tink  # type: ignore[import-untyped]
from tink import aead, json_proto_keyset_format, secret_key_access, streaming_aead

from portal.adapters.sealing import CannotDecrypt, Sealing, Sink, Unsealing, refusing

__all__ = ["CannotDecrypt", "KeyRing", "Purpose", "UnusableKeys"]


class Purpose(StrEnum):
    """What a key set is for; a ciphertext of one purpose means nothing to another."""

    ANSWERS = "answers"
    FIELDS = "fields"
    FILES = "files"
    TOKENS = "tokens"


class UnusableKeys(Exception):
    """The key file is missing, broken, or readable by others; the message says which."""


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
        with refusing():
            plaintext: bytes = self._fields[Purpose(purpose)].decrypt(bytes(ciphertext), _place(table, column, row))
            return plaintext

    def encrypt_text(self, purpose: Purpose | str, text: str, *, table: str, column: str, row: object) -> bytes:
        """`encrypt`, for text."""
        return self.encrypt(purpose, text.encode(), table=table, column=column, row=row)

    def decrypt_text(self, purpose: Purpose | str, ciphertext: bytes, *, table: str, column: str, row: object) -> str:
        """`decrypt`, for text."""
        return self.decrypt(purpose, ciphertext, table=table, column=column, row=row).decode()

    def seal(self, sink: Sink, *, file_id: uuid.UUID) -> Sealing:
        """A stream that encrypts a file into a sink; only `finish` makes what is in the sink a whole ciphertext."""
        return Sealing(self._files, sink, _file(file_id))

    def unseal(self, source: BinaryIO, *, file_id: uuid.UUID) -> Unsealing:
        """A stream that decrypts the file in a source, which it closes."""
        return Unsealing(self._files, source, _file(file_id))


@cache
def _register() -> None:
    aead.register()
    streaming_aead.register()


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
