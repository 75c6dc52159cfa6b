"""What clients are asked for: documents, a questionnaire, or to look at their answers again."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from portal.i18n import gettext as _
from portal.questionnaires.operations.sending_back import LONGEST_NOTE
from portal.staff.reading import LONGEST_TEXT, Reading, Typed


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """Documents to ask for, of each of these people."""

    people: tuple[UUID, ...]
    title: str
    message: str
    due_date: datetime.date | None


def read_upload_request(typed: Typed, *, people: Collection[UUID], today: datetime.date) -> UploadRequest:
    """The upload request that was typed; raises `Refused`."""
    reading = Reading(typed)
    asked = UploadRequest(
        people=reading.ids("people", people, _("Choose for whom this is.")),
        title=reading.text("title", _("Fill in what you ask for.")),
        message=reading.text("message", _("Write a message for the client."), LONGEST_TEXT),
        due_date=reading.due_date("due_date", today),
    )
    reading.finish()
    return asked


@dataclass(frozen=True, slots=True)
class QuestionnaireRequest:
    """A questionnaire to ask each of these people to fill in."""

    people: tuple[UUID, ...]
    questionnaire: UUID
    due_date: datetime.date | None


def read_questionnaire_request(
    typed: Typed, *, people: Collection[UUID], questionnaires: Collection[UUID], today: datetime.date
) -> QuestionnaireRequest:
    """The questionnaire request that was typed; raises `Refused`."""
    reading = Reading(typed)
    asked = QuestionnaireRequest(
        people=reading.ids("people", people, _("Choose for whom this is.")),
        questionnaire=reading.id("questionnaire", questionnaires, _("Choose a questionnaire.")),
        due_date=reading.due_date("due_date", today),
    )
    reading.finish()
    return asked


@dataclass(frozen=True, slots=True)
class NotesToSend:
    """What a client is asked to look at again: a note by the reference of its question."""

    notes: dict[str, str]
    due_date: datetime.date | None


def read_notes(typed: Typed, *, questions: Mapping[str, str], today: datetime.date) -> NotesToSend:
    """The notes that were typed; `questions` are references by the name of the field. Raises `Refused`."""
    reading = Reading(typed)
    written = {ref: reading.text(name, longest=LONGEST_NOTE) for name, ref in questions.items()}
    notes = {ref: text for ref, text in written.items() if text}
    if not notes:
        reading.errors["notes"] = _("Write a note at one question or more.")
    asked = NotesToSend(notes, reading.due_date("due_date", today))
    reading.finish()
    return asked
