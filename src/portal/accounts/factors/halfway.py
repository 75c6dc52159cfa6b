"""Sign-ins of which the password was right, and that open nothing until the second factor is there too."""

import datetime

from portal import database
from portal.accounts.factors.tables import FactorKind, HalfwaySignIn
from portal.accounts.tables import Account
from portal.errors import PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.web.tokens import digest, new_token

LIFETIME = datetime.timedelta(minutes=10)
TRIES = 5
LEFT = """
    SELECT DISTINCT h.account FROM halfway_sign_in h WHERE h.expires_at < {} AND h.is_known = {}
    AND NOT EXISTS (SELECT 1 FROM known_device d WHERE d.account = h.account AND d.created_at >= h.created_at)
"""


class HalfwayOver(PortalError):
    """This sign-in is finished, too old, used up by wrong codes, or never was; it begins again with the password."""


async def begin(
    account: Account, way: FactorKind, *, target: str = "", is_known: bool = True, now: datetime.datetime
) -> str:
    """Keep that the password was right, in the transaction under way; returns the token for the cookie.

    `is_known` says whether the person signed in from this browser before.
    """
    token = new_token()
    await HalfwaySignIn(
        id=digest(token),
        account=account.id,
        kind=account.kind,
        is_known=is_known,
        target=target,
        way=way.value,
        created_at=now,
        expires_at=now + LIFETIME,
    ).save()
    return token


async def of_token(token: str, kind: str, *, now: datetime.datetime) -> HalfwaySignIn:
    """The sign-in of this browser, with its account; raises `HalfwayOver`."""
    is_going_on = (HalfwaySignIn.expires_at > now) & (HalfwaySignIn.tries < TRIES)
    is_it = (HalfwaySignIn.id == digest(token)) & (HalfwaySignIn.kind == kind) & is_going_on
    found = await HalfwaySignIn.objects(HalfwaySignIn.account).get(is_it)
    if found is None or not found.account.is_active:
        raise HalfwayOver
    return found


async def prolong(halfway: HalfwaySignIn, *, now: datetime.datetime) -> None:
    """Let a sign-in last as long as the code that was sent for it just now."""
    await HalfwaySignIn.update({HalfwaySignIn.expires_at: now + LIFETIME}).where(HalfwaySignIn.id == halfway.id)


async def take_try(halfway: HalfwaySignIn, *, now: datetime.datetime) -> int:
    """Count a try, in the transaction under way; how many are left after it. Raises `HalfwayOver`."""
    is_it = (HalfwaySignIn.id == halfway.id) & (HalfwaySignIn.tries < TRIES) & (HalfwaySignIn.expires_at > now)
    counted = await (
        HalfwaySignIn.update({HalfwaySignIn.tries: HalfwaySignIn.tries + 1}).where(is_it).returning(HalfwaySignIn.tries)
    )
    if not counted:
        raise HalfwayOver
    return TRIES - int(counted[0]["tries"])


async def close(halfway: HalfwaySignIn) -> None:
    """End the sign-in, in the transaction under way; raises `HalfwayOver` for whoever comes second."""
    if not await HalfwaySignIn.delete().where(HalfwaySignIn.id == halfway.id).returning(HalfwaySignIn.id):
        raise HalfwayOver


async def close_all(account: object) -> None:
    """End every sign-in of an account that is not finished."""
    await HalfwaySignIn.delete().where(HalfwaySignIn.account == account)


async def sweep(*, now: datetime.datetime) -> None:
    """Remove the sign-ins that nobody finished; of those in a browser that we did not know the person is told.

    Once a day at most, and not when a new browser of theirs got in since: of that they were told already.
    """
    async with database.transaction():
        left = await database.query(LEFT, now, False)
        await HalfwaySignIn.delete().where(HalfwaySignIn.expires_at < now)
        for row in left:
            once = f"left|{row['account']}|{now.date()}"
            await tell(row["account"], EventKind.SECOND_STEP_LEFT, now=now, once=once)
