"""The limits on guessing a second factor, proven by guessing; `docs/security.md` computes the odds that they leave."""

import asyncio
from pathlib import Path

from portal.accounts.factors.guessing import EVER, PER_HOUR
from portal.accounts.factors.halfway import TRIES
from portal.accounts.tables import Account
from portal.outbox.events import EventKind
from tests.accounts.factors import code_now, give_app, link_and_keep, sign_in, wrong_code
from tests.accounts.post import events
from tests.support.browser import Person
from tests.support.office import Office

LOOKED_AT = "klopt niet"
CODES = 10**6
ROOT = Path(__file__).parents[2]


async def guess(office: Office, visitor: Person, wrong: str, times: int) -> int:
    """Sign in again and again with the right password, and guess; how many codes were looked at."""
    looked_at = 0
    for _sign_in in range(times):
        await sign_in(visitor, office, "anna")
        for number in range(TRIES):
            page = await visitor.post("/login/code", {"code": wrong})
            looked_at += page.status == 422
            if page.status == 429:
                return looked_at
            assert (LOOKED_AT in page.text) is (number < TRIES - 1)
    return looked_at


async def test_after_five_wrong_codes_the_password_is_asked_again(office: Office) -> None:
    key = await give_app(office, "anna")
    visitor = office.visitor()
    assert await guess(office, visitor, wrong_code(office, key), 1) == TRIES
    page = await visitor.post("/login/code", {"code": code_now(office, key)})
    assert page.status == 422
    assert (await visitor.get("/login/code")).location == "/login"


async def test_ten_wrong_codes_an_hour_and_the_person_is_told_once(office: Office) -> None:
    key = await give_app(office, "anna")
    for _browser in range(3):
        visitor = office.visitor()
        await guess(office, visitor, wrong_code(office, key), 3)
    assert (await events(office.accounts["anna"].id)).count(EventKind.CODES_GUESSED) == 1
    page = await visitor.post("/login/code", {"code": code_now(office, key)})
    assert page.status == 429
    assert "60" in page.text
    office.clock.advance(minutes=61)
    await sign_in(visitor, office, "anna")
    assert (await visitor.post("/login/code", {"code": code_now(office, key)})).status == 303


async def test_fifty_browsers_at_once_get_no_more_than_ten_tries(office: Office) -> None:
    key = await give_app(office, "anna")
    wrong, visitors = wrong_code(office, key), [office.visitor() for _one in range(50)]
    for number, visitor in enumerate(visitors):
        visitor.come_from(f"10.0.0.{number}")
        await sign_in(visitor, office, "anna")
    pages = await asyncio.gather(*(visitor.post("/login/code", {"code": wrong}) for visitor in visitors))
    assert sum(page.status == 422 for page in pages) == PER_HOUR


async def test_a_hundred_wrong_codes_ever_and_then_only_the_recovery_code_opens(office: Office, anna: Person) -> None:
    key, code = await link_and_keep(office, anna)
    visitor, looked_at = office.visitor(), 0
    for _hour in range(15):
        looked_at += await guess(office, visitor, wrong_code(office, key), 3)
        office.clock.advance(minutes=61)
    assert looked_at == EVER
    await sign_in(visitor, office, "anna")
    page = await visitor.post("/login/code", {"code": code_now(office, key)})
    assert page.status == 429
    assert (await visitor.post("/login/recovery-code", {"recovery_code": code})).status == 303
    office.clock.advance(minutes=1)
    again = office.visitor()
    await sign_in(again, office, "anna")
    assert (await again.post("/login/code", {"code": code_now(office, key)})).status == 303


async def test_whoever_guesses_elsewhere_does_not_keep_the_person_out(office: Office) -> None:
    key = await give_app(office, "anna")
    own = office.visitor()
    office.clock.advance(minutes=1)
    await sign_in(own, office, "anna")
    assert (await own.post("/login/code", {"code": code_now(office, key)})).status == 303
    await Account.update({Account.wrong_codes: EVER}).where(Account.id == office.accounts["anna"].id)
    await guess(office, office.visitor(), wrong_code(office, key), 3)
    office.clock.advance(minutes=1)
    await sign_in(own, office, "anna")
    assert (await own.post("/login/code", {"code": code_now(office, key)})).status == 303


async def test_who_proves_again_after_a_hundred_wrong_codes_is_promised_no_codes(office: Office, anna: Person) -> None:
    key = await give_app(office, "anna")
    anna = await office.browser("anna")
    await Account.update({Account.wrong_codes: EVER}).where(Account.id == office.accounts["anna"].id)
    page = await anna.post("/account/proof", {"code": code_now(office, key)})
    assert page.status == 429
    assert "Codes werken niet meer." in page.text
    assert "minuten" not in page.one("form:has(#code)").text_content()


async def test_a_browser_that_somebody_else_used_is_not_known_for_anna(office: Office) -> None:
    key, other = await give_app(office, "anna"), await give_app(office, "bas")
    shared = office.visitor()
    office.clock.advance(minutes=1)
    await sign_in(shared, office, "bas")
    assert (await shared.post("/login/code", {"code": code_now(office, other)})).status == 303
    await guess(office, office.visitor(), wrong_code(office, key), 3)
    await shared.post("/logout")
    await shared.get("/login")
    await sign_in(shared, office, "anna")
    assert (await shared.post("/login/code", {"code": code_now(office, key)})).status == 429


async def test_recovery_codes_are_counted_too_but_not_with_the_codes(office: Office, anna: Person) -> None:
    key, code = await link_and_keep(office, anna)
    visitor = office.visitor()
    for _sign_in in range(3):
        await sign_in(visitor, office, "anna")
        for _try in range(TRIES):
            await visitor.post("/login/recovery-code", {"recovery_code": "0" * 26})
    await sign_in(visitor, office, "anna")
    assert (await visitor.post("/login/recovery-code", {"recovery_code": code})).status == 429
    office.clock.advance(minutes=1)
    await sign_in(visitor, office, "anna")
    assert (await visitor.post("/login/code", {"code": code_now(office, key)})).status == 303


def test_the_odds_in_the_documentation_are_those_of_the_limits() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for good, way in ((2, "app"), (1, "text message")):
        sign_in, hour, ever = (f"1 in {CODES // (good * tries):,}" for tries in (TRIES, PER_HOUR, EVER))
        assert f"| {way} | {good} | {sign_in} | {hour} | {ever} |" in text
