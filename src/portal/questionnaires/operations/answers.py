"""Saving a step: what was typed is kept, right or wrong, and a second tab is noticed."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal import database, i18n
from portal.accounts.viewer import Viewer
from portal.adapters.crash import crash_point
from portal.adapters.encryption import KeyRing
from portal.audit.operations import record
from portal.errors import Conflict, NotFound
from portal.questionnaires import queries, reading
from portal.questionnaires.compiled import form_of
from portal.questionnaires.draft import Draft, opened, sealed
from portal.questionnaires.entry import Entry
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.state import State
from portal.questionnaires.notes import Notes, opened_notes
from portal.questionnaires.operations.held import Overtaken, ResponseChanged, ResponseClosed
from portal.questionnaires.reading import Posted
from portal.questionnaires.views import ResponseView

TRIES = 3

SAVE = """
    UPDATE questionnaire_response
    SET answers = {}, revision = revision + 1, steps_done = {}, steps_total = {}, saved_at = {}
    WHERE id = {} AND revision = {} AND state = 'open' RETURNING revision
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A response with its draft and what the questionnaire makes of it; `notes` are those of the office."""

    response: ResponseView
    form: Form
    draft: Draft
    state: State
    revision: int
    saved_at: datetime.datetime | None
    notes: Notes


@dataclass(frozen=True, slots=True)
class Saved(Opened):
    """A response after a step was saved, with what was read of it."""

    entries: dict[str, Entry]


async def open_response(response_id: UUID, viewer: Viewer, *, keys: KeyRing, now: datetime.datetime) -> Opened:
    """A response of this person as it stands; raises `NotFound`.

    One that was sent is looked at as of the moment that it was sent.
    """
    response = await queries.response(response_id, viewer)
    return await opened_at(response, keys=keys, now=now)


async def opened_at(response: ResponseView, *, keys: KeyRing, now: datetime.datetime, language: str = "") -> Opened:
    """A response that was found, with its draft and its state."""
    form = await form_of(response.version)
    draft = opened(response.answers, response.id, keys)
    moment = response.closed_at or now
    state = form.evaluate(draft.answers, language=language or i18n.language(), now=moment)
    notes = opened_notes(response.notes, response.id, keys)
    return Opened(response, form, draft, state, response.revision, response.saved_at, notes)


async def save_step(
    response_id: UUID, posted: Posted, viewer: Viewer, *, keys: KeyRing, now: datetime.datetime
) -> Saved:
    """Keep what was posted for a step; the same twice changes nothing.

    Raises `NotFound`, `ResponseClosed`, or `ResponseChanged` when another page saved other answers meanwhile.
    """
    for _try in range(TRIES):
        try:
            async with database.transaction():
                saved = await _save(response_id, posted, viewer, keys=keys, now=now)
                crash_point("answers-saved-before-commit")
        except Overtaken:
            continue
        crash_point("answers-saved-after-commit")
        return saved
    raise Conflict("others keep writing this response")


async def _save(response_id: UUID, posted: Posted, viewer: Viewer, *, keys: KeyRing, now: datetime.datetime) -> Saved:
    was = await open_response(response_id, viewer, keys=keys, now=now)
    if not reading.has_step(was.form, posted.step):
        raise NotFound
    entries = reading.read_step(was.form, was.state, was.draft, posted)
    if not was.response.is_open:
        raise ResponseClosed(was.response, entries)
    draft = reading.merged(was.draft, entries, posted)
    if draft.same_content(was.draft):
        return Saved(was.response, was.form, was.draft, was.state, was.revision, was.saved_at, was.notes, entries)
    is_stale = posted.revision != was.revision
    if is_stale and not was.draft.was_saved_by(posted.page, is_final=posted.is_final):
        raise ResponseChanged(was.response, was.draft, entries)
    state = was.form.evaluate(draft.answers, language=i18n.language(), now=now)
    draft = reading.settled(draft, state)
    revision = await _write(was, draft, state, keys=keys, now=now)
    await record("answers_saved", at=now, actor=viewer.id, subject=response_id, revision=revision)
    return Saved(was.response, was.form, draft, state, revision, now, was.notes, entries)


async def _write(was: Opened, draft: Draft, state: State, *, keys: KeyRing, now: datetime.datetime) -> int:
    done = sum(reading.is_complete(step, draft) for step in state.steps)
    response = was.response.id
    rows = await database.query(
        SAVE, sealed(draft, response, keys), done, len(state.steps), now, response, was.revision
    )
    if not rows:
        raise Overtaken
    return int(rows[0]["revision"])
