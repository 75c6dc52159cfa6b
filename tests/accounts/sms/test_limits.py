"""Messages cost money and codes can be guessed: the limits hold by simulation, and the real person is led on."""

import asyncio
import dataclasses
import datetime
from collections import Counter
from uuid import UUID, uuid4

import pytest

from portal.accounts.factors.guessing import EVER
from portal.accounts.factors.halfway import TRIES
from portal.accounts.factors.sms import codes
from portal.accounts.factors.sms.codes import Binding, TooSoon, check_alone, send
from portal.accounts.factors.sms.limits import (
    ACCOUNT_DAY,
    ACCOUNT_HOUR,
    NETWORK_HOUR,
    NUMBER_HOUR,
    MessagesSpent,
    Whose,
)
from portal.accounts.factors.sms.tables import SmsCode, SmsMessage
from portal.accounts.tables import Account, AccountKind
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent
from tests.accounts.factors import sign_in, tools
from tests.accounts.sms.texting import NUMBER, another, code_of, deliver, give_sms, kept
from tests.support.office import Office


async def ask(
    office: Office, name: str, *, number: str = NUMBER, address: str = "192.0.2.1", per_day: int = 200
) -> str:
    """Have a code sent for a new sign-in of somebody; whose limit kept it back, if any did."""
    account, kit = office.accounts[name].id, tools(office)
    kit = dataclasses.replace(kit, settings=dataclasses.replace(office.settings, sms_per_day=per_day))
    try:
        await send(Binding.sign_in(uuid4().hex, account), number, address=address, tools=kit)
    except MessagesSpent as spent:
        return spent.whose
    return ""


