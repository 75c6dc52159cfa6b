"""The browsers from which somebody signed in before: a sign-in from any other one is told by e-mail."""

import datetime

from portal.accounts.tables import Account, KnownDevice
from portal.accounts.throttle import KNOWN_FOR
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.web.tokens import digest, new_token


async def recognise(account: Account, token: str, *, now: datetime.datetime) -> str:
    """Know this browser from now on; returns the token for its cookie, a new one where it was not known.

    The person is told of a new one, but for the very first time that they come in.
    """
    is_known = (KnownDevice.id == digest(token)) & (KnownDevice.account == account.id)
    is_known &= KnownDevice.used_at > now - KNOWN_FOR
    if token and await KnownDevice.update({KnownDevice.used_at: now}).where(is_known).returning(KnownDevice.id):
        return token
    if account.signed_in_at is not None:
        await tell(account.id, EventKind.NEW_DEVICE, now=now)
    fresh = new_token()
    await KnownDevice(id=digest(fresh), account=account.id, created_at=now, used_at=now).save()
    return fresh


async def forget(*, now: datetime.datetime) -> None:
    """Remove the browsers that were not seen for ninety days."""
    await KnownDevice.delete().where(KnownDevice.used_at < now - KNOWN_FOR)
