"""People who get codes by text message, as the tests need them."""

import re

from portal.accounts.factors import operations
from portal.accounts.factors.sms.sending import deliver_due
from portal.accounts.factors.tables import FactorKind
from portal.adapters.sms import DemoTexter, Texter
from tests.accounts.factors import tools
from tests.support.office import Office

NUMBER = "+31612345678"


def kept(office: Office) -> DemoTexter:
    """The messages that were sent, newest first."""
    texter = office.adapters.sms
    assert isinstance(texter, DemoTexter)
    return texter


async def give_sms(office: Office, name: str, number: str = NUMBER) -> None:
    """Let somebody have a number that gets codes."""
    account = office.accounts[name].id
    factor = await operations.begin(account, FactorKind.SMS, number, tools=tools(office))
    await operations.confirm(factor, account, tools=tools(office))


async def deliver(office: Office, texter: Texter | None = None) -> None:
    """Send what is due, through the gateway of the office or through this one."""
    adapters = office.adapters
    while await deliver_due(
        settings=office.settings, texter=texter or adapters.sms, keys=adapters.keys, clock=adapters.clock
    ):
        pass


async def code_of(office: Office) -> str:
    """The code in the message that was sent last, after sending what is due."""
    await deliver(office)
    return code_in(kept(office).messages[0].text)


def code_in(text: str) -> str:
    """The code that a message holds."""
    return re.findall(r"\d{6}", text)[0]


def another(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"
