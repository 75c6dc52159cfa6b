"""What was sent before the office sent it back: kept apart, and looked at as it was then."""

import datetime
from dataclasses import replace
from uuid import UUID, uuid4

import msgspec

from portal import database
from portal.adapters.encryption import KeyRing, Purpose
from portal.audit.operations import record
from portal.dossiers.tables import RequestState
from portal.questionnaires import queries
from portal.questionnaires.compiled import form_of
from portal.questionnaires.draft import Answers, Draft
from portal.questionnaires.evaluating import evaluated
from portal.questionnaires.operations.answers import Opened, opened_at
from portal.questionnaires.tables import EarlierAnswers
from portal.questionnaires.views import EarlierView, ResponseView


async def keep_earlier(was: Opened, *, keys: KeyRing) -> None:
    """Keep the answers of a response that was sent, in the transaction that opens it again."""
    response, own = was.response, uuid4()
    await EarlierAnswers(
        id=own,
        response=response.id,
        version=response.version,
        answers=keys.encrypt(Purpose.ANSWERS, msgspec.json.encode(was.draft.answers), **_place(own)),
        language=response.language,
        reference=response.reference,
        closed_at=response.closed_at,
    ).save()


async def opened_earlier(response: ResponseView, earlier: EarlierView, *, keys: KeyRing, language: str = "") -> Opened:
    """A response as it was when it was sent that time."""
    form = await form_of(earlier.version)
    answers = msgspec.json.decode(keys.decrypt(Purpose.ANSWERS, earlier.answers, **_place(earlier.id)), type=Answers)
    then = replace(
        response,
        version=earlier.version,
        state=RequestState.COMPLETED,
        language=earlier.language,
        reference=earlier.reference,
        closed_at=earlier.closed_at,
    )
    state = evaluated(form, then, answers, now=earlier.closed_at, language=language)
    return Opened(then, form, Draft(answers), state, response.revision, earlier.closed_at, {})


async def sendings(response_id: UUID, *, keys: KeyRing, language: str = "") -> list[Opened]:
    """A response as it was each time that it was sent, oldest first; raises `NotFound`."""
    response = await queries.response_of(response_id)
    sent = [
        await opened_earlier(response, each, keys=keys, language=language)
        for each in await queries.earlier_answers(response_id)
    ]
    if response.is_completed:
        sent.append(await opened_at(response, keys=keys, now=response.created_at, language=language))
    return sent


async def note_answers_opened(response_id: UUID, *, actor: UUID, now: datetime.datetime, form: str) -> None:
    """Note that somebody of the office read the answers that were sent: on a page, or as a file (`form`)."""
    async with database.transaction():
        await record("answers_opened", at=now, actor=actor, subject=response_id, form=form)


def _place(earlier: UUID) -> dict[str, str]:
    return {"table": "earlier_answers", "column": "answers", "row": str(earlier)}
