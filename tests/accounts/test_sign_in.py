"""Signing in: one answer for every wrong pair, a new session each time, and nobody locked out by others."""

from pathlib import Path

import pytest

from portal.accounts import throttle
from portal.accounts.tables import Account
from portal.audit.tables import AuditEntry
from portal.settings import Settings
from portal.web import sessions
from portal.web.tables import Session
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

WRONG = "horen niet bij elkaar"
ROOT = Path(__file__).parents[2]
LONG = " Vier losse woorden bij elkaar, en nog een staart voorbij het 72e teken, echt!"


async def sign_in(visitor: Person, email: str, password: str, *, htmx: bool = False, next_page: str = ""):
    path = "/staff/login" if visitor.kind == "staff" else "/login"
    return await visitor.post(path, {"email": email, "password": password, "next": next_page}, htmx=htmx)


async def test_anna_signs_in_and_sees_the_start_page(office: Office) -> None:
    visitor = office.visitor()
    page = await sign_in(visitor, " Anna@Example.com ", PASSWORD)
    assert (page.status, page.location) == (303, "/")
    assert "mevrouw De Vries" in (await visitor.get("/")).text


@pytest.mark.parametrize(
    ("email", "password"),
    [("anna@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("sanne@example.com", PASSWORD), ("", "")],
)
async def test_a_wrong_pair_gets_one_message_and_keeps_the_address(office: Office, email: str, password: str) -> None:
    page = await sign_in(office.visitor(), email, password)
    assert page.status == 422
    assert WRONG in page.text
    assert page.value("email") == email
    assert page.title.startswith("Fout:")


@pytest.mark.parametrize(
    "typed", [LONG[:-1], LONG + " ", LONG.swapcase(), LONG[:72], LONG + "\0", LONG.strip(), "", "\0"]
)
async def test_a_password_is_compared_to_its_last_character(office: Office, typed: str) -> None:
    kept = await office.adapters.passwords.hash(LONG)
    await Account.update({Account.password_hash: kept}).where(Account.id == office.accounts["anna"].id)
    assert (await sign_in(office.visitor(), "anna@example.com", typed)).status == 422
    assert (await sign_in(office.visitor(), "anna@example.com", LONG)).status == 303


async def test_staff_sign_in_at_their_own_door_only(office: Office) -> None:
    assert (await sign_in(office.visitor("staff"), "sanne@example.com", PASSWORD)).location == "/staff"
    assert (await sign_in(office.visitor("staff"), "anna@example.com", PASSWORD)).status == 422


async def test_a_client_session_opens_nothing_of_the_office(office: Office, anna: Person) -> None:
    page = await anna.get("/staff")
    assert (page.status, page.location) == (303, "/staff/login?next=/staff")


async def test_the_token_is_new_at_sign_in_and_kept_as_a_hash(office: Office) -> None:
    visitor = office.visitor()
    before = visitor.token
    page = await sign_in(visitor, "anna@example.com", PASSWORD)
    after = page.response.cookies["portal"]
    assert after != before
    kept = [row.id for row in await Session.objects()]
    assert len(kept) == 1
    assert after not in kept


async def test_after_signing_out_the_old_cookie_opens_nothing(office: Office, anna: Person) -> None:
    old = anna.token
    page = await anna.post("/logout")
    assert page.location == "/login"
    assert page.headers["clear-site-data"] == '"cache", "storage"'
    again = Person(office.app, office.settings, token=old)
    assert (await again.get("/")).location == "/login"


async def test_ten_wrong_passwords_from_one_address_have_to_wait_and_then_may_go_on(office: Office) -> None:
    visitor = office.visitor()
    for _attempt in range(10):
        assert (await sign_in(visitor, "anna@example.com", "wrong")).status == 422
    assert (await sign_in(visitor, "anna@example.com", PASSWORD)).status == 429
    assert (await sign_in(visitor, "bas@example.com", PASSWORD)).status == 303
    office.clock.advance(minutes=16)
    assert (await sign_in(office.visitor(), "anna@example.com", PASSWORD)).status == 303


async def test_strangers_cannot_lock_anna_out_of_the_address_she_uses(office: Office) -> None:
    assert (await sign_in(office.visitor(), "anna@example.com", PASSWORD)).status == 303
    for number in range(60):
        stranger = office.visitor()
        stranger.come_from(f"192.0.2.{number}")
        await sign_in(stranger, "anna@example.com", "wrong")
    assert (await sign_in(office.visitor(), "anna@example.com", PASSWORD)).status == 303
    stranger = office.visitor()
    stranger.come_from("192.0.2.200")
    assert (await sign_in(stranger, "anna@example.com", PASSWORD)).status == 429


async def test_a_session_ends_when_idle_and_after_twelve_hours(office: Office, anna: Person) -> None:
    office.clock.advance(minutes=29)
    assert (await anna.get("/")).status == 200
    office.clock.advance(minutes=31)
    assert (await anna.get("/")).location == "/login"
    fresh = await office.browser("anna")
    for _quarter in range(47):
        office.clock.advance(minutes=15)
        assert (await fresh.get("/")).status == 200
    office.clock.advance(minutes=20)
    assert (await fresh.get("/")).location == "/login"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/staff", "\n/x"]
)
async def test_signing_in_only_leads_to_pages_of_this_kind_of_account(office: Office, target: str) -> None:
    assert (await sign_in(office.visitor(), "anna@example.com", PASSWORD, next_page=target)).location == "/"


async def test_signing_in_leads_on_to_where_one_wanted_to_be(office: Office) -> None:
    page = await sign_in(office.visitor(), "anna@example.com", PASSWORD, next_page="/actions")
    assert page.location == "/actions"


async def test_every_attempt_leaves_an_entry_without_the_address(office: Office) -> None:
    await sign_in(office.visitor(), "anna@example.com", "wrong")
    await sign_in(office.visitor(), "anna@example.com", PASSWORD)
    entries = [entry for entry in await AuditEntry.objects() if entry.action.startswith("sign")]
    assert [entry.action for entry in entries] == ["sign_in_refused", "signed_in"]
    assert all("anna" not in entry.detail for entry in entries)


async def test_an_old_form_is_asked_again_with_what_was_typed(office: Office) -> None:
    visitor = office.visitor()
    page = await visitor.post("/login", {"email": "anna@example.com", "password": "secret words", "csrf_token": "old"})
    assert page.status == 403
    assert page.value("email") == "anna@example.com"
    assert page.value("password") == ""
    assert "secret words" not in page.response.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
async def test_another_site_cannot_send_our_forms(office: Office, anna: Person, headers: dict[str, str]) -> None:
    page = await anna.post("/logout", **headers)
    assert page.status == 403
    assert (await anna.get("/")).status == 200


async def test_htmx_without_a_session_is_sent_to_the_sign_in_page(office: Office) -> None:
    page = await office.visitor().get("/actions", htmx=True)
    assert (page.status, page.headers["hx-redirect"]) == (401, "/login")


def test_the_limits_in_the_documentation_are_those_in_force() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    part = text.partition("## Limits on passwords and links")[2].partition("## What the person is told")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"]
    told = {row[0]: row[1:] for row in cells}
    limits = throttle.limits_for("k", "anna@example.com", "192.0.2.1")
    of_account, of_network = throttle.reset_limits("k", "anna@example.com", "192.0.2.1")
    in_force = {
        "wrong passwords for one account, from one network": limits.pair,
        "wrong passwords from one network, for any accounts": limits.address,
        "wrong passwords for one account, from any networks": limits.account,
        "wrong passwords of who is signed in and proves again": throttle.check_limit("k", "anna"),
        "passkeys that prove nothing, from one network": throttle.passkey_limit("k", "192.0.2.1"),
        "links for one account": of_account,
        "links asked for from one network": of_network,
    }
    for what, limit in in_force.items():
        assert told[what] == [str(limit.failures), f"{limit.window.total_seconds() / 60:.0f} minutes"], what
    settings = Settings()
    assert told["without a request, client"][0] == f"{settings.session_idle // 60} minutes"
    assert told["without a request, staff"][0] == f"{settings.staff_session_idle // 60} minutes"
    assert told["in all"][0] == f"{settings.session_total // 3600} hours"
    assert told["at once, of one account"][0] == str(sessions.AT_MOST)
