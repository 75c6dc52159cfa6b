"""Writing the audit log."""

import datetime
from uuid import UUID

import msgspec

from portal.audit.tables import AuditEntry


async def record(
    action: str, *, at: datetime.datetime, actor: UUID | None, subject: UUID | None = None, **detail: str | int
) -> None:
    """Add one entry, in the transaction under way; `detail` holds ids, states and counts, never personal data."""
    await AuditEntry(
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        detail=msgspec.json.encode(detail, order="sorted").decode() if detail else "",
    ).save()
