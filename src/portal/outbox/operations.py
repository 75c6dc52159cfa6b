"""Putting news into the outbox, in the transaction that caused it."""

import datetime
from uuid import UUID, uuid4

from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent


async def tell(
    account: UUID,
    kind: EventKind,
    *,
    now: datetime.datetime,
    window: int = 0,
    dossier: UUID | None = None,
    item: UUID | None = None,
) -> None:
    """Have a person told; news of one dossier within `window` seconds of the first travels in one mail."""
    await OutboxEvent(
        id=uuid4(),
        account=account,
        dossier=dossier,
        kind=kind.value,
        item=item,
        created_at=now,
        due_at=now + datetime.timedelta(seconds=window),
    ).save()
