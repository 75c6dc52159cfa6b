"""Sending a questionnaire back with notes: it is open again, everything is kept, and what was sent before stays."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal import database
from portal.adapters.encryption import KeyRing
from portal.audit.operations import record
from portal.dossiers.operations.held import require_open
from portal.dossiers.operations.requests import tell_those_asked
from portal.dossiers.parties import Party, those_who_may_answer
from portal.errors import Conflict, NotFound
from portal.outbox.events import EventKind
from portal.questionnaires import queries, reading
from portal.questionnaires.draft import Draft, sealed
from portal.questionnaires.notes import Notes, sealed_notes
from portal.questionnaires.operations.answers import Opened, opened_at
from portal.questionnaires.operations.earlier import keep_earlier

LONGEST_NOTE = 2_000

# The one statement that decides: of all who send back at this moment, one finds the response as it was.
REOPEN = """
    UPDATE questionnaire_response
    SET state = 'open', answers = {}, notes = {}, notes_count = {}, revision = revision + 1, steps_done = {},
        steps_total = {}, due_date = {}, sent_back_at = {}, sent_back_by = {}, closed_at = NULL, reminded_at = NULL
    WHERE id = {} AND revision = {} AND state = 'completed' RETURNING id
"""


class NotAsSeen(Conflict):
    """The response is no longer as the office looked at it: sent back by a colleague, sent again, or withdrawn."""


class NobodyToAsk(Conflict):
    """Nobody who was asked has access to the dossier any more."""


@dataclass(frozen=True, slots=True)
class SendingBack:
    """What the office wants looked at again, at least one note; until when; and which revision it looked at."""

    notes: Mapping[str, str]
    due_date: datetime.date | None
    revision: int


async def send_back(
    response_id: UUID, sending: SendingBack, *, actor: UUID, keys: KeyRing, now: datetime.datetime, window: int
) -> None:
    """Open a response that was sent once more, with notes at questions, and have those told who may answer.

    Raises `NotFound` (also for a question that was not asked), `NotAsSeen`, `NobodyToAsk`, or `Conflict` for a closed
    dossier. The answers that were sent, and their PDF, stay as they are.
    """
    async with database.transaction():
        was = await opened_at(await queries.response_of(response_id), keys=keys, now=now)
        response = was.response
        if not response.is_completed or response.revision != sending.revision:
            raise NotAsSeen
        await require_open(response.dossier)
        asked = Party(response.addressee, response.organisation)
        if not await those_who_may_answer(response.dossier, asked):
            raise NobodyToAsk
        notes = _notes(was, sending.notes)
        await keep_earlier(was, keys=keys)
        await _reopen(was, notes, sending, actor=actor, keys=keys, now=now)
        kind = EventKind.QUESTIONNAIRE_SENT_BACK
        await tell_those_asked(response.dossier, asked, kind, response_id, now=now, window=window)
        await record("questionnaire_sent_back", at=now, actor=actor, subject=response_id, notes=len(notes))


def _notes(was: Opened, given: Mapping[str, str]) -> Notes:
    """The notes in the order of the questions; each must stand at one that was asked."""
    asked = [node.ref for node in reading.asked_in(was.state)]
    if not given or not given.keys() <= set(asked):
        raise NotFound
    return {ref: given[ref] for ref in asked if ref in given}


async def _reopen(
    was: Opened, notes: Notes, sending: SendingBack, *, actor: UUID, keys: KeyRing, now: datetime.datetime
) -> None:
    """What was left empty on purpose is not asked again; only what has a note waits to be looked at."""
    response = was.response
    asked: dict[str, str] = {node.ref: "" for node in reading.asked_in(was.state) if not node.readonly}
    draft = Draft({**asked, **was.draft.answers}, noted=tuple(notes))
    steps = was.form.evaluate(draft.answers, language="nl", now=now, known=response.known).steps
    done = sum(reading.is_complete(step, draft) for step in steps)
    values: list[Any] = [sealed(draft, response.id, keys), sealed_notes(notes, response.id, keys), len(notes)]
    values += [done, len(steps), sending.due_date, now, actor, response.id, response.revision]
    if not await database.query(REOPEN, *values):
        raise NotAsSeen
