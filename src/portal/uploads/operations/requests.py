"""Asking a client for documents, reminding them, and taking the request back."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from portal import database
from portal.adapters.encryption import KeyRing, Purpose
from portal.audit.operations import record
from portal.dossiers import queries as dossiers
from portal.dossiers.operations.documents import require_open
from portal.dossiers.reminding import is_remindable
from portal.dossiers.tables import RequestState
from portal.errors import NotFound
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.uploads.operations.held import RequestClosed
from portal.uploads.tables import UploadRequest


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
    """Ask one client of an open dossier for documents, and have them told.

    Raises `Conflict` for a closed dossier and `NotFound` for a person who may not see it.
    """
    request = UploadRequest(
        id=uuid4(),
        dossier=dossier,
        addressee=addressee,
        title=title,
        due_date=due_date,
        requested_by=actor,
        created_at=now,
    )
    request.message = keys.encrypt_text(
        Purpose.FIELDS, message, table="upload_request", column="message", row=request.id
    )
    async with database.transaction():
        await require_open(dossier)
        if addressee not in await dossiers.people_with_access(dossier):
            raise NotFound
        await request.save()
        await tell(addressee, EventKind.UPLOAD_REQUESTED, now=now, window=window, dossier=dossier, item=request.id)
        await record("upload_requested", at=now, actor=actor, subject=request.id, dossier=str(dossier))
    return request.id


async def remind(request_id: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Have the addressee of an open request told again; raises `RequestClosed` or `NotFound`."""
    async with database.transaction():
        reminded = (
            await UploadRequest.update({UploadRequest.reminded_at: now})
            .where(_is_open(request_id) & is_remindable(UploadRequest.reminded_at, now))
            .returning(UploadRequest.dossier, UploadRequest.addressee)
        )
        if not reminded:
            if await UploadRequest.exists().where(_is_open(request_id)):
                return  # reminded a moment ago: a second click is no second mail
            await _refuse(request_id)
        row = reminded[0]
        await tell(row["addressee"], EventKind.REMINDER, now=now, dossier=row["dossier"], item=request_id)
        await record("upload_reminded", at=now, actor=actor, subject=request_id)


async def withdraw(request_id: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Take back an open request and have its addressee told; raises `RequestClosed` or `NotFound`."""
    async with database.transaction():
        if not await _withdraw(_is_open(request_id), actor=actor, now=now):
            await _refuse(request_id)


async def withdraw_all(dossier: UUID, *, actor: UUID, now: datetime.datetime) -> int:
    """Take back every open request of a dossier that is being closed; returns how many there were."""
    is_open = (UploadRequest.dossier == dossier) & (UploadRequest.state == RequestState.OPEN.value)
    async with database.transaction():
        return len(await _withdraw(is_open, actor=actor, now=now))


async def _withdraw(which: Any, *, actor: UUID, now: datetime.datetime) -> Sequence[dict[str, Any]]:
    """Withdraw in one statement, so that a confirmation at the same moment wins or loses, and never both."""
    withdrawn = (
        await UploadRequest.update({UploadRequest.state: RequestState.WITHDRAWN.value, UploadRequest.closed_at: now})
        .where(which)
        .returning(UploadRequest.id, UploadRequest.dossier, UploadRequest.addressee)
    )
    for row in withdrawn:
        await tell(row["addressee"], EventKind.REQUEST_WITHDRAWN, now=now, dossier=row["dossier"], item=row["id"])
        await record("upload_withdrawn", at=now, actor=actor, subject=row["id"])
    return withdrawn


def _is_open(request_id: UUID) -> Any:
    return (UploadRequest.id == request_id) & (UploadRequest.state == RequestState.OPEN.value)


async def _refuse(request_id: UUID) -> None:
    if not await UploadRequest.exists().where(UploadRequest.id == request_id):
        raise NotFound
    raise RequestClosed
