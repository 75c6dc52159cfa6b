"""Asking a client to fill in a questionnaire, reminding them, and taking the request back."""

import datetime
from uuid import UUID, uuid4

from portal import database
from portal.audit.operations import record
from portal.dossiers.operations.held import require_open
from portal.dossiers.operations.requests import Requests, tell_those_asked
from portal.dossiers.parties import party
from portal.errors import Conflict
from portal.outbox.events import EventKind
from portal.questionnaires import queries
from portal.questionnaires.compiled import form_of
from portal.questionnaires.tables import QuestionnaireResponse

_REQUESTS = Requests(
    QuestionnaireResponse, reminded="questionnaire_reminded", withdrawn="questionnaire_request_withdrawn"
)
remind, withdraw, withdraw_all = _REQUESTS.remind, _REQUESTS.withdraw, _REQUESTS.withdraw_all


class NotPublished(Conflict):
    """The questionnaire has no version that can be asked for."""


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
    """Ask one client of an open dossier, a person or a company, to fill in the published version, and have them told.

    Raises `Conflict` for a closed dossier, `NotPublished`, and `NotFound` for an addressee who may not see it.
    """
    async with database.transaction():
        await require_open(dossier)
        to = await party(dossier, addressee)
        asked = await queries.questionnaire(questionnaire)
        if asked.current is None:
            raise NotPublished
        form = await form_of(asked.current)
        response = QuestionnaireResponse(
            id=uuid4(),
            dossier=dossier,
            addressee=to.account,
            organisation=to.organisation,
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
        await tell_those_asked(dossier, to, kind, response.id, now=now, window=window)
        await record("questionnaire_requested", at=now, actor=actor, subject=response.id, dossier=str(dossier))
    return response.id
