"""Third-party files are the ones that we say they are."""

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
ROW = re.compile(r"^\| `(?P<file>[^`]+)` \|.*\| `(?P<hash>[0-9a-f]{64})` \|$", re.MULTILINE)


def test_every_third_party_file_has_its_hash() -> None:
    table = {row["file"]: row["hash"] for row in ROW.finditer((STATIC / "vendor" / "README.md").read_text())}
    assert {file: hashlib.sha256((STATIC / file).read_bytes()).hexdigest() for file in table} == table


def test_no_third_party_file_is_left_out() -> None:
    text = (STATIC / "vendor" / "README.md").read_text()
    folders = (STATIC / "vendor" / "htmx", STATIC / "vendor" / "licences", STATIC / "fonts")
    files = [path.relative_to(STATIC).as_posix() for folder in folders for path in folder.iterdir()]
    assert [name for name in files if name not in text] == []
