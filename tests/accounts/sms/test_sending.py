"""A message goes to a real gateway at once and never twice; whatever the gateway does, nobody is at a dead end."""

import asyncio
import socket
import time

import pytest

from portal.accounts.factors.sms.sending import wording
from portal.accounts.factors.sms.tables import SmsMessage, SmsOutcome
from portal.adapters.sms import GatewayTexter
from tests.accounts.factors import sign_in
from tests.accounts.sms.texting import NUMBER, code_in, deliver, give_sms
from tests.support.browser import Page, Person
from tests.support.gateway import FAILED, OK, Gateway, open_gateway
from tests.support.office import Office

NOT_SENT = "De sms kon niet worden verstuurd"


async def halfway(office: Office, name: str = "anna") -> Person:
    """Somebody who gave the right password."""
    await give_sms(office, name)
    visitor = office.visitor()
    await sign_in(visitor, office, name)
    return visitor


async def outcomes() -> list[str]:
    """What became of the messages."""
    return [str(message.outcome) for message in await SmsMessage.objects().order_by(SmsMessage.created_at)]


def assert_no_dead_end(page: Page) -> None:
    """The page says what happened, takes a code, offers another one and the other ways."""
    assert NOT_SENT in page.one("#sms-delivery").text_content()
    assert page.one("#code") is not None
    assert page.one("form[action='/login/code/message'] button") is not None
    assert page.tree.xpath("//details[.//summary[contains(., 'andere manier')]]")


async def test_the_code_that_the_gateway_got_lets_the_person_in(office: Office, gateway: Gateway) -> None:
    visitor = await halfway(office)
    await deliver(office, GatewayTexter(gateway.url))
    assert gateway.arrived[0]["to"] == NUMBER
    assert (await visitor.post("/login/code", {"code": code_in(gateway.texts[0])})).status == 303
    assert await outcomes() == [SmsOutcome.SENT]


@pytest.mark.parametrize("answer", [FAILED, b"", b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"])
async def test_a_gateway_that_fails_is_asked_once_and_the_page_leads_on(
    office: Office, gateway: Gateway, answer: bytes
) -> None:
    gateway.answer = answer
    visitor = await halfway(office)
    for _again in range(2):
        await deliver(office, GatewayTexter(gateway.url))
    assert len(gateway.arrived) == 1
    assert await outcomes() == [SmsOutcome.FAILED]
    assert_no_dead_end(await visitor.get("/login/code"))


async def test_a_gateway_that_is_down_leads_on_too_and_a_new_code_comes_when_it_is_back(office: Office) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    visitor = await halfway(office)
    await deliver(office, GatewayTexter(f"json://127.0.0.1:{port}/?:to={{to}}"))
    assert_no_dead_end(await visitor.get("/login/code"))
    office.clock.advance(seconds=60)
    await visitor.post("/login/code/message")
    async with open_gateway() as gateway:
        await deliver(office, GatewayTexter(gateway.url))
        assert (await visitor.post("/login/code", {"code": code_in(gateway.texts[0])})).status == 303


async def test_no_request_waits_for_a_gateway_that_is_slow(office: Office, gateway: Gateway) -> None:
    gateway.pause = 30
    visitor = await halfway(office)
    sending = asyncio.create_task(deliver(office, GatewayTexter(gateway.url, whole_seconds=10)))
    while not (gateway.arrived or sending.done()):  # noqa: ASYNC110 (the gateway is another task)
        await asyncio.sleep(0.02)
    assert gateway.arrived, "the process that sends was too slow to begin"
    began = time.monotonic()
    assert "onderweg" in (await visitor.get("/login/code")).text
    assert time.monotonic() - began < 2
    await sending
    assert_no_dead_end(await visitor.get("/login/code"))


async def test_a_message_that_cannot_be_read_any_more_keeps_no_other_waiting(office: Office, gateway: Gateway) -> None:
    await halfway(office)
    await SmsMessage.update({SmsMessage.content: b"sealed with keys that are gone"}, force=True)
    office.clock.advance(seconds=1)
    other = await halfway(office, "bas")
    await deliver(office, GatewayTexter(gateway.url))
    assert sorted(await outcomes()) == [SmsOutcome.FAILED, SmsOutcome.SENT]
    assert (await other.post("/login/code", {"code": code_in(gateway.texts[0])})).status == 303


async def test_a_gateway_that_took_it_but_answered_too_late_gave_a_code_that_works(
    office: Office, gateway: Gateway
) -> None:
    gateway.seconds_for_a_byte = 1
    visitor = await halfway(office)
    await deliver(office, GatewayTexter(gateway.url, whole_seconds=4))
    assert await outcomes() == [SmsOutcome.FAILED]
    assert (await visitor.post("/login/code", {"code": code_in(gateway.texts[0])})).status == 303


async def test_a_gateway_that_answers_twice_is_believed_once(office: Office, gateway: Gateway) -> None:
    gateway.answer = OK + FAILED
    await halfway(office)
    await deliver(office, GatewayTexter(gateway.url))
    assert await outcomes() == [SmsOutcome.SENT]
    assert len(gateway.arrived) == 1


async def test_of_many_workers_one_sends(office: Office, gateway: Gateway) -> None:
    await halfway(office)
    await asyncio.gather(*(deliver(office, GatewayTexter(gateway.url)) for _worker in range(5)))
    assert len(gateway.arrived) == 1


async def test_a_worker_that_comes_too_late_sends_no_code_that_is_over(office: Office, gateway: Gateway) -> None:
    visitor = await halfway(office)
    office.clock.advance(seconds=31)
    assert_no_dead_end(await visitor.get("/login/code"))
    office.clock.advance(minutes=10)
    await deliver(office, GatewayTexter(gateway.url))
    assert gateway.arrived == []
    assert await outcomes() == [SmsOutcome.EXPIRED]


async def test_a_message_whose_worker_died_is_told_as_not_sent_and_never_sent_again(
    office: Office, gateway: Gateway
) -> None:
    visitor = await halfway(office)
    values = {SmsMessage.due_at: None, SmsMessage.taken_at: office.clock.now(), SmsMessage.content: b""}
    await SmsMessage.update(values).where(SmsMessage.outcome == "")  # type: ignore[arg-type] # as in the code
    assert "onderweg" in (await visitor.get("/login/code")).text
    office.clock.advance(seconds=31)
    assert_no_dead_end(await visitor.get("/login/code"))
    await deliver(office, GatewayTexter(gateway.url))
    assert gateway.arrived == []


def test_the_message_begins_with_the_code_so_that_a_locked_telephone_shows_it() -> None:
    assert wording("123456", office="Kantoor", host="portaal.example").startswith("123456 is uw code voor Kantoor.")
