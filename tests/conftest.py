"""Fixtures that every test can ask for; they live in `tests/support`."""

pytest_plugins = ["tests.support.databases", "tests.support.office", "tests.support.post"]
