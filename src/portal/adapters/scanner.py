"""Looking for malware in what comes in, while it comes in."""

from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    """What a scan found."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not scanned"


class Scan(Protocol):
    """The scan of one file."""

    async def feed(self, data: bytes) -> None:
        """Look at the next bytes."""

    async def verdict(self) -> Verdict:
        """What was found, after the last bytes."""


class Scanner(Protocol):
    """A scanner of files."""

    def begin(self) -> Scan:
        """Start on a new file."""


class NoScanner:
    """No scanner is configured: every file is honestly said to be not scanned."""

    def begin(self) -> Scan:
        """Start on a new file."""
        return _NoScan()


class _NoScan:
    async def feed(self, data: bytes) -> None:
        """Do not look."""

    async def verdict(self) -> Verdict:
        """Nobody looked."""
        return Verdict.NOT_SCANNED
