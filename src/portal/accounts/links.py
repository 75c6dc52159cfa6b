"""One-time links: the token is in the mail and nowhere else; we keep its SHA-256."""

import datetime
from uuid import UUID

from portal import database
from portal.accounts.queries import Addressee
from portal.accounts.tables import Account, LinkPurpose, OneTimeLink
from portal.errors import PortalError
from portal.outbox.operations import REMEMBERED_FOR
from portal.web.tokens import digest, new_token

INVITATION_DAYS = 7
RESET_MINUTES = 30
EMAIL_HOURS = 24
LIFETIMES = {
    LinkPurpose.INVITATION: datetime.timedelta(days=INVITATION_DAYS),
    LinkPurpose.RESET: datetime.timedelta(minutes=RESET_MINUTES),
    LinkPurpose.EMAIL_CHANGE: datetime.timedelta(hours=EMAIL_HOURS),
    LinkPurpose.EMAIL_UNDO: datetime.timedelta(hours=EMAIL_HOURS),
}
WHOSE = """
    SELECT a.id, a.email, a.password_hash FROM one_time_link l JOIN account a ON a.id = l.account
    WHERE l.id = {} AND l.purpose = {} AND a.is_active = {}
"""


class LinkUnusable(PortalError):
    """The link was used, has expired, or never existed."""


async def make_link(
    account: UUID,
    *,
    now: datetime.datetime,
    purpose: LinkPurpose = LinkPurpose.INVITATION,
    item: UUID | None = None,
    email: str = "",
) -> str:
    """The token of a new one-time link, good for the lifetime of its purpose; `item` is what it is about.

    One that goes to `email` is good as long as that is the address of the account.
    """
    token = new_token()
    await OneTimeLink(
        id=digest(token),
        account=account,
        purpose=purpose.value,
        item=item,
        email=email,
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    ).save()
    return token


async def account_of_link(token: str, *, purpose: LinkPurpose, now: datetime.datetime) -> Account:
    """Whose link this is, using nothing up; raises `LinkUnusable`."""
    account: Account = (await _usable(token, purpose, now)).account
    return account


async def item_of_link(token: str, *, purpose: LinkPurpose, now: datetime.datetime) -> UUID | None:
    """What this link is about, using nothing up; raises `LinkUnusable`."""
    item: UUID | None = (await _usable(token, purpose, now)).item
    return item


async def addressee_of_old_link(token: str, *, purpose: LinkPurpose) -> Addressee | None:
    """Whose link this is or was: they once had the mail, and may ask for another.

    Only what that takes is read, so that a link that was there once takes as long as one that never was.
    """
    rows = await database.query(WHOSE, digest(token), purpose.value, True)
    return Addressee(**rows[0]) if rows else None


async def use_link(token: str, *, now: datetime.datetime) -> None:
    """Use a link up, once; raises `LinkUnusable` for whoever comes second."""
    is_unused = (OneTimeLink.id == digest(token)) & OneTimeLink.used_at.is_null()
    if not await OneTimeLink.update({OneTimeLink.used_at: now}).where(is_unused).returning(OneTimeLink.id):
        raise LinkUnusable


async def void(account: UUID, *purposes: LinkPurpose, now: datetime.datetime) -> None:
    """Make the links of a person worthless that are for these purposes and still unused."""
    is_open = (OneTimeLink.account == account) & OneTimeLink.used_at.is_null()
    is_meant = OneTimeLink.purpose.is_in([purpose.value for purpose in purposes])
    await OneTimeLink.update({OneTimeLink.used_at: now}).where(is_open & is_meant)


async def forget(*, now: datetime.datetime) -> None:
    """Remove the links that stopped working 18 months ago; who opens one is told what who opens no link is told."""
    await database.remove("one_time_link", "expires_at < {} ORDER BY expires_at", now - REMEMBERED_FOR)


async def _usable(token: str, purpose: LinkPurpose, now: datetime.datetime) -> OneTimeLink:
    link = await _link(token, purpose)
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkUnusable
    if link.email not in ("", link.account.email):
        raise LinkUnusable
    return link


async def _link(token: str, purpose: LinkPurpose) -> OneTimeLink | None:
    link = await OneTimeLink.objects(OneTimeLink.account).get(OneTimeLink.id == digest(token))
    is_ours = link is not None and link.purpose == purpose.value and link.account.is_active
    return link if is_ours else None
