"""What decides nothing any more is not kept: sessions past their limit, and old counts of attempts."""

from portal.accounts.tables import SignInAttempts
from portal.app import duties
from portal.web.tables import Session
from tests.support.office import PASSWORD, Office


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


async def test_attempts_are_forgotten_after_ninety_days_without_success(office: Office) -> None:
    await sign_in(office, "wrong", "192.0.2.1")
    office.clock.advance(days=60)
    await sign_in(office, PASSWORD, "192.0.2.2")
    office.clock.advance(days=31)
    await perform(office)
    assert [row.failures for row in await SignInAttempts.objects()] == [0]
    office.clock.advance(days=60)
    await perform(office)
    assert await SignInAttempts.count() == 0
