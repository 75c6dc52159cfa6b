"""Signing in with a code by text message: for this sign-in only, once, for ten minutes, in the person's language."""

import asyncio

import pytest

from portal.accounts.factors.halfway import TRIES
from portal.accounts.factors.sms.tables import SmsCode, SmsMessage
from portal.accounts.tables import Account
from portal.settings import Settings
from tests.accounts.factors import code_now, give_app, sign_in
from tests.accounts.sms.texting import NUMBER, another, code_of, deliver, give_sms, kept
from tests.support.browser import Page, Person
from tests.support.office import Office

NOT_RIGHT = "klopt niet"


async def halfway(office: Office, name: str = "anna") -> tuple[Person, str]:
    """Somebody with the right password, and the code that they got."""
    visitor = office.visitor()
    page = await sign_in(visitor, office, name)
    assert page.location == "/login/code"
    return visitor, await code_of(office)


async def enter(visitor: Person, code: str) -> Page:
    """Type a code."""
    return await visitor.post("/login/code", {"code": code})


def is_in(page: Page) -> bool:
    """Whether the answer lets the person in."""
    return page.status == 303 and page.location == "/"


async def test_the_code_from_the_message_lets_the_person_in(office: Office) -> None:
    await give_sms(office, "anna")
    visitor, code = await halfway(office)
    page = await visitor.get("/login/code")
    assert "••78" in page.text
    assert page.one("#code").get("autocomplete") == "one-time-code"
    assert page.one("#code").get("inputmode") == "numeric"
    assert is_in(await enter(visitor, f" {code[:3]} {code[3:]} "))
    assert (await visitor.get("/account")).status == 200


async def test_the_message_goes_to_the_number_in_the_persons_language_and_ends_for_the_browser(office: Office) -> None:
    await give_sms(office, "anna")
    for language, words in (("nl", "uw code"), ("en", "your code")):
        await Account.update({Account.language: language}).where(Account.id == office.accounts["anna"].id)
        _visitor, code = await halfway(office)
        message = kept(office).messages[0]
        assert message.to == NUMBER
        assert words in message.text
        assert message.text.splitlines()[-1] == f"@portal.test #{code}"
        assert len(message.text) <= 160
        assert office.settings.office_name in message.text
        assert "Anna" not in message.text


async def test_nothing_of_code_and_number_lies_in_the_database_in_clear(office: Office) -> None:
    await give_sms(office, "anna")
    await sign_in(office.visitor(), office, "anna")
    (before,) = await SmsMessage.select()
    code = await code_of(office)
    (after,) = await SmsMessage.select()
    (kept_code,) = await SmsCode.select()
    for row in (before, after, kept_code):
        assert code not in str(row)
        assert NUMBER[3:] not in str(row)
    assert before["content"]
    assert not after["content"]


async def test_a_code_works_once(office: Office) -> None:
    await give_sms(office, "anna")
    visitor, code = await halfway(office)
    pages = await asyncio.gather(*(enter(visitor, code) for _try in range(20)))
    assert sum(is_in(page) for page in pages) == 1


async def test_a_code_is_good_for_its_own_sign_in_only(office: Office) -> None:
    await give_sms(office, "anna")
    await give_sms(office, "bas", "+31687654321")
    _first, of_first = await halfway(office)
    second, of_second = await halfway(office)
    other, _of_other = await halfway(office, "bas")
    assert not is_in(await enter(second, of_first))
    assert not is_in(await enter(other, of_second))
    assert is_in(await enter(second, of_second))


async def test_a_code_is_good_for_ten_minutes(office: Office) -> None:
    await give_sms(office, "anna")
    visitor, code = await halfway(office)
    office.clock.advance(minutes=10)
    assert not is_in(await enter(visitor, code))