async def test_an_account_gets_five_an_hour_and_ten_a_day(office: Office) -> None:
    sent: list[datetime.datetime] = []
    began = office.clock.now()
    for time in range(2 * 24 * 60 // 11):
        address = f"198.51.100.{time % 250}"
        if not await ask(office, "anna", number=f"+3161234{time:04}", address=address):
            sent.append(office.clock.now())
        office.clock.advance(minutes=11)
    hours = Counter((moment - began) // datetime.timedelta(hours=1) for moment in sent)
    days = Counter((moment - began).days for moment in sent)
    assert max(hours.values()) == ACCOUNT_HOUR
    assert max(days.values()) == ACCOUNT_DAY
    assert len(days) == 2


async def test_a_number_gets_five_an_hour_whoever_asks(office: Office) -> None:
    names = ["anna", "bas", "carla", "daan"] * 3
    refused = [await ask(office, name, address=f"198.51.100.{place}") for place, name in enumerate(names)]
    assert refused == [""] * NUMBER_HOUR + [Whose.NUMBER] * (len(names) - NUMBER_HOUR)


@pytest.mark.parametrize("address", ["192.0.2.{}", "2001:db8:0:1::{}", "2001:db8:0:1:{}::9"])
async def test_a_network_gets_ten_an_hour_and_a_customer_of_ipv6_is_one(office: Office, address: str) -> None:
    names = ["anna", "bas", "carla", "daan"] * 4
    is_one = ":" in address
    refused = [
        await ask(office, name, number=f"+3161234{place:04}", address=address.format(place if is_one else 1))
        for place, name in enumerate(names)
    ]
    assert refused == [""] * NETWORK_HOUR + [Whose.NETWORK] * (len(names) - NETWORK_HOUR)


async def test_fifty_at_once_are_no_more_than_one_after_the_other(office: Office) -> None:
    refused = await asyncio.gather(*(ask(office, "anna", address=f"198.51.100.{place}") for place in range(50)))
    assert refused.count("") == ACCOUNT_HOUR
    assert await SmsMessage.count() == ACCOUNT_HOUR


async def test_fifty_new_codes_at_once_are_one(office: Office) -> None:
    await give_sms(office, "anna")
    visitor = office.visitor()
    await sign_in(visitor, office, "anna")
    office.clock.advance(minutes=2)
    await asyncio.gather(*(visitor.post("/login/code/message") for _try in range(50)))
    await deliver(office)
    assert len(kept(office).messages) == 2


async def test_who_got_too_many_is_told_so_and_led_to_the_other_ways(office: Office) -> None:
    await give_sms(office, "anna")
    for _time in range(ACCOUNT_HOUR + 1):
        visitor = office.visitor()
        page = await visitor.follow(await sign_in(visitor, office, "anna"))
    assert "te veel sms'en" in page.text
    assert "nummer dat eindigt op" not in page.text
    assert page.tree.xpath("//details[.//summary[contains(., 'andere manier')]]")
    assert page.one("details a[href^='tel:']") is not None


async def test_a_code_that_was_sent_still_works_when_no_other_may_be(office: Office) -> None:
    await give_sms(office, "anna")
    for _time in range(ACCOUNT_HOUR):
        visitor = office.visitor()
        await sign_in(visitor, office, "anna")
    code = await code_of(office)
    office.clock.advance(minutes=2)
    assert "te veel sms'en" in (await visitor.post("/login/code/message")).text
    assert (await visitor.post("/login/code", {"code": code})).status == 303


async def test_the_office_pays_for_so_many_a_day_and_all_staff_hear_of_the_last_once(office: Office) -> None:
    refused = []
    for place in range(12):
        name, number = ("anna", "bas")[place % 2], f"+3161234{place:04}"
        refused.append(await ask(office, name, number=number, address=f"198.51.100.{place}", per_day=5))
    assert refused == [""] * 5 + [Whose.OFFICE] * 7
    told = await OutboxEvent.objects().where(OutboxEvent.kind == EventKind.SMS_SPENT.value)
    staff = [one.id for one in office.accounts.values() if one.kind == AccountKind.STAFF.value]
    assert [event.account for event in told] == staff
    office.clock.advance(days=1, seconds=1)
    assert await ask(office, "carla", per_day=5) == ""


async def test_what_was_refused_is_not_counted(office: Office) -> None:
    for _time in range(30):
        await ask(office, "anna")
    office.clock.advance(hours=1, seconds=1)
    refused = [await ask(office, "anna") for _time in range(ACCOUNT_HOUR)]
    assert refused == [""] * ACCOUNT_HOUR


async def test_a_robot_that_knows_the_password_and_tries_for_a_month_is_stopped_at_a_hundred(office: Office) -> None:
    """It takes every code that it can get, five tries each, from ever other addresses."""
    await give_sms(office, "anna")
    looked_at, hour = 0, 0
    while (account := await Account.objects().get(Account.id == office.accounts["anna"].id)) and hour < 30 * 24:
        robot = office.visitor()
        robot.come_from(f"10.0.{hour // 250}.{hour % 250}")
        await sign_in(robot, office, "anna")
        right = await code_of(office)
        for _try in range(TRIES):
            await robot.post("/login/code", {"code": another(right)})
        if account.wrong_codes == looked_at == EVER:
            break
        looked_at, hour = account.wrong_codes, hour + 1
        office.clock.advance(hours=1)
    assert looked_at == EVER
    assert (await robot.post("/login/code", {"code": right})).status != 303


async def test_a_set_up_that_is_guessed_at_is_over_after_five(office: Office) -> None:
    account, factor = office.accounts["anna"].id, uuid4()
    binding, kit = Binding.set_up(factor, account), tools(office)
    for attempt in range(3):
        await send(binding, NUMBER, address="192.0.2.1", tools=kit)
        with pytest.raises(TooSoon):
            await send(binding, NUMBER, address="192.0.2.1", tools=kit)
        code = await code_of(office)
        wrong = [await check_alone(binding, another(code), tools=kit) for _try in range(2)]
        assert wrong == [False, False]
        office.clock.advance(seconds=60)
        if attempt == 2:
            assert not await check_alone(binding, code, tools=kit)


async def test_a_code_that_no_page_tells_of_any_more_is_removed(office: Office) -> None:
    await ask(office, "anna")
    for hours, left in ((24, 1), (1, 0)):
        office.clock.advance(hours=hours)
        await codes.sweep(now=office.clock.now())
        assert await SmsCode.count() == left


async def test_it_is_known_for_18_months_that_a_message_was_sent_or_lost_and_always_that_one_is_due(
    office: Office,
) -> None:
    for name in ("anna", "bas"):
        await ask(office, name)
    await deliver(office)
    lost, due = office.accounts["bas"].id, office.accounts["carla"].id
    await SmsMessage.update({SmsMessage.settled_at: None, SmsMessage.outcome: ""}).where(SmsMessage.account == lost)
    await ask(office, "carla")
    for days, left in ((548, 3), (1, 1)):
        office.clock.advance(days=days)
        await codes.sweep(now=office.clock.now())
        assert await SmsMessage.count() == left
    assert await SmsMessage.exists().where(SmsMessage.account == due)


def test_the_binding_says_what_it_is_for() -> None:
    account, factor = uuid4(), UUID(int=7)
    assert Binding.set_up(factor, account).id != Binding.sign_in(str(factor), account).id
