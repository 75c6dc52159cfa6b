"""Saving a step: what was typed is kept, right or wrong, and a second tab is noticed."""

import datetime
from dataclasses import dataclass, field, fields, replace
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.adapters.crash import crash_point
from portal.adapters.encryption import KeyRing
from portal.audit.operations import record
from portal.errors import Conflict, NotFound
from portal.questionnaires import attachments, queries, reading, rows
from portal.questionnaires.acts import Act
from portal.questionnaires.attachments import Attachment
from portal.questionnaires.compiled import form_of
from portal.questionnaires.draft import Answers, Draft, opened, sealed
from portal.questionnaires.entry import Entry
from portal.questionnaires.evaluating import evaluated
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.state import State
from portal.questionnaires.notes import Notes, opened_notes
from portal.questionnaires.operations.held import Overtaken, ResponseChanged, ResponseClosed
from portal.questionnaires.operations.moving_files import move_files
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
    """A response with its draft, the files at its questions, and what the questionnaire makes of it.

    `notes` are those of the office.
    """

    response: ResponseView
    form: Form
    draft: Draft
    state: State
    revision: int
    saved_at: datetime.datetime | None
    notes: Notes
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved(Opened):
    """A response after a step was saved, with what was read of it."""

    entries: dict[str, Entry] = field(default_factory=dict)


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
    files = await queries.files_of(response.id) if response.is_open and form.file_questions else ()
    answers = _answers(form, draft, files) if response.is_open else draft.answers
    state = evaluated(form, response, answers, now=response.closed_at or now, language=language)
    notes = opened_notes(response.notes, response.id, keys)
    return Opened(response, form, draft, state, response.revision, response.saved_at, notes, files)


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
        if was.response.moved_from is None:
            raise NotFound
        raise ResponseChanged(was.response, was.draft, is_moved=True)  # the step was of the version before
    entries = reading.read_step(was.state, was.draft, posted)
    if not was.response.is_open:
        raise ResponseClosed(was.response, entries)
    if reading.is_of_other_rows(was.draft, posted):
        raise ResponseChanged(was.response, was.draft, entries, is_moved=True)
    draft = reading.merged(was.draft, entries, posted)
    if posted.is_fewer:
        draft = rows.with_going_agreed(was.form, was.state, draft)
    is_stale = posted.revision != was.revision
    if _is_done(was, draft, posted, is_stale=is_stale):
        return _saved(was, entries)
    if is_stale and not was.draft.was_saved_by(posted.page, is_final=posted.is_final):
        raise ResponseChanged(was.response, was.draft, entries)
    if posted.act.changes_rows:
        draft, was = await _with_rows_changed(was, draft, posted.act)
    state = evaluated(was.form, was.response, _answers(was.form, draft, was.files), now=now)
    draft = reading.settled(draft, state, was.form.file_questions)
    revision = await _write(was, draft, state, keys=keys, now=now)
    await record("answers_saved", at=now, actor=viewer.id, subject=response_id, revision=revision)
    return _saved(replace(was, draft=draft, state=state, revision=revision, saved_at=now), entries)


def _is_done(was: Opened, draft: Draft, posted: Posted, *, is_stale: bool) -> bool:
    """Whether there is nothing to write: the same answers, or a row that was added or removed when this came before."""
    if posted.act.changes_rows:
        return is_stale and was.draft.is_final and was.draft.page == posted.page
    return draft.same_content(was.draft)


async def _with_rows_changed(was: Opened, draft: Draft, act: Act) -> tuple[Draft, Opened]:
    """The draft and the files after a row came or went; the rows around it are those that the page showed."""
    moves = list(rows.moved_files(was.files, rows.removed_ref(was.state, act)))
    draft = rows.with_rows_changed(was.form, was.state, draft, act)
    await move_files(moves)
    return draft, replace(was, files=await queries.files_of(was.response.id)) if moves else was


def _saved(opened: Opened, entries: dict[str, Entry]) -> Saved:
    return Saved(**{each.name: getattr(opened, each.name) for each in fields(Opened)}, entries=entries)


async def _write(was: Opened, draft: Draft, state: State, *, keys: KeyRing, now: datetime.datetime) -> int:
    done = sum(reading.is_complete(step, draft) for step in state.steps)
    response = was.response.id
    written = await database.query(
        SAVE, sealed(draft, response, keys), done, len(state.steps), now, response, was.revision
    )
    if not written:
        raise Overtaken
    return int(written[0]["revision"])


def _answers(form: Form, draft: Draft, files: tuple[Attachment, ...]) -> Answers:
    """The answers with the files at their questions, while these can still change."""
    return attachments.seen_with(draft.answers, files, form.file_questions) if form.file_questions else draft.answers
