"""Asking a client for documents, reminding them, and taking the request back."""

import datetime
from uuid import UUID, uuid4

from portal import database
from portal.adapters.encryption import KeyRing, Purpose
from portal.audit.operations import record
from portal.dossiers.operations.held import require_open
from portal.dossiers.operations.requests import Requests, tell_those_asked
from portal.dossiers.parties import party
from portal.outbox.events import EventKind
from portal.uploads.tables import UploadRequest

_REQUESTS = Requests(UploadRequest, reminded="upload_reminded", withdrawn="upload_withdrawn")
remind, withdraw, withdraw_all = _REQUESTS.remind, _REQUESTS.withdraw, _REQUESTS.withdraw_all


async def request_upload(
    dossier: UUID,
    addressee: UUID,
    *,
    title: str,
    message: str,
    due_date: datetime.date | None,
    actor: UUID,
    keys: KeyRing,
    now: datetime.datetime,
    window: int,
) -> UUID:
    """Ask one client of an open dossier, a person or a company, for documents, and have those told who may deliver.

    Raises `Conflict` for a closed dossier and `NotFound` for an addressee who may not see it.
    """
    async with database.transaction():
        await require_open(dossier)
        asked = await party(dossier, addressee)
        request = UploadRequest(
            id=uuid4(),
            dossier=dossier,
            addressee=asked.account,
            organisation=asked.organisation,
            title=title,
            due_date=due_date,
            requested_by=actor,
            created_at=now,
        )
        request.message = keys.encrypt_text(
            Purpose.FIELDS, message, table="upload_request", column="message", row=request.id
        )
        await request.save()
        await tell_those_asked(dossier, asked, EventKind.UPLOAD_REQUESTED, request.id, now=now, window=window)
        await record("upload_requested", at=now, actor=actor, subject=request.id, dossier=str(dossier))
    return request.id
