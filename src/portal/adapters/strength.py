"""How easily a password is guessed: an estimate by zxcvbn, which knows lists of leaked passwords, names, words, dates,
keyboards and repeats. Nothing of it is kept or logged.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import IntEnum

from portal.adapters.leaked import LeakedPasswords
from portal.errors import Busy

# Where many characters could stand for others, the time grows steeply with the length: 32 characters took 0.3 s at
# most, 50 took 2.3 s, 72 took 5 s. What is longer than this is not weaker.
LOOKED_AT = 32
WAITING = 8


class Strength(IntEnum):
    """How many guesses it takes: under a thousand, a million, a hundred million, ten thousand million, or more."""

    NONE = 0
    WEAK = 1
    FAIR = 2
    GOOD = 3
    STRONG = 4


class PasswordStrength:
    """zxcvbn, in one thread of its own, so that nobody's typing slows another's signing in; and what leaked before."""

    def __init__(self, leaked: LeakedPasswords | None = None) -> None:
        self._leaked = leaked or LeakedPasswords()
        self._alone = ThreadPoolExecutor(1, thread_name_prefix="strength")
        self._waiting = 0

    async def is_leaked(self, password: str) -> bool:
        """Whether this very password leaked somewhere before."""
        return await self._leaked.hold(password)

    async def of(self, password: str, words: Sequence[str]) -> Strength:
        """How easily this is guessed by who knows these words. Raises `Busy` where too many wait for the same."""
        if self._waiting >= WAITING:
            raise Busy("too many passwords are being looked at")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._alone, _measured, password[:LOOKED_AT], list(words))
        finally:
            self._waiting -= 1


def _measured(password: str, words: list[str]) -> Strength:
    # here: it takes half a second, and only a new password needs it
    from zxcvbn import zxcvbn  # type: ignore[import-untyped] # it has no types

    return Strength(zxcvbn(password, user_inputs=words)["score"])
