"""The command `portal`, as an office uses it on its first day."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables of a new office, with nothing in its folder yet."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {
        **mine,
        "PORTAL_ENVIRONMENT": "test",
        "PORTAL_DATA": str(tmp_path / "data"),
        "PORTAL_BASE_URL": "https://portaal.example",
    }


def portal(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """The outcome of a command."""
    command = [sys.executable, "-m", "portal", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_an_office_makes_its_keys_its_database_and_its_first_accounts(
    environment: dict[str, str], tmp_path: Path
) -> None:
    assert portal(environment, "keys", "create").returncode == 0
    assert (tmp_path / "data" / "keys.json").stat().st_mode & 0o077 == 0
    assert portal(environment, "migrate").returncode == 0
    staff = portal(environment, "staff", "add", "--email", "sanne@example.com", "--name", "mr. S. Okafor")
    client = portal(environment, "client", "add", "--email", "anna@example.com", "--name", "Anna de Vries")
    for added in (staff, client):
        assert added.returncode == 0, added.stderr
        assert re.fullmatch(r"https://portaal\.example/activate/[\w-]{43}\n", added.stdout)
        assert "once, for 7 days" in added.stderr
    assert "e-mail" in client.stderr
    again = portal(environment, "client", "add", "--email", "ANNA@example.com", "--name", "Anna")
    assert again.returncode == 1
    assert "already" in again.stderr
    wrong = portal(environment, "client", "add", "--email", "bas", "--name", "Bas", "--mobile", "020 555 01 20")
    assert wrong.returncode == 1
    assert "not an e-mail address" in wrong.stderr
    assert "not a mobile number" in wrong.stderr
    nowhere = portal(environment, "client", "add", "--email", "b@example.com", "--name", "B", "--dossier", "2026.1")
    assert nowhere.returncode == 1
    assert "2026.1" in nowhere.stderr


def test_keys_that_are_there_are_never_made_anew(environment: dict[str, str], tmp_path: Path) -> None:
    portal(environment, "keys", "create")
    before = (tmp_path / "data" / "keys.json").read_bytes()
    assert portal(environment, "keys", "create").returncode == 1
    assert (tmp_path / "data" / "keys.json").read_bytes() == before


def test_the_demo_is_refused_outside_of_loopback(environment: dict[str, str]) -> None:
    refused = portal({**environment, "PORTAL_ENVIRONMENT": "demo", "PORTAL_HOST": "0.0.0.0"}, "demo")
    assert refused.returncode == 1
    assert "PORTAL_HOST" in refused.stderr
    assert portal(environment, "demo").returncode == 1


def refused(environment: dict[str, str], *words: str) -> str:
    """What a command says that cannot do its work: sentences, and nothing of where it happened."""
    ended = portal(environment, *words)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_port_that_is_taken_is_named(environment: dict[str, str]) -> None:
    portal(environment, "keys", "create")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"Port {port} is in use." in refused({**environment, "PORTAL_PORT": port}, "serve")


@pytest.mark.parametrize("words", [["serve"], ["worker"], ["client", "add", "--email", "a@example.com", "--name", "A"]])
def test_keys_that_others_can_read_are_refused(environment: dict[str, str], tmp_path: Path, words: list[str]) -> None:
    portal(environment, "keys", "create")
    portal(environment, "migrate")
    (tmp_path / "data" / "keys.json").chmod(0o644)
    assert "chmod 600" in refused(environment, *words)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("SECRET_KEY_FILE", "/nowhere/secret"), ("DATABASE_URL", "mysql://portal@localhost/portal")],
)
@pytest.mark.parametrize("words", [["keys", "create"], ["migrate"]])
def test_a_setting_that_will_not_do_is_named(
    environment: dict[str, str], name: str, value: str, words: list[str]
) -> None:
    assert f"PORTAL_{name}" in refused({**environment, f"PORTAL_{name}": value}, *words)
