"""Sending the answers: all of them, once, with a reference, and a PDF that follows by itself."""

import datetime
from uuid import UUID, uuid4

from portal import database, i18n
from portal.accounts.viewer import Viewer
from portal.adapters.crash import crash_point
from portal.adapters.encryption import KeyRing
from portal.audit.operations import record
from portal.dossiers.operations.documents import supply
from portal.dossiers.operations.references import QUESTIONNAIRE, next_reference
from portal.dossiers.tables import Category, Document
from portal.errors import PortalError
from portal.jobs.operations import enqueue
from portal.questionnaires import queries, reading
from portal.questionnaires.attachments import fingerprint
from portal.questionnaires.draft import Draft, sealed
from portal.questionnaires.operations.answers import Opened, open_response
from portal.questionnaires.operations.held import ResponseChanged, ResponseClosed
from portal.questionnaires.operations.moving_files import HOLD, move_files
from portal.questionnaires.views import ResponseView

PDF_JOB = "response_pdf"
OFFICE_LANGUAGE = "nl"

# The one statement that decides: of all who send, save or withdraw at this moment, one finds the response as it was.
CLOSE = """
    UPDATE questionnaire_response
    SET state = 'completed', answers = {}, revision = revision + 1, closed_at = {}, language = {}
    WHERE id = {} AND revision = {} AND state = 'open' RETURNING id
"""
SENT_BEFORE = "SELECT d.file FROM document d JOIN response_file r ON r.file = d.file WHERE r.response = {}"
REFER = "UPDATE questionnaire_response SET reference = {} WHERE id = {}"


class Incomplete(PortalError):
    """A step is not finished yet."""


async def complete(
    response_id: UUID, revision: int, viewer: Viewer, *, keys: KeyRing, now: datetime.datetime, files: str = ""
) -> str:
    """Send the answers of this person to the office as they stood at a revision; returns the reference.

    `files` is the fingerprint of the files that stood there. Only what is relevant is kept. Raises `NotFound`,
    `ResponseClosed`, `ResponseChanged` when the answers are no longer those that were looked at, or `Incomplete`.
    """
    async with database.transaction():
        await database.query(HOLD, response_id)  # whoever adds a file at this moment is before it or after it
        was = await open_response(response_id, viewer, keys=keys, now=now)
        if not was.response.is_open:
            raise ResponseClosed(was.response)
        if was.revision != revision or fingerprint(was.files) != files:
            raise ResponseChanged(was.response, was.draft)
        if reading.first_incomplete(was.state, was.draft) is not None:
            raise Incomplete
        await _close(was, keys=keys, now=now)
        reference = await _reference(response_id, now=now)
        await database.query(REFER, reference, response_id)
        await _supply(was.response, reference, viewer, now=now)
        await _supply_files(was, reference, viewer, now=now)
        await enqueue(PDF_JOB, response_id, now=now)
        await record("questionnaire_completed", at=now, actor=viewer.id, subject=response_id, revision=revision)
        crash_point("questionnaire-completed-before-commit")
    crash_point("questionnaire-completed-after-commit")
    return reference


async def _reference(response_id: UUID, *, now: datetime.datetime) -> str:
    """A new one for the first time; after that the same with a number: VL-2026-0481-2."""
    earlier = await queries.earlier_answers(response_id)
    return f"{earlier[0].reference}-{len(earlier) + 1}" if earlier else await next_reference(QUESTIONNAIRE, now=now)


async def _close(was: Opened, *, keys: KeyRing, now: datetime.datetime) -> None:
    response = was.response.id
    kept = sealed(Draft(was.state.submission()), response, keys)
    if not await database.query(CLOSE, kept, now, i18n.language(), response, was.revision):
        raise ResponseChanged(was.response, was.draft)


async def _supply(response: ResponseView, reference: str, viewer: Viewer, *, now: datetime.datetime) -> None:
    """The document that the client finds in the dossier, and a Dutch one for the office where they read English."""
    language = i18n.language()
    await supply(
        response.dossier,
        title=response.title,
        file_name=file_name(response.title, reference),
        file=None,
        supplier=viewer.id,
        organisation=response.organisation,
        reference=reference,
        answers=response.id,
        language=language,
        now=now,
    )
    if language != OFFICE_LANGUAGE:
        await _office_copy(response, reference, now=now)


async def _office_copy(response: ResponseView, reference: str, *, now: datetime.datetime) -> None:
    """Supplied by nobody, so no client finds it; the office sees everything of the dossier."""
    title = response.title_in(OFFICE_LANGUAGE)
    await Document(
        id=uuid4(),
        dossier=response.dossier,
        category=Category.SUPPLIED.value,
        title=title,
        file_name=file_name(title, reference),
        is_for_everyone=False,
        reference=reference,
        answers=response.id,
        language=OFFICE_LANGUAGE,
        published_at=now,
    ).save()


async def _supply_files(was: Opened, reference: str, viewer: Viewer, *, now: datetime.datetime) -> None:
    """The files at questions that are asked; one that was sent before stands in the dossier already."""
    asked = {node.ref for node in was.state.nodes if node.relevant}
    await move_files((file.id, "") for file in was.files if file.question not in asked)
    sent = {row["file"] for row in await database.query(SENT_BEFORE, was.response.id)}
    for file in was.files:
        if file.question in asked and file.stored not in sent:
            await supply(
                was.response.dossier,
                title=file.name,
                file_name=file.name,
                file=file.stored,
                supplier=viewer.id,
                organisation=was.response.organisation,
                reference=reference,
                answers=file.id,
                language=i18n.language(),
                now=now,
            )


def file_name(title: str, reference: str) -> str:
    """The name under which the PDF is saved."""
    return f"{title[:150]} {reference}.pdf"
