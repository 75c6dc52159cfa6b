"""Asking a client to fill in a questionnaire, reminding them, and taking the request back."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.audit.operations import record
from portal.dossiers import queries as dossiers
from portal.dossiers.operations.documents import require_open
from portal.dossiers.reminding import is_remindable
from portal.dossiers.tables import RequestState
from portal.errors import Conflict, NotFound
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.questionnaires import queries
from portal.questionnaires.compiled import form_of
from portal.questionnaires.tables import QuestionnaireResponse


class NotPublished(Conflict):
    """The questionnaire has no version that can be asked for."""


class NotOpen(Conflict):
    """The request was answered or withdrawn already."""


async def request_response(
    dossier: UUID,
    addressee: UUID,
    questionnaire: UUID,
    *,
    due_date: datetime.date | None,
    actor: UUID,
    now: datetime.datetime,
    window: int,
) -> UUID:
    """Ask one client of an open dossier to fill in the published version, and have them told.

    Raises `Conflict` for a closed dossier, `NotPublished`, and `NotFound` for a person who may not see the dossier.
    """
    async with database.transaction():
        await require_open(dossier)
        if addressee not in await dossiers.people_with_access(dossier):
            raise NotFound
        asked = await queries.questionnaire(questionnaire)
        if asked.current is None:
            raise NotPublished
        form = await form_of(asked.current)
        response = QuestionnaireResponse(
            id=uuid4(),
            dossier=dossier,
            addressee=addressee,
            version=asked.current,
            title_nl=asked.title_nl,
            title_en=asked.title_en,
            due_date=due_date,
            steps_total=len(form.evaluate({}, language="nl", now=now).steps),
            requested_by=actor,
            created_at=now,
        )
        await response.save()
        kind = EventKind.QUESTIONNAIRE_REQUESTED
        await tell(addressee, kind, now=now, window=window, dossier=dossier, item=response.id)
        await record("questionnaire_requested", at=now, actor=actor, subject=response.id, dossier=str(dossier))
    return response.id


async def remind(response_id: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Have the addressee of an open request told again; raises `NotOpen` or `NotFound`."""
    async with database.transaction():
        reminded = (
            await QuestionnaireResponse.update({QuestionnaireResponse.reminded_at: now})
            .where(_is_open(response_id) & is_remindable(QuestionnaireResponse.reminded_at, now))
            .returning(QuestionnaireResponse.dossier, QuestionnaireResponse.addressee)
        )
        if not reminded:
            if await QuestionnaireResponse.exists().where(_is_open(response_id)):
                return  # reminded a moment ago: a second click is no second mail
            await _refuse(response_id)
        row = reminded[0]
        await tell(row["addressee"], EventKind.REMINDER, now=now, dossier=row["dossier"], item=response_id)
        await record("questionnaire_reminded", at=now, actor=actor, subject=response_id)


async def withdraw(response_id: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Take back an open request and have its addressee told; raises `NotOpen` or `NotFound`."""
    async with database.transaction():
        if not await _withdraw(_is_open(response_id), actor=actor, now=now):
            await _refuse(response_id)


async def withdraw_all(dossier: UUID, *, actor: UUID, now: datetime.datetime) -> int:
    """Take back every open request of a dossier that is being closed; returns how many there were."""
    is_open = (QuestionnaireResponse.dossier == dossier) & (QuestionnaireResponse.state == RequestState.OPEN.value)
    async with database.transaction():
        return len(await _withdraw(is_open, actor=actor, now=now))


async def _withdraw(which: Any, *, actor: UUID, now: datetime.datetime) -> Sequence[dict[str, Any]]:
    """Withdraw in one statement, so that an answer sent at the same moment wins or loses, and never both."""
    closed: dict[Column | str, Any] = {
        QuestionnaireResponse.state: RequestState.WITHDRAWN.value,
        QuestionnaireResponse.closed_at: now,
    }
    withdrawn = (
        await QuestionnaireResponse.update(closed)
        .where(which)
        .returning(QuestionnaireResponse.id, QuestionnaireResponse.dossier, QuestionnaireResponse.addressee)
    )
    for row in withdrawn:
        await tell(row["addressee"], EventKind.REQUEST_WITHDRAWN, now=now, dossier=row["dossier"], item=row["id"])
        await record("questionnaire_request_withdrawn", at=now, actor=actor, subject=row["id"])
    return withdrawn


def _is_open(response_id: UUID) -> Any:
    return (QuestionnaireResponse.id == response_id) & (QuestionnaireResponse.state == RequestState.OPEN.value)


async def _refuse(response_id: UUID) -> None:
    if not await QuestionnaireResponse.exists().where(QuestionnaireResponse.id == response_id):
        raise NotFound
    raise NotOpen
