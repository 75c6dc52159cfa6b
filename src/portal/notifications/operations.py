"""Delivering what is in the outbox: at least once, and with the same Message-ID if ever twice.

A repeat is possible only when the mail server has the mail and we do not know it: its answer was lost, or this
process died before the commit.
"""

import datetime
from collections.abc import Awaitable, Callable, Sequence
from email.message import EmailMessage
from urllib.parse import urlsplit

import structlog

from portal import database
from portal.accounts import addresses, links, queries
from portal.accounts.addresses import Recipient
from portal.accounts.tables import Account, AccountKind, LinkPurpose
from portal.adapters.clock import Clock
from portal.adapters.crash import crash_point
from portal.adapters.mail import Mailer, MailRefused, MailUnavailable
from portal.audit.operations import record
from portal.finishing import to_the_end
from portal.jobs.retrying import LEASE, next_attempt
from portal.notifications import preferences
from portal.notifications.account_wording import AccountNews
from portal.notifications.composing import NotAnAddress, compose
from portal.outbox import operations as outbox
from portal.outbox.events import EventKind, Outcome
from portal.outbox.tables import OutboxEvent
from portal.settings import Settings

logger = structlog.get_logger(__name__)

ABOUT_ACCOUNT = frozenset(
    {
        EventKind.INVITATION,
        EventKind.COMPANY_ACCESS,
        EventKind.PASSWORD_RESET,
        EventKind.PASSWORD_CHANGED,
        EventKind.NEW_DEVICE,
        EventKind.EMAIL_CHANGE,
        EventKind.EMAIL_IN_USE,
        EventKind.EMAIL_CHANGED,
        EventKind.CORRECTION_ASKED,
        EventKind.FACTOR_ADDED,
        EventKind.FACTOR_REMOVED,
        EventKind.FACTORS_RESET,
        EventKind.RECOVERY_CODE_USED,
        EventKind.RECOVERY_CODE_MADE,
        EventKind.NUMBER_CHANGED,
        EventKind.CODES_GUESSED,
        EventKind.SIGN_INS_REFUSED,
        EventKind.SECOND_STEP_LEFT,
        EventKind.SMS_SPENT,
    }
)
LINKS = {
    EventKind.INVITATION: (LinkPurpose.INVITATION, "activate"),
    EventKind.PASSWORD_RESET: (LinkPurpose.RESET, "reset"),
    EventKind.EMAIL_CHANGE: (LinkPurpose.EMAIL_CHANGE, "email-change"),
    EventKind.EMAIL_CHANGED: (LinkPurpose.EMAIL_UNDO, "email-undo"),
}
TO_ANOTHER_ADDRESS = frozenset({EventKind.EMAIL_CHANGE, EventKind.EMAIL_CHANGED})

IsStillNews = Callable[[OutboxEvent], Awaitable[bool]]
PathOf = Callable[[OutboxEvent], Awaitable[str]]


async def to_the_start(_event: OutboxEvent) -> str:
    """The path of the start page."""
    return "/"


async def deliver_due(
    *,
    settings: Settings,
    mailer: Mailer,
    clock: Clock,
    is_still_news: IsStillNews,
    path_of: PathOf = to_the_start,
) -> bool:
    """Send one mail that is due, if there is one; whether there was.

    Events whose item was opened, closed or withdrawn meanwhile, or that the person switched off, are dropped. News of
    a dossier leads to `path_of` it.
    """
    events = await outbox.claim_due(clock.now(), LEASE, host=urlsplit(settings.base_url).hostname or "localhost")
    if not events:
        return False
    crash_point("mail-claimed")
    account = await queries.by_id(events[0].account)
    news = await _news(events, account, is_still_news)
    to = await _recipient(news[0], account) if account and news else None
    if account is None or to is None:
        await _settle(events, [], Outcome.DROPPED, now=clock.now())
        return True
    try:
        message = await _message(news, to, account, settings, clock.now(), await path_of(news[0]))
        crash_point("mail-composed")
        await mailer.send(message)
        crash_point("mail-sent")
    except MailUnavailable as unavailable:
        await _postpone(events, news, reason=str(unavailable), now=clock.now())
    except (MailRefused, NotAnAddress):
        await to_the_end(_settle(events, news, Outcome.REFUSED, now=clock.now()))
    else:
        await to_the_end(_settle(events, news, Outcome.SENT, now=clock.now()))
    return True


