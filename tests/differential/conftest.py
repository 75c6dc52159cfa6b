"""The reference implementation, running beside the tests for as long as they take."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

HERE = Path(__file__).parent


class Reference:
    """A process of Node that answers what `@getodk/xforms-engine` makes of a form; see `reference.js`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", "reference.js"],
            cwd=HERE,
            env={**os.environ, "TZ": "UTC"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"Node ended with {self._process.wait()}"
        return cast(dict[str, Any], json.loads(line))

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=20)


@pytest.fixture(scope="session")
def reference() -> Iterator[Reference]:
    """The reference implementation; skips where it is not installed (`make differential` does that)."""
    if shutil.which("node") is None or not (HERE / "node_modules" / "jsdom").is_dir():
        pytest.skip("needs Node and the packages that `make differential` installs")
    running = Reference()
    yield running
    running.close()
