"""The wheel holds what is no Python, and the portal runs from it without the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUN = """
import portal.resources as r
assert r.PACKAGE.is_relative_to({where!r}), r.PACKAGE
assert (r.folder("static") / "css" / "portal.css").is_file()
assert (r.folder("questionnaires") / "testament.md").is_file()
from portal import i18n
with i18n.speaking("nl"):
    assert i18n.gettext("Sign in") == "Inloggen"
import portal.cli
"""


def test_a_wheel_works_from_elsewhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    where = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(where)
    subprocess.run(
        [sys.executable, "-c", RUN.format(where=str(where))],
        cwd=tmp_path,
        env={"PYTHONPATH": str(where), "PATH": ""},
        check=True,
        timeout=120,
    )


def test_the_lock_names_no_host_and_has_a_hash_for_every_package() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = [block for block in lock.split("\n") if block and not block.startswith((" ", "#"))]
    assert all("==" in line and line.endswith("\\") for line in packages)


def test_no_other_origin_is_named_in_what_the_browser_runs() -> None:
    own = [*(ROOT / "static" / "js").glob("*.js"), *(ROOT / "static" / "css").glob("*.css")]
    assert [file.name for file in own if "//" in file.read_text(encoding="utf-8").replace("// ", "")] == []