async def _news(
    events: Sequence[OutboxEvent], account: Account | None, is_still_news: IsStillNews
) -> list[OutboxEvent]:
    """The events that this person is still to be told of."""
    if account is None or not account.is_active:
        return []
    wanted = preferences.wanted(events, account)
    return [event for event in wanted if event.item is None or await is_still_news(event)]


async def _recipient(event: OutboxEvent, account: Account) -> Recipient | None:
    """Where the mail goes, and about what: to another address than that of the account when that is what changes."""
    kind = EventKind(event.kind)
    if kind in TO_ANOTHER_ADDRESS:
        return await addresses.recipient(kind, event.item)
    return Recipient(kind, account.email, account.language)


async def _message(
    news: Sequence[OutboxEvent], to: Recipient, account: Account, settings: Settings, now: datetime.datetime, path: str
) -> EmailMessage:
    return compose(
        await _told(news, to.kind, account, settings, now),
        to=to.email,
        language=to.language,
        settings=settings,
        message_id=news[0].message_id,
        now=now,
        path=path,
    )


async def _told(
    news: Sequence[OutboxEvent], kind: EventKind, account: Account, settings: Settings, now: datetime.datetime
) -> Sequence[EventKind] | AccountNews:
    """What the mail is about; a one-time link is made here, and is nowhere but in the mail.

    The link is committed before the mail goes out: otherwise it would be dead in a mail whose answer was lost.
    """
    if news[0].dossier is not None or kind not in ABOUT_ACCOUNT:
        return [EventKind(event.kind) for event in news]
    is_staff = account.kind == AccountKind.STAFF.value
    root = (settings.staff_base_url if is_staff else "") or settings.base_url
    if kind not in LINKS:
        home = f"{root}/staff" if is_staff else f"{root}/"
        return AccountNews(kind, home, settings.office_phone, is_for_staff=is_staff)
    purpose, path = LINKS[kind]
    email = "" if kind in TO_ANOTHER_ADDRESS else account.email
    token = await links.make_link(account.id, purpose=purpose, item=news[0].item, email=email, now=now)
    expires_at = now + links.LIFETIMES[purpose]
    return AccountNews(kind, f"{root}/{path}/{token}", settings.office_phone, expires_at, is_for_staff=is_staff)


async def _settle(
    events: Sequence[OutboxEvent], news: Sequence[OutboxEvent], outcome: Outcome, *, now: datetime.datetime
) -> None:
    """Close the events of one mail, and audit it: the office can see whose address does not work."""
    ids = {event.id for event in news}
    dropped = [event for event in events if event.id not in ids]
    async with database.transaction():
        if dropped:
            await outbox.settle(dropped, Outcome.DROPPED, now=now)
        if news:
            await outbox.settle(news, outcome, now=now)
            await record(f"mail_{outcome.value}", at=now, actor=None, subject=news[0].account, events=len(news))
        crash_point("mail-settled-before-commit")
    crash_point("mail-settled-after-commit")


async def _postpone(
    events: Sequence[OutboxEvent], news: Sequence[OutboxEvent], *, reason: str, now: datetime.datetime
) -> None:
    """Try again later, or give up after two days."""
    attempts = max(event.attempts for event in news)
    until = next_attempt(attempts, now)
    logger.warning("mail unavailable", reason=reason, attempts=attempts, is_given_up=until is None)
    if until is None:
        await _settle(events, news, Outcome.GIVEN_UP, now=now)
    else:
        await outbox.postpone(events, until)
