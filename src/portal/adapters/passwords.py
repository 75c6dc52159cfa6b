"""Hashing passwords: argon2id, off the event loop, never more at once than the machine can bear."""

import asyncio
import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION

from portal.errors import Busy

T = TypeVar("T")
AT_ONCE = 2
WAITING = 20


class Passwords:
    """argon2id with the second parameters that RFC 9106 recommends (64 MiB, three passes, four lanes)."""

    def __init__(self, memory_kib: int = 65_536, passes: int = 3) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=4)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._queued = 0
        self._of_nobody = _of_nobody(self._hasher)

    async def hash(self, password: str) -> str:
        """The hash to keep of a new password."""
        return await self._off_the_loop(self._hasher.hash, _normal(password))

    async def verify(self, kept: str, password: str) -> bool:
        """Whether the password is the one that was kept; as much work when nothing was kept (no account)."""
        is_right = await self._off_the_loop(self._check, kept or self._of_nobody, _normal(password))
        return is_right and bool(kept)

    def _check(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    async def _off_the_loop(self, work: Callable[..., T], *args: str) -> T:
        if self._queued >= WAITING:
            raise Busy("too many passwords are being checked")
        self._queued += 1
        try:
            async with self._slots:
                return await asyncio.to_thread(work, *args)
        finally:
            self._queued -= 1


def _of_nobody(hasher: PasswordHasher) -> str:
    """A hash of no password, that takes as much work to check as any other, and none to make."""
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${digest}"


def _normal(password: str) -> str:
    """One form for what different keyboards make of the same characters (NFKC, as NIST SP 800-63B asks)."""
    return unicodedata.normalize("NFKC", password)
