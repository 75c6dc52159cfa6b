"""What the documentation says can be done, can be done."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from portal.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands(group: click.Group, words: tuple[str, ...] = ()) -> set[str]:
    """Every command of `portal`, as it is typed."""
    found = set()
    for name, command in group.commands.items():
        found |= commands(command, (*words, name)) if isinstance(command, click.Group) else {" ".join((*words, name))}
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_is_mentioned_exists(page: Path) -> None:
    assert (
        set(re.findall(r"\bmake ([a-z]+)\b(?=`|$|\s{2,})", page.read_text(encoding="utf-8"), re.MULTILINE)) <= targets()
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_portal_that_is_mentioned_exists(page: Path) -> None:
    mentioned = re.findall(r"`(?:PORTAL_\w+=\S+ )*portal ([a-z]+(?: [a-z]+)?)", page.read_text(encoding="utf-8"))
    known = commands(main)
    assert [words for words in mentioned if words not in known and words.split()[0] not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_command_explains_itself() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "portal", "--help"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert all(name in told for name in ("serve", "demo", "migrate", "worker", "staff", "client", "questionnaire"))
