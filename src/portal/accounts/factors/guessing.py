"""How often somebody may be wrong about a second factor. `docs/security.md` has the odds that these limits leave.

Each count is kept twice: for browsers from which the person signed in before, each by itself, and for all others
together. So whoever knows the password elsewhere can use up the tries of others, but not those of the person.
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal.accounts import attempts
from portal.accounts.tables import Account, KnownDevice
from portal.accounts.throttle import KNOWN_FOR, Limit
from portal.errors import PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.web.tokens import digest, keyed

HOUR = datetime.timedelta(hours=1)
PER_HOUR = 10
EVER = 100
RECOVERY = "recovery"


class OutOfTries(PortalError):
    """A hundred wrong codes in all: from here on only the recovery code or the office lets this person in."""


@dataclass(frozen=True, slots=True)
class Guesser:
    """Whose tries are counted: an account, from one browser that it knows (the hash of its token) or from any other."""

    account: UUID
    device: str = ""

    def hourly(self, secret: str, of: str = "codes") -> Limit:
        """The count within an hour; recovery codes have one of their own."""
        return Limit(keyed(secret, of, f"{self.account}|{self.device}"), PER_HOUR, HOUR)


async def guesser_of(account: UUID, token: str, *, now: datetime.datetime) -> Guesser:
    """Who tries: `token` is that of a browser that we may know."""
    if not token:
        return Guesser(account)
    is_known = (KnownDevice.id == digest(token)) & (KnownDevice.account == account)
    known = await KnownDevice.exists().where(is_known & (KnownDevice.used_at > now - KNOWN_FOR))
    return Guesser(account, digest(token) if known else "")


async def hold(account: UUID) -> None:
    """Have this account alone until the transaction ends, so that tries that come at once are counted one by one."""
    await Account.update({Account.wrong_codes: Account.wrong_codes + 0}).where(Account.id == account)


async def refuse_when_spent(guesser: Guesser, *, secret: str, now: datetime.datetime) -> None:
    """Raise `TooManyAttempts`, or `OutOfTries`."""
    await attempts.refuse_when_spent(guesser.hourly(secret), now=now)
    if await _wrong_ever(guesser) >= EVER:
        raise OutOfTries


async def count_wrong(guesser: Guesser, *, secret: str, now: datetime.datetime) -> None:
    """Count a code that was wrong; when that was the last of this hour, the person is told by e-mail."""
    await _count(guesser, guesser.hourly(secret), now)
    if guesser.device:
        more = KnownDevice.update({KnownDevice.wrong_codes: KnownDevice.wrong_codes + 1})
        await more.where(KnownDevice.id == guesser.device)
    else:
        await Account.update({Account.wrong_codes: Account.wrong_codes + 1}).where(Account.id == guesser.account)


async def count_wrong_recovery(guesser: Guesser, *, secret: str, now: datetime.datetime) -> None:
    """The same for a recovery code, which has no limit but that of the hour: it has too many bits."""
    await _count(guesser, guesser.hourly(secret, RECOVERY), now)


async def forgive_device(guesser: Guesser) -> None:
    """Begin again for a browser that was right now; the count of all others stays, for it may not be the person's."""
    if guesser.device:
        await KnownDevice.update({KnownDevice.wrong_codes: 0}).where(KnownDevice.id == guesser.device)


async def forgive(account: UUID) -> None:
    """Begin again for everybody: what was guessed at is no longer what opens."""
    await Account.update({Account.wrong_codes: 0}).where(Account.id == account)
    await KnownDevice.update({KnownDevice.wrong_codes: 0}).where(KnownDevice.account == account)


async def _count(guesser: Guesser, limit: Limit, now: datetime.datetime) -> None:
    await attempts.count(limit, now=now)
    if attempts.is_spent(limit, await attempts.counted((limit,)), now):
        await tell(guesser.account, EventKind.CODES_GUESSED, now=now)


async def _wrong_ever(guesser: Guesser) -> int:
    if guesser.device:
        device = await KnownDevice.select(KnownDevice.wrong_codes).where(KnownDevice.id == guesser.device).first()
        return int(device["wrong_codes"]) if device else 0
    account = await Account.select(Account.wrong_codes).where(Account.id == guesser.account).first()
    return int(account["wrong_codes"]) if account else 0
