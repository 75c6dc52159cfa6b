"""What people are to be told by e-mail."""

from uuid import UUID

from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent


async def events(account: UUID | None = None) -> list[EventKind]:
    """The kinds of news that wait for a person, or for anybody, oldest first."""
    waiting = OutboxEvent.objects().order_by(OutboxEvent.created_at)
    if account is not None:
        waiting = waiting.where(OutboxEvent.account == account)
    return [EventKind(event.kind) for event in await waiting]