async def test_five_wrong_codes_end_the_sign_in_however_many_new_codes_come(office: Office) -> None:
    await give_sms(office, "anna")
    visitor, code = await halfway(office)
    for _try in range(TRIES - 1):
        assert NOT_RIGHT in (await enter(visitor, another(code))).text
        office.clock.advance(seconds=60)
        await visitor.post("/login/code/message")
        code = await code_of(office)
    assert NOT_RIGHT not in (await enter(visitor, another(code))).text
    assert not is_in(await enter(visitor, code))


async def test_fifty_tries_at_once_are_five(office: Office) -> None:
    await give_sms(office, "anna")
    visitor, code = await halfway(office)
    wrong = [f"{(int(code) + more) % 1_000_000:06}" for more in range(1, 51)]
    pages = await asyncio.gather(*(enter(visitor, one) for one in wrong))
    assert sum(NOT_RIGHT in page.text for page in pages) == TRIES - 1
    assert not is_in(await enter(visitor, code))


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "0" * 10_000, "#123456", "12-34-56"]
)
async def test_anything_else_is_a_wrong_code_and_the_right_one_still_works(office: Office, typed: str) -> None:
    await give_sms(office, "anna")
    visitor, code = await halfway(office)
    assert (await enter(visitor, typed)).status == 422
    assert is_in(await enter(visitor, code))


async def test_a_new_code_takes_the_place_of_the_old_one_and_prolongs_the_sign_in(office: Office) -> None:
    await give_sms(office, "anna")
    visitor, old = await halfway(office)
    office.clock.advance(minutes=9)
    page = await visitor.post("/login/code/message")
    assert page.location == "/login/code"
    new = await code_of(office)
    office.clock.advance(minutes=9)
    assert not is_in(await enter(visitor, old))
    assert is_in(await enter(visitor, new))


async def test_codes_come_a_minute_apart(office: Office) -> None:
    await give_sms(office, "anna")
    visitor, code = await halfway(office)
    for htmx in (False, True):
        page = await visitor.post("/login/code/message", htmx=htmx)
        assert page.status == 429
        assert "minder dan een minuut geleden" in page.text
    assert is_in(await enter(visitor, code))
    assert len(kept(office).messages) == 1


async def test_the_page_tells_by_itself_that_the_message_went_out(office: Office) -> None:
    await give_sms(office, "anna")
    visitor = office.visitor()
    page = await visitor.follow(await sign_in(visitor, office, "anna"))
    assert "onderweg" in page.text
    asking = page.one("#sms-delivery")
    assert asking.get("hx-get") == "/login/code/message"
    await deliver(office)
    told = await visitor.get(asking.get("hx-get"), htmx=True)
    assert "Laatste code verstuurd om 14.07 uur" in told.text
    assert told.one("#sms-delivery").get("hx-get") is None


async def test_without_a_sign_in_that_is_halfway_there_are_no_messages(office: Office) -> None:
    await give_sms(office, "anna")
    visitor = office.visitor()
    assert (await visitor.get("/login/code/message")).location == "/login"
    assert (await visitor.post("/login/code/message")).location == "/login"
    await give_app(office, "carla")
    await sign_in(visitor, office, "carla")
    assert (await visitor.post("/login/code/message")).location == "/login"
    await deliver(office)
    assert not kept(office).messages


async def test_a_code_is_sent_only_after_the_right_password(office: Office) -> None:
    await give_sms(office, "anna")
    await sign_in(office.visitor(), office, "anna", password="wrong words entirely")
    await deliver(office)
    assert not kept(office).messages


async def test_who_has_an_app_too_can_use_that_instead(office: Office) -> None:
    key = await give_app(office, "anna")
    await give_sms(office, "anna")
    visitor = office.visitor()
    await sign_in(visitor, office, "anna")
    assert (await visitor.post("/login/way", {"way": "app"})).location == "/login/code"
    assert is_in(await enter(visitor, code_now(office, key)))


async def test_an_office_without_a_gateway_offers_no_text_messages() -> None:
    assert not Settings(environment="production").has_sms
    assert Settings(environment="production", sms_url="msgbird://key/+31201234567/{to}").has_sms
