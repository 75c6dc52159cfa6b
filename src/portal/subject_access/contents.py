"""What stands in the archive of a person: one plan of it, from which its files, its lists and its page are made."""

import datetime
from dataclasses import dataclass, field
from uuid import UUID

from portal.accounts.viewer import Viewer
from portal.adapters.encryption import KeyRing
from portal.dossiers import queries as dossiers
from portal.dossiers.tables import Category
from portal.dossiers.views import DocumentView, DossierView
from portal.questionnaires import queries as questionnaires
from portal.questionnaires.views import ResponseView
from portal.subject_access import queries
from portal.subject_access.paths import Paths
from portal.uploads import queries as uploads
from portal.uploads.views import RequestView
from portal.web.downloads import StoredBytes

FOLDERS = {Category.PUBLISHED: "documents", Category.CORRESPONDENCE: "correspondence", Category.SUPPLIED: "supplied"}


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A stored file, and where it will stand."""

    path: str
    title: str
    category: str
    moment: datetime.datetime
    stored: StoredBytes
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PlannedAnswers:
    """Answers to a questionnaire, and where they will stand; `sending` counts from 0, and is None for a draft."""

    path: str
    title: str
    response: UUID
    sending: int | None
    moment: datetime.datetime


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """What the office asked of the person."""

    kind: str
    title: str
    message: str
    state: str
    reference: str
    due_date: datetime.date | None
    requested_at: datetime.datetime
    closed_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class PlannedDossier:
    """A dossier with what of it goes along."""

    dossier: DossierView
    files: list[PlannedFile] = field(default_factory=list)
    answers: list[PlannedAnswers] = field(default_factory=list)
    requests: list[PlannedRequest] = field(default_factory=list)


async def plan(viewer: Viewer, keys: KeyRing) -> list[PlannedDossier]:
    """All dossiers of a person with their files and answers; nothing of another client, as everywhere."""
    paths, planned = Paths(), []
    for dossier in await dossiers.dossiers(viewer):
        place = PlannedDossier(dossier)
        folder = f"{dossier.number} {dossier.title}"
        for document in await dossiers.documents(dossier.id, viewer):
            if document.file is not None:
                path = paths.give("dossiers", folder, FOLDERS[document.category], document.file_name)
                stored = StoredBytes(document.file, document.size, document.media_type, document.sha256)
                place.files.append(_file(document, path, stored))
        await _add_answers(place, folder, viewer, paths)
        await _add_uploads(place, folder, viewer, paths, keys)
        planned.append(place)
    return planned


async def _add_answers(place: PlannedDossier, folder: str, viewer: Viewer, paths: Paths) -> None:
    for row in await queries.responses_in(place.dossier.id, viewer):
        response = await questionnaires.response(row, viewer)
        sent = [(each.reference, each.closed_at) for each in await questionnaires.earlier_answers(response.id)]
        if response.is_completed:
            sent.append((response.reference, response.closed_at or response.created_at))
        for number, (reference, closed_at) in enumerate(sent):
            path = paths.give("dossiers", folder, "answers", f"{reference}.json")
            place.answers.append(PlannedAnswers(path, response.title, response.id, number, closed_at))
        if response.is_open and response.answers:
            path = paths.give("dossiers", folder, "drafts", f"{response.title}.json")
            moment = response.saved_at or response.created_at
            place.answers.append(PlannedAnswers(path, response.title, response.id, None, moment))
        if response.is_open:
            for file in await questionnaires.files_of(response.id):
                stored = StoredBytes(file.stored, file.size, "application/octet-stream", "")
                path = paths.give("dossiers", folder, "drafts", file.name)
                place.files.append(PlannedFile(path, file.name, "draft", response.created_at, stored))
        place.requests.append(_request("questionnaire", response))


async def _add_uploads(place: PlannedDossier, folder: str, viewer: Viewer, paths: Paths, keys: KeyRing) -> None:
    for row in await queries.upload_requests_in(place.dossier.id, viewer):
        request = await uploads.request(row, viewer)
        if request.is_open:
            for file in await uploads.files(request):
                stored = StoredBytes(file.file, file.size, "application/octet-stream", file.sha256)
                path = paths.give("dossiers", folder, "drafts", file.name)
                place.files.append(PlannedFile(path, file.name, "draft", file.added_at, stored))
        place.requests.append(_request("upload", request, uploads.message(request, keys)))


def _request(kind: str, asked: ResponseView | RequestView, message: str = "") -> PlannedRequest:
    return PlannedRequest(
        kind=kind,
        title=asked.title,
        message=message,
        state=asked.state.value,
        reference=asked.reference,
        due_date=asked.due_date,
        requested_at=asked.created_at,
        closed_at=asked.closed_at,
    )


def _file(document: DocumentView, path: str, stored: StoredBytes) -> PlannedFile:
    return PlannedFile(path, document.title, document.category.value, document.published_at, stored, document.reference)
