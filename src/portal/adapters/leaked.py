"""Passwords that leaked somewhere, and are tried everywhere since: a short list that comes along, and the office's own.

Nothing is asked of the internet, and nothing of a password is kept or logged.
"""

import asyncio
import hashlib
import os
import re
from functools import cache
from pathlib import Path
from typing import BinaryIO

import structlog

from portal.settings import UnsafeSettings

logger = structlog.get_logger(__name__)

DIGITS = 40
LINE = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\s*")
LONGEST_LINE = 100
SAMPLES = 64


class NotHashes(UnsafeSettings):
    """This is no sorted file of SHA-1 hashes; the message says what is wrong."""

    def __init__(self, wrong: str) -> None:
        super().__init__(f"PORTAL_LEAKED_PASSWORDS must be a sorted file of SHA-1 hashes: {wrong}.")


class HashFile:
    """SHA-1 hashes in hexadecimal, one a line and in order, as Have I Been Pwned publishes them (`HASH:COUNT`).

    It is searched where it stands, by bisection: some forty short reads for a thousand million lines, and no memory.
    It may be replaced while the portal runs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def require_usable(self) -> None:
        """Raise `NotHashes` unless lines that are spread over the file are hashes, each after the one before."""
        try:
            with self._path.open("rb", buffering=LONGEST_LINE) as file:
                size = os.fstat(file.fileno()).st_size
                lines = [_line_from(file, size * number // SAMPLES) for number in range(SAMPLES)]
        except OSError as error:
            raise NotHashes("it cannot be read") from error
        found = [line for line in lines if line]
        if not found or not all(LINE.fullmatch(line) for line in found):
            raise NotHashes("a line is not a SHA-1 hash of 40 hexadecimal digits")
        hashes = [_hash_of(line) for line in found]
        if hashes != sorted(hashes):
            raise NotHashes("its lines are not in order")

    def holds(self, password: str) -> bool:
        """Whether the hash of a password is there. A file that went missing holds nothing, and that is logged."""
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        try:
            with self._path.open("rb", buffering=LONGEST_LINE) as file:
                return _found(file, wanted)
        except OSError as error:
            logger.warning("the list of leaked passwords cannot be read", reason=type(error).__name__)
            return False


class LeakedPasswords:
    """The passwords that zxcvbn knows to have leaked, in any case of their letters, and a file with more of them."""

    def __init__(self, file: HashFile | None = None) -> None:
        self._file = file

    async def hold(self, password: str) -> bool:
        """Whether a password leaked before."""
        return await asyncio.to_thread(self._hold, password)

    def _hold(self, password: str) -> bool:
        folded = password.casefold()
        if folded in _well_known():
            return True
        return self._file is not None and any(self._file.holds(each) for each in {password, folded})


def leaked_passwords(path: Path) -> LeakedPasswords:
    """The leaked passwords, with those of the office's own file where `path` names one; raises `NotHashes`."""
    if path == Path():
        return LeakedPasswords()
    file = HashFile(path)
    file.require_usable()
    return LeakedPasswords(file)


@cache
def _well_known() -> frozenset[str]:
    # here: it takes a while, and only a new password needs it
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped] # it has no types

    return frozenset(FREQUENCY_LISTS["passwords"])


def _found(file: BinaryIO, wanted: bytes) -> bool:
    """Narrow down where the first line stands that is not before the wanted one."""
    low, high = 0, os.fstat(file.fileno()).st_size
    while low < high:
        middle = (low + high) // 2
        line = _line_from(file, middle)
        if line and _hash_of(line) < wanted:
            low = middle + 1
        else:
            high = middle
    return _hash_of(_line_from(file, low)) == wanted


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The first line that begins at this place or after it; empty where there is none."""
    file.seek(max(0, place - 1))
    if place:
        file.readline(LONGEST_LINE)
    return file.readline(LONGEST_LINE)


def _hash_of(line: bytes) -> bytes:
    return line[:DIGITS].upper()
