"""Filling in a questionnaire to see how it is, before anybody is asked: nothing of it is stored."""

import datetime
from dataclasses import dataclass, fields, replace
from uuid import UUID

from portal.dossiers.tables import RequestState
from portal.questionnaires import attachments, reading, rows
from portal.questionnaires.attachments import Attachment, is_file_question
from portal.questionnaires.draft import Draft
from portal.questionnaires.evaluating import evaluated
from portal.questionnaires.forms.engine import Form
from portal.questionnaires.operations.answers import Opened, Saved
from portal.questionnaires.reading import Posted
from portal.questionnaires.views import ResponseView

NOBODY = UUID(int=0)
EXAMPLE = "voorbeeld.pdf"
EXAMPLE_BYTES = 12_345


@dataclass(frozen=True, slots=True)
class TriedResponse(ResponseView):
    """A stand-in for a response, in one language, with the addresses of a preview."""

    @property
    def address(self) -> str:
        """Where it is tried."""
        return f"{self.list_address}/preview/{self.language}"

    @property
    def list_address(self) -> str:
        """Where somebody who stops goes."""
        return f"/staff/questionnaire-versions/{self.version}"


def tried(
    form: Form, version: UUID, draft: Draft, *, language: str, name: str, phone: str, now: datetime.datetime
) -> Opened:
    """A questionnaire with some answers, as a client with the same answers would have it.

    A question for a file has an example at it, so that one can go on; `name` and `phone` stand where those of the
    handler do.
    """
    response = TriedResponse(
        id=version,
        dossier=NOBODY,
        dossier_number="",
        dossier_title="",
        handler_name=name,
        handler_phone=phone,
        addressee=NOBODY,
        addressee_name=name,
        version=version,
        title_nl=form.title("nl"),
        title_en=form.title("en"),
        due_date=None,
        state=RequestState.OPEN,
        answers=b"",
        revision=0,
        saved_at=None,
        language=language,
        reference="",
        created_at=now,
        closed_at=None,
    )
    state = evaluated(form, response, draft.answers, now=now, language=language)
    files = tuple(
        Attachment(NOBODY, node.ref, NOBODY, EXAMPLE, EXAMPLE_BYTES) for node in state.nodes if is_file_question(node)
    )
    if files:
        answers = attachments.seen_with(draft.answers, files, form.file_questions)
        state = evaluated(form, response, answers, now=now, language=language)
    return Opened(response, form, draft, state, 0, None, {}, files)


def tried_on(was: Opened, posted: Posted, *, now: datetime.datetime) -> Saved:
    """The same after a step was sent, as `save_step` would have it."""
    entries = reading.read_step(was.state, was.draft, posted)
    draft = reading.merged(was.draft, entries, posted)
    if posted.is_fewer:
        draft = rows.with_going_agreed(was.form, was.state, draft)
    if posted.act.changes_rows:
        draft = rows.with_rows_changed(was.form, was.state, draft, posted.act)
    response = was.response
    after = tried(
        was.form,
        response.version,
        draft,
        language=response.language,
        name=response.handler_name,
        phone=response.handler_phone,
        now=now,
    )
    settled = reading.settled(draft, after.state, was.form.file_questions)
    after = replace(after, draft=settled)
    return Saved(**{each.name: getattr(after, each.name) for each in fields(Opened)}, entries=entries)
