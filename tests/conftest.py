"""Fixtures that every test can ask for; they live in `tests/support`."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# Every run tries the same examples, in whatever time they take: a change is refused for what it did, not for chance or
# for a busy machine. `pytest --hypothesis-profile=exploring` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("exploring", max_examples=2_000, deadline=None)
settings.load_profile("steady")

pytest_plugins = [
    "tests.support.databases",
    "tests.support.gateway",
    "tests.support.office",
    "tests.support.post",
    "tests.support.mailroom",
]

MEMORY = Path("/dev/shm")
ENOUGH = 4_000_000_000  # bytes; a container often has no more than 64 MB there


def pytest_configure(config: pytest.Config) -> None:
    """Keep the databases and files of the tests in memory where that can be: every commit and upload is synced.

    What a disk must have after a crash is the business of `tests/faults`.
    """
    if config.option.basetemp is None and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        config.option.basetemp = str(MEMORY / f"portal-tests-{os.getpid()}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the memory back."""
    if str(config.option.basetemp or "").startswith(f"{MEMORY}/portal-tests-{os.getpid()}"):
        shutil.rmtree(config.option.basetemp, ignore_errors=True)
