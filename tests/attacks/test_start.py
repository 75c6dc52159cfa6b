"""The real process refuses to start production with anything unsafe, and names it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.test_settings import SAFE


def serve(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`portal serve` with these settings and nothing else of ours in its environment."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, "-m", "portal", "serve"],
        env={**inherited, "PORTAL_DATA": str(tmp_path), **settings},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_without_settings_says_what_is_missing_and_ends(tmp_path: Path) -> None:
    ended = serve(tmp_path)
    assert ended.returncode == 1
    for name in ("SECRET_KEY", "BASE_URL", "SMTP_URL", "MAIL_FROM", "KEYS"):
        assert f"PORTAL_{name}" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_with_one_unsafe_setting_names_that_one_and_no_secret(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text("{}", encoding="utf-8")
    ended = serve(tmp_path, **{**SAFE, "PORTAL_KEYS": str(keys), "PORTAL_BASE_URL": "http://portaal.example"})
    assert ended.returncode == 1
    assert "PORTAL_BASE_URL" in ended.stderr
    assert "PORTAL_SECRET_KEY" not in ended.stderr
    assert SAFE["PORTAL_SECRET_KEY"] not in ended.stderr + ended.stdout
