"""What decides nothing any more is not kept: sessions past their limit, and old counts of attempts."""

from uuid import uuid4

from portal.accounts.factors.guessing import Guesser
from portal.accounts.factors.sms.limits import Cost
from portal.accounts.tables import SignInAttempts
from portal.accounts.throttle import (
    LONGEST_WINDOW,
    address_limits,
    advice_limit,
    archive_limit,
    challenge_limit,
    check_limit,
    correction_limit,
    invitation_limit,
    limits_for,
    passkey_limit,
    reset_limits,
)
from portal.app import duties
from portal.web.tables import Session
from tests.support.office import PASSWORD, Office

ONE_VALUE = (
    advice_limit,
    archive_limit,
    challenge_limit,
    check_limit,
    correction_limit,
    invitation_limit,
    passkey_limit,
)


async def perform(office: Office) -> None:
    """Have the worker do what is due."""
    for duty in duties(office.settings, office.adapters):
        await duty()


async def sign_in(office: Office, password: str, address: str) -> None:
    visitor = office.visitor()
    visitor.come_from(address)
    await visitor.post("/login", {"email": "anna@example.com", "password": password})


async def test_sessions_are_forgotten_after_their_limit_and_not_before(office: Office) -> None:
    await office.browser("anna")
    office.clock.advance(seconds=office.settings.session_total - 60)
    await perform(office)
    assert await Session.count() == 1
    office.clock.advance(minutes=2)
    await perform(office)
    assert await Session.count() == 0


async def test_counts_are_forgotten_a_day_later_and_a_place_that_somebody_got_in_from_after_ninety(
    office: Office,
) -> None:
    await sign_in(office, "wrong", "192.0.2.1")
    await sign_in(office, PASSWORD, "192.0.2.2")
    office.clock.advance(hours=23)
    await perform(office)
    assert await SignInAttempts.count() == 4, "the pair, the address, the account, and the pair that got in"
    office.clock.advance(hours=2)
    await perform(office)
    assert [row.failures for row in await SignInAttempts.objects()] == [0]
    office.clock.advance(days=90)
    await perform(office)
    assert await SignInAttempts.count() == 0


def test_no_window_is_longer_than_counts_are_kept() -> None:
    limits = [
        *limits_for("s", "anna@example.com", "192.0.2.1").all,
        *reset_limits("s", "anna@example.com", "192.0.2.1"),
        *address_limits("s", "anna", "anna@example.com"),
        *(limit for _whose, limit in Cost(uuid4(), "+31612345678", "192.0.2.1").limits("s", 1)),
        *(limit("s", "anna") for limit in ONE_VALUE),
        Guesser(uuid4()).hourly("s"),
    ]
    assert max(limit.window for limit in limits) <= LONGEST_WINDOW
