"""How many messages may be sent: they cost money, and each is another code to guess.

`docs/text-messages.md` has the odds that these limits leave.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import structlog

from portal.accounts import attempts, queries
from portal.accounts.factors.method import Tools
from portal.accounts.throttle import LONGEST_WINDOW, Limit, network_of
from portal.errors import PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.web.tokens import keyed

logger = structlog.get_logger(__name__)

HOUR, DAY = datetime.timedelta(hours=1), LONGEST_WINDOW
ACCOUNT_HOUR, ACCOUNT_DAY, NUMBER_HOUR, NETWORK_HOUR = 5, 10, 5, 10


class Whose(StrEnum):
    """Whose messages are used up."""

    ACCOUNT = "account"
    NUMBER = "number"
    NETWORK = "network"
    OFFICE = "office"


class MessagesSpent(PortalError):
    """No more messages for now; `whose` limit it is."""

    def __init__(self, whose: Whose) -> None:
        super().__init__("no more text messages")
        self.whose = whose


@dataclass(frozen=True, slots=True)
class Cost:
    """One message: whose account asks for it, for which number, from which network address."""

    account: UUID
    number: str
    address: str

    def limits(self, secret: str, per_day: int) -> Iterator[tuple[Whose, Limit]]:
        """The counts that it goes on, always in this order, so that two at once never wait for each other."""
        yield Whose.ACCOUNT, Limit(keyed(secret, "sms-account-hour", str(self.account)), ACCOUNT_HOUR, HOUR)
        yield Whose.ACCOUNT, Limit(keyed(secret, "sms-account-day", str(self.account)), ACCOUNT_DAY, DAY)
        yield Whose.NUMBER, Limit(keyed(secret, "sms-number-hour", self.number), NUMBER_HOUR, HOUR)
        yield Whose.NETWORK, Limit(keyed(secret, "sms-network-hour", network_of(self.address)), NETWORK_HOUR, HOUR)
        yield Whose.OFFICE, Limit(keyed(secret, "sms-office-day", ""), per_day, DAY)


async def spend(cost: Cost, tools: Tools) -> None:
    """Count a message, in the transaction under way, or raise `MessagesSpent`, which must end that transaction.

    Counting comes first and looking second, so that of many at once no more get through than may. All staff are told
    by e-mail when the last message of the office for this day is spent.
    """
    now, per_day = tools.clock.now(), tools.settings.sms_per_day
    limits = [*cost.limits(tools.settings.secret_key, per_day)]
    await attempts.count(*(limit for _whose, limit in limits), now=now)
    rows = await attempts.counted(limit for _whose, limit in limits)
    for whose, limit in limits:
        if rows[limit.id].failures > limit.failures:
            raise MessagesSpent(whose)
    if rows[limits[-1][1].id].failures == per_day:
        await _alarm(now)


async def _alarm(now: datetime.datetime) -> None:
    logger.warning("text messages of this day are used up")
    for colleague in await queries.staff():
        await tell(colleague.id, EventKind.SMS_SPENT, now=now)
