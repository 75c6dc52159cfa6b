"""*Klopt dit niet?*: what a client says is not right about their details, and that the office has settled it."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from portal import database
from portal.accounts import attempts
from portal.accounts.throttle import correction_limit
from portal.accounts.viewer import Viewer
from portal.adapters.encryption import KeyRing, Purpose
from portal.audit.operations import record
from portal.errors import NotFound
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.subject_access.tables import Correction

# Who handles a dossier of this client that is still open; where nobody does, the whole office is told.
HANDLERS = """
    SELECT DISTINCT h.id FROM dossier_access x
    JOIN dossier d ON d.id = x.dossier AND d.state = 'open'
    JOIN account h ON h.id = d.handler AND h.is_active = {}
    WHERE x.account = {}
"""
STAFF = "SELECT id FROM account WHERE kind = 'staff' AND is_active = {}"
OPEN = """
    SELECT c.id, c.account, a.name, c.text, c.sent_at FROM correction c JOIN account a ON a.id = c.account
    WHERE c.settled_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """What a client said that is still to be settled; `text` is in the clear."""

    id: UUID
    account: UUID
    name: str
    text: str
    sent_at: datetime.datetime


async def send(viewer: Viewer, text: str, *, keys: KeyRing, secret: str, now: datetime.datetime) -> None:
    """Keep what a client says, sealed, and have the office told; raises `TooManyAttempts` after five in a day."""
    limit, own = correction_limit(secret, str(viewer.id)), uuid4()
    await attempts.refuse_when_spent(limit, now=now)
    sealed = keys.encrypt_text(Purpose.FIELDS, text, **_place(own))
    async with database.transaction():
        await attempts.count(limit, now=now)
        await Correction(id=own, account=viewer.id, text=sealed, sent_at=now).save()
        told = await database.query(HANDLERS, True, viewer.id) or await database.query(STAFF, True)
        for row in told:
            await tell(row["id"], EventKind.CORRECTION_ASKED, now=now, item=own)
        await record("correction_asked", at=now, actor=viewer.id, subject=own)


async def open_of(client: UUID, viewer: Viewer, *, keys: KeyRing) -> list[OpenCorrection]:
    """What a client said that is still to be settled, oldest first; for the office only, else raises `NotFound`."""
    _require_staff(viewer)
    rows = await database.query(OPEN + " AND c.account = {} ORDER BY c.sent_at, c.id", client)
    return [_opened(row, keys) for row in rows]


async def waiting(viewer: Viewer) -> list[dict[str, Any]]:
    """The clients (`account`, `name`) who wait for something to be settled, since when (`sent_at`), longest first."""
    _require_staff(viewer)
    sql = """
        SELECT c.account, a.name, min(c.sent_at) AS "sent_at [timestamptz]"
        FROM correction c JOIN account a ON a.id = c.account
        WHERE c.settled_at IS NULL GROUP BY c.account, a.name ORDER BY min(c.sent_at) LIMIT 50
    """
    return await database.query(sql)


async def settle(client: UUID, shown: Collection[UUID], *, viewer: Viewer, now: datetime.datetime) -> None:
    """Note that the office settled what a client said: of what was shown, what was still open."""
    _require_staff(viewer)
    if not shown:
        return
    is_meant = (Correction.account == client) & Correction.id.is_in(list(shown)) & Correction.settled_at.is_null()
    values: dict[Any, Any] = {Correction.settled_at: now, Correction.settled_by: viewer.id}
    async with database.transaction():
        for row in await Correction.update(values).where(is_meant).returning(Correction.id):
            await record("correction_settled", at=now, actor=viewer.id, subject=row["id"])


def _opened(row: dict[str, Any], keys: KeyRing) -> OpenCorrection:
    text = keys.decrypt_text(Purpose.FIELDS, row["text"], **_place(row["id"]))
    return OpenCorrection(row["id"], row["account"], row["name"], text, row["sent_at"])


def _place(own: UUID) -> dict[str, str]:
    return {"table": "correction", "column": "text", "row": str(own)}


def _require_staff(viewer: Viewer) -> None:
    if not viewer.is_staff:
        raise NotFound
