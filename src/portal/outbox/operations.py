"""The outbox: news put in with the transaction that caused it, claimed per mail by a lease, and settled."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.outbox.events import NEWS, EventKind, Outcome
from portal.outbox.tables import OutboxEvent

REMEMBERED_FOR = datetime.timedelta(days=548)
"""How long it is known what was sent to whom: 18 months. A key in `once` is of a day, long over by then."""

# Once a mail has its Message-ID it keeps its events: what comes in later travels in a mail of its own.
CLAIM = """
    UPDATE outbox_event SET lease_until = {}, attempts = attempts + 1, message_id = {}
    WHERE account = {} AND dossier IS NOT DISTINCT FROM {}
      AND (dossier IS NOT NULL OR (kind = {} AND item IS NOT DISTINCT FROM {}))
      AND message_id = {} AND due_at IS NOT NULL
      AND (lease_until IS NULL OR lease_until < {})
    RETURNING id
"""
# Written SQL, for it runs at every page of a dossier.
WAITING = """
    SELECT id, kind FROM outbox_event
    WHERE account = {} AND (dossier = {} OR item = {}) AND due_at IS NOT NULL AND message_id = {}
"""


async def tell(
    account: UUID,
    kind: EventKind,
    *,
    now: datetime.datetime,
    window: int = 0,
    dossier: UUID | None = None,
    item: UUID | None = None,
    once: str | None = None,
) -> bool:
    """Have a person told; news of one dossier within `window` seconds of the first travels in one mail.

    What has a key of its own in `once` (80 characters) is told one single time; returns whether it is told now.
    The key is forgotten with the event: let it hold the day that it is about.
    """
    event = OutboxEvent(
        id=uuid4(),
        account=account,
        dossier=dossier,
        kind=kind.value,
        item=item,
        created_at=now,
        due_at=now + datetime.timedelta(seconds=window),
        once=once,
    )
    put_in = OutboxEvent.insert(event).on_conflict(target=OutboxEvent.once, action="DO NOTHING")
    return bool(await put_in.returning(OutboxEvent.id))


async def claim_due(now: datetime.datetime, lease: datetime.timedelta, *, host: str) -> list[OutboxEvent]:
    """The events of one mail that is due, for the caller alone until the lease ends; oldest first, or none.

    When the first event of a person and dossier is due, the later ones come along; news of the account itself travels
    by kind and item. The Message-ID of their mail is stored here, before the first attempt, and is the same in every
    later one. Looking takes no lock; the update gives the events to one of the processes that look.
    """
    is_free = OutboxEvent.lease_until.is_null() | (OutboxEvent.lease_until < now)
    is_due = (OutboxEvent.due_at <= now) & is_free
    while first := await OutboxEvent.objects().where(is_due).order_by(OutboxEvent.due_at).first():
        message_id = first.message_id or f"<{uuid4()}@{host}>"
        claimed = await database.query(
            CLAIM, now + lease, message_id, first.account, first.dossier, first.kind, first.item, first.message_id, now
        )
        if claimed:
            ids = [row["id"] for row in claimed]
            return await OutboxEvent.objects().where(OutboxEvent.id.is_in(ids)).order_by(OutboxEvent.created_at)
    return []


async def settle(events: Sequence[OutboxEvent], outcome: Outcome, *, now: datetime.datetime) -> None:
    """Note what became of events; they are never claimed again."""
    await OutboxEvent.update(_settled(outcome, now)).where(OutboxEvent.id.is_in([event.id for event in events]))


async def drop(account: UUID, kind: EventKind, *, now: datetime.datetime) -> None:
    """Take back what a person was still to be told of one kind."""
    is_waiting = (OutboxEvent.account == account) & (OutboxEvent.kind == kind.value) & OutboxEvent.due_at.is_not_null()
    await OutboxEvent.update(_settled(Outcome.DROPPED, now)).where(is_waiting)


async def note_seen(
    account: UUID, *, now: datetime.datetime, dossier: UUID | None = None, item: UUID | None = None
) -> None:
    """Tell a person nothing of what they look at now: all that is new in a dossier, or one request.

    Mostly nothing waits, and then nothing is written. What a worker is sending already goes out.
    """
    waiting = await database.query(WAITING, account, dossier, item, "")
    if news := [row["id"] for row in waiting if row["kind"] in NEWS]:
        is_waiting = OutboxEvent.id.is_in(news) & (OutboxEvent.message_id == "")
        await OutboxEvent.update(_settled(Outcome.DROPPED, now)).where(is_waiting & OutboxEvent.due_at.is_not_null())


def _settled(outcome: Outcome, now: datetime.datetime) -> dict[Column | str, Any]:
    return {
        OutboxEvent.due_at: None,
        OutboxEvent.lease_until: None,
        OutboxEvent.settled_at: now,
        OutboxEvent.outcome: outcome.value,
    }


async def retry(event: UUID, account: UUID, *, now: datetime.datetime) -> int:
    """Send the mail that an event of a person was in again, if the mail server did not take it.

    Its Message-ID stays what it was. Returns how many events go out again.
    """
    found = await OutboxEvent.objects().get((OutboxEvent.id == event) & (OutboxEvent.account == account))
    if found is None:
        return 0
    is_lost = OutboxEvent.outcome.is_in([Outcome.REFUSED.value, Outcome.GIVEN_UP.value])
    is_same_mail = (OutboxEvent.account == account) & (OutboxEvent.message_id == found.message_id)
    values: dict[Column | str, Any] = {
        OutboxEvent.due_at: now,
        OutboxEvent.settled_at: None,
        OutboxEvent.outcome: "",
        OutboxEvent.attempts: 0,
    }
    return len(await OutboxEvent.update(values).where(is_lost & is_same_mail).returning(OutboxEvent.id))


async def postpone(events: Sequence[OutboxEvent], until: datetime.datetime) -> None:
    """Try again at a later moment, unless the lease ended and somebody else took over."""
    is_ours = OutboxEvent.id.is_in([event.id for event in events]) & (OutboxEvent.lease_until == events[0].lease_until)
    await OutboxEvent.update({OutboxEvent.due_at: until, OutboxEvent.lease_until: None}).where(is_ours)


async def forget(*, now: datetime.datetime) -> None:
    """Remove what was settled 18 months ago, the oldest first: no refusal outlives the mail that arrived after it."""
    await database.remove("outbox_event", "settled_at < {} ORDER BY settled_at", now - REMEMBERED_FOR)
