"""Passwords that leaked before are refused: those of a list that comes along, and those in a file of the office."""

import hashlib
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.forms import NewPassword
from portal.accounts.strength import refusal_of
from portal.adapters.leaked import HashFile, LeakedPasswords, NotHashes
from portal.adapters.strength import PasswordStrength
from portal.app import adapters_for
from portal.settings import UnsafeSettings
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

LEAKED = "paars fietsbel donderdag"


def sha1(password: str) -> str:
    """As Have I Been Pwned writes it."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def written(path: Path, passwords: Sequence[str], *, end: str = "\r\n") -> HashFile:
    """A file with the hashes of these passwords, in order, and how often each was seen."""
    lines = sorted(f"{sha1(password)}:{len(password) ** 5}" for password in set(passwords))
    path.write_text("".join(f"{line}{end}" for line in lines), encoding="ascii", newline="")
    return HashFile(path)


@given(
    inside=st.lists(st.text(max_size=8), max_size=40),
    asked=st.lists(st.text(max_size=8), max_size=10),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_bisection_finds_what_a_set_would_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, inside: list[str], asked: list[str], end: str
) -> None:
    file = written(tmp_path_factory.getbasetemp() / "hashes", inside, end=end)
    for password in [*inside, *asked]:
        assert file.holds(password) is (password in set(inside)), password


@pytest.mark.parametrize("count", [1, 2, 3, 500])
def test_the_first_and_the_last_line_are_found_also_without_an_end_and_in_small_letters(
    tmp_path: Path, count: int
) -> None:
    passwords = sorted((f"password {number}" for number in range(count)), key=sha1)
    path = tmp_path / "hashes"
    path.write_text("\n".join(sha1(password).lower() for password in passwords), encoding="ascii")
    file = HashFile(path)
    file.require_usable()
    assert all(file.holds(password) for password in passwords)
    assert not file.holds("another")


def test_a_long_file_takes_no_memory(tmp_path: Path) -> None:
    file = written(tmp_path / "hashes", [f"password {number}" for number in range(50_000)])
    tracemalloc.start()
    try:
        assert file.holds("password 31415")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 50_000  # bytes, of two million


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "cannot be read"),
        ("", "not a SHA-1"),
        ("password\nqwerty\n", "not a SHA-1"),
        ("x" * 5_000, "not a SHA-1"),
        ("".join(f"{sha1(str(number))}:1\n" for number in range(500)), "not in order"),
    ],
)
def test_a_file_that_could_not_be_searched_is_refused_before_the_portal_starts(
    office: Office, tmp_path: Path, content: str | None, wrong: str
) -> None:
    path = tmp_path / "hashes"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(NotHashes, match=wrong):
        HashFile(path).require_usable()
    with pytest.raises(UnsafeSettings, match=r"PORTAL_LEAKED_PASSWORDS.*" + wrong):
        adapters_for(replace(office.settings, leaked_passwords=path))


async def test_every_password_of_the_list_that_comes_along_is_refused_in_any_case() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    leaked = LeakedPasswords()
    words = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 12]
    assert len(words) > 200
    assert [word for word in words if not await leaked.hold(word.title())] == []
    assert not await leaked.hold(LEAKED)


async def test_a_leaked_password_is_refused_in_a_clear_sentence_and_its_advice_says_it_is_weak(
    office: Office, anna: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strength = PasswordStrength(LeakedPasswords(written(tmp_path / "hashes", [LEAKED, "iets anders"])))
    monkeypatch.setattr(office.app.state, "strength", strength)
    page = await anna.post("/account/password", {"current": PASSWORD, "password": LEAKED})
    assert page.status == 422
    assert "uitgelekt" in page.one("#password-error").text_content()
    assert LEAKED not in page.response.text
    assert "Makkelijk te raden." in (await anna.post("/account/password/advice", {"password": LEAKED})).text
    capitals = await anna.post("/account/password", {"current": PASSWORD, "password": LEAKED.upper()})
    assert "uitgelekt" in capitals.text, "whoever leaks one, leaks it in capitals too"
    other = {"current": PASSWORD, "password": f"{LEAKED} maan"}
    assert (await anna.post("/account/password", other)).location == "/account/password/changed"


async def test_a_file_that_went_missing_keeps_nobody_from_choosing_a_password(office: Office, tmp_path: Path) -> None:
    strength = PasswordStrength(LeakedPasswords(HashFile(tmp_path / "gone")))
    wanted = NewPassword(LEAKED, "Anna de Vries", "anna@example.com")
    assert await refusal_of(wanted, settings=office.settings, strength=strength) == ""
