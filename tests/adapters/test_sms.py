"""Text messages reach a real gateway once, and every way in which it can fail ends in time."""

import asyncio
import socket
import subprocess
import sys
import time

import pytest

from portal.adapters.sms import DemoTexter, GatewayTexter, SmsUnavailable, TextMessage, address_of_gateway
from tests.support.gateway import FAILED, OK, Gateway, open_gateway

MESSAGE = TextMessage("+31612345678", "Uw code is 123456.\n\n@portal.test #123456")


async def test_a_message_arrives_as_it_was_written_with_its_number(gateway: Gateway) -> None:
    await GatewayTexter(gateway.url).send(MESSAGE)
    (arrived,) = gateway.arrived
    assert arrived["message"] == MESSAGE.text
    assert arrived["title"] == ""
    assert arrived["to"] == "+31612345678"


async def test_neither_number_nor_code_stands_in_the_address_that_is_asked(gateway: Gateway) -> None:
    await GatewayTexter(gateway.url).send(MESSAGE)
    (request,) = gateway.requests
    assert "123456" not in request


@pytest.mark.parametrize("answer", [FAILED, FAILED.replace(b"500", b"401"), b"nonsense\r\n\r\n", b""])
async def test_a_gateway_that_does_not_take_it_is_asked_once(gateway: Gateway, answer: bytes) -> None:
    gateway.answer = answer
    with pytest.raises(SmsUnavailable):
        await GatewayTexter(gateway.url).send(MESSAGE)
    assert len(gateway.arrived) == 1


async def test_an_address_that_asks_for_retries_gets_none(gateway: Gateway) -> None:
    gateway.answer = FAILED
    with pytest.raises(SmsUnavailable):
        await GatewayTexter(f"{gateway.url}&retry=3&wait=0.1").send(MESSAGE)
    assert len(gateway.arrived) == 1


async def test_a_gateway_that_is_down_is_said_to_be_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(SmsUnavailable):
        await GatewayTexter(f"json://127.0.0.1:{port}/?:to={{to}}").send(MESSAGE)


@pytest.mark.parametrize("asked", ["", "&redirect=yes"])
async def test_a_redirect_is_not_followed_so_that_the_code_goes_nowhere_else(gateway: Gateway, asked: str) -> None:
    async with open_gateway() as elsewhere:
        gateway.redirect_to(f"http://127.0.0.1:{elsewhere.port}/")
        with pytest.raises(SmsUnavailable):
            await GatewayTexter(gateway.url + asked).send(MESSAGE)
        assert elsewhere.arrived == []


async def test_a_gateway_that_answers_a_byte_at_a_time_is_left_alone_in_time(gateway: Gateway) -> None:
    gateway.seconds_for_a_byte = 1.0
    began = time.monotonic()
    with pytest.raises(SmsUnavailable):
        await GatewayTexter(gateway.url, whole_seconds=3).send(MESSAGE)
    assert time.monotonic() - began < 10


async def test_the_portal_goes_on_while_a_message_is_under_way(gateway: Gateway) -> None:
    gateway.pause = 3
    sending = asyncio.create_task(GatewayTexter(gateway.url).send(MESSAGE))
    longest, last = 0.0, time.monotonic()
    while not sending.done():
        await asyncio.sleep(0.005)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    await sending
    assert longest < 2


async def test_a_worker_that_stops_ends_the_message_under_way(gateway: Gateway) -> None:
    gateway.pause = 30
    sending = asyncio.create_task(GatewayTexter(gateway.url).send(MESSAGE))
    while not gateway.arrived:  # noqa: ASYNC110 (the gateway is another task)
        await asyncio.sleep(0.02)
    sending.cancel()
    async with asyncio.timeout(2):
        with pytest.raises(asyncio.CancelledError):
            await sending


async def test_an_address_that_apprise_does_not_know_is_a_message_that_does_not_go_out() -> None:
    with pytest.raises(SmsUnavailable):
        await GatewayTexter("pigeon://roof/{to}").send(MESSAGE)


async def test_nothing_of_number_or_code_is_said_by_the_process(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    for answer in (OK, FAILED):
        gateway.answer = answer
        sending = GatewayTexter(gateway.url).send(MESSAGE)
        await asyncio.gather(sending, return_exceptions=True)
    said = "".join(capfd.readouterr())
    assert "123456" not in said
    assert "12345678" not in said


def test_the_server_starts_without_loading_apprise() -> None:
    asking = "import sys, portal.app; sys.exit('apprise' in sys.modules or 'phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asking], check=False).returncode == 0


def test_the_number_is_put_into_the_address_so_that_its_plus_stays_a_plus() -> None:
    assert address_of_gateway("json://h/?:to={to}", "+31612345678") == "json://h/?:to=%2B31612345678"


async def test_the_demo_keeps_and_shows_its_messages_newest_first() -> None:
    shown: list[str] = []
    texter = DemoTexter(shown.append)
    await texter.send(MESSAGE)
    await texter.send(TextMessage("+32470123456", "Your code is 654321."))
    assert [message.to for message in texter.messages] == ["+32470123456", "+31612345678"]
    assert "654321" in shown[1]
