"""Signing in tells nobody who has an account: the same answer, and the same amount of work for it."""

import re
from collections.abc import AsyncIterator

import pytest

from portal import database
from portal.accounts.tables import Account, SignInAttempts
from portal.adapters.passwords import Passwords
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

TOKEN = re.compile(r"[0-9a-f]{64}")
ADDRESSES = (
    "anna@example.com",
    "nobody@example.com",
    "sanne@example.com",
    "carla@example.com",
    "blocked@example.com",
    "",
)


class Counted(Passwords):
    """The real hashing, which counts what it really computes."""

    def __init__(self) -> None:
        super().__init__(memory_kib=64, passes=1)
        self.hashed = 0

    def _check(self, kept: str, password: str) -> bool:
        self.hashed += bool(re.match(r"\$argon2id\$v=\d+\$m=64,t=1,p=4\$", kept))
        return super()._check(kept, password)


@pytest.fixture
async def counted(office: Office) -> AsyncIterator[Counted]:
    """The office with counted hashing; Carla has no password yet, and somebody is blocked."""
    hashing, was = Counted(), office.app.state.passwords
    office.app.state.passwords = hashing
    await Account.update({Account.password_hash: ""}).where(Account.email == "carla@example.com")
    await Account.update({Account.email: "blocked@example.com", Account.is_active: False}).where(
        Account.email == "daan@example.com"
    )
    yield hashing
    office.app.state.passwords = was


async def attempt(visitor: Person, email: str) -> tuple[int, str, dict[str, str]]:
    """What somebody who guesses gets back, their own address and token blanked."""
    page = await visitor.post("/login", {"email": email, "password": "wrong"})
    headers = {name: value for name, value in page.headers.items() if name not in {"content-length", "set-cookie"}}
    return page.status, TOKEN.sub("token", page.response.text.replace(email or "∅", "address")), headers


async def test_every_wrong_pair_gets_the_same_answer_and_costs_one_hash(office: Office, counted: Counted) -> None:
    answers = {}
    for number, email in enumerate(ADDRESSES):
        visitor = office.visitor()
        visitor.come_from(f"192.0.2.{number}")
        before = counted.hashed
        answers[email] = await attempt(visitor, email)
        assert counted.hashed == before + 1, email
    status, _body, headers = answers["nobody@example.com"]
    for email, answer in answers.items():
        assert (answer[0], answer[2]) == (status, headers), email
    assert len({body for email, (_status, body, _headers) in answers.items() if email}) == 1


async def test_being_kept_waiting_tells_nothing_either(office: Office, counted: Counted) -> None:
    answers = []
    for number, email in enumerate(("anna@example.com", "nobody@example.com")):
        visitor = office.visitor()
        visitor.come_from(f"192.0.2.{number}")
        for _guess in range(10):
            assert (await attempt(visitor, email))[0] == 422
        answers.append(await attempt(visitor, email))
    assert answers[0] == answers[1]
    assert answers[0][0] == 429
    assert counted.hashed == 20


async def test_a_link_that_never_was_answers_like_one_that_was_used(office: Office) -> None:
    from portal.accounts.links import make_link

    link = await make_link(office.accounts["carla"].id, now=office.clock.now())
    visitor = office.visitor()
    await visitor.get(f"/activate/{link}")
    await visitor.post("/activate", {"password": "five loose words to keep"})
    stranger, answers = office.visitor(), []
    for token in (link, "x" * len(link)):
        await stranger.get(f"/activate/{token}")
        answers.append(await stranger.get("/activate"))
    used, absent = answers
    assert (used.status, used.text) == (absent.status, absent.text)
    assert used.status == 410


async def test_fifty_guesses_at_once_are_all_counted(office: Office, counted: Counted) -> None:
    import asyncio

    visitors = [office.visitor() for _guess in range(50)]
    pages = await asyncio.gather(
        *(one.post("/login", {"email": "anna@example.com", "password": "wrong"}) for one in visitors)
    )
    statuses = sorted(page.status for page in pages)
    assert set(statuses) <= {422, 429, 503}, statuses
    rows = await SignInAttempts.objects()
    assert {row.failures for row in rows} == {statuses.count(422)}
    after = await office.visitor().post("/login", {"email": "anna@example.com", "password": PASSWORD})
    assert after.status == (429 if statuses.count(422) >= 10 else 303)


SAME_WORK = {"signing in": ("/login", {"password": "wrong"}), "a forgotten password": ("/forgotten", {})}


@pytest.mark.parametrize("form", SAME_WORK)
async def test_an_address_without_an_account_costs_the_same_statements_and_hashes(
    office: Office, counted: Counted, form: str
) -> None:
    path, fields = SAME_WORK[form]
    await office.visitor().post(path, {"email": "warm@example.com", **fields})
    asked = {}
    for number, email in enumerate(("anna@example.com", "nobody@example.com", "blocked@example.com")):
        visitor = office.visitor()
        visitor.come_from(f"192.0.2.{number}")
        before = counted.hashed
        with database.counting() as counter:
            await visitor.post(path, {"email": email, **fields})
        asked[email] = (counter.sql, counted.hashed - before)
    assert asked["anna@example.com"] == asked["nobody@example.com"] == asked["blocked@example.com"]
    statements, hashes = asked["anna@example.com"]
    assert statements
    assert hashes == (form == "signing in")


async def test_a_link_that_never_was_costs_the_same_statements_to_renew(office: Office) -> None:
    from portal.accounts.links import make_link

    link = await make_link(office.accounts["carla"].id, now=office.clock.now())
    asked = []
    for number, token in enumerate((link, "x" * len(link), link)):  # the first one warms up
        visitor = office.visitor()
        visitor.come_from(f"192.0.2.{number}")
        await visitor.get(f"/activate/{token}")
        with database.counting() as counter:
            page = await visitor.post("/activate/again")
        assert page.location == "/activate/sent"
        asked.append(counter.sql)
    assert asked[1] == asked[2]
