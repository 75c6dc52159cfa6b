"""The PDF of a completed questionnaire: made once, in the background, and never changed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec

from portal import database, i18n
from portal.adapters.clock import Clock
from portal.adapters.crash import crash_point
from portal.adapters.encryption import KeyRing
from portal.adapters.pdf import PdfRenderer
from portal.adapters.storage import Storage
from portal.audit.operations import record
from portal.files.operations import keep
from portal.files.receiving import receive
from portal.files.tables import StoredFile
from portal.questionnaires import queries, sections
from portal.questionnaires.document import Answer, ResponseDocument, Section, checksum, to_html
from portal.questionnaires.operations.answers import Opened, opened_at
from portal.settings import Settings

WAITING = "SELECT id, language FROM document WHERE answers = {} AND file IS NULL"
GIVE_FILE = "UPDATE document SET file = {} WHERE id = {} AND file IS NULL RETURNING id"


@dataclass(frozen=True, slots=True)
class PdfMaker:
    """What making a PDF takes."""

    renderer: PdfRenderer
    storage: Storage
    keys: KeyRing
    clock: Clock
    settings: Settings

    async def make_pdf(self, response_id: UUID) -> None:
        """Make the PDFs that a completed response still lacks; doing so again changes nothing."""
        for document in await database.query(WAITING, response_id):
            pdf = await self.renderer.render(to_html(await self._document(response_id, document["language"])))
            await self._keep(document["id"], pdf)

    async def _document(self, response_id: UUID, language: str) -> ResponseDocument:
        response = await queries.completed_response(response_id)
        with i18n.speaking(language):
            opened = await opened_at(response, keys=self.keys, now=response.created_at, language=language)
        return ResponseDocument(
            office_name=self.settings.office_name,
            office_phone=self.settings.office_phone,
            title=response.title_in(language),
            reference=response.reference,
            dossier_number=response.dossier_number,
            dossier_title=response.dossier_title,
            person_name=response.addressee_name,
            completed_at=response.closed_at or response.created_at,
            language=language,
            sections=_sections(opened, language),
            checksum=checksum(msgspec.json.encode(opened.draft.answers, order="sorted")),
        )

    async def _keep(self, document: UUID, pdf: bytes) -> None:
        now = self.clock.now()
        received = await receive(
            _once(pdf),
            storage=self.storage,
            keys=self.keys,
            file_id=uuid4(),
            declared_size=len(pdf),
            max_bytes=len(pdf),
        )
        crash_point("pdf-durable")
        async with database.transaction():
            file = await keep(received, now=now)
            if await database.query(GIVE_FILE, file.id, document):
                await record("pdf_made", at=now, actor=None, subject=document, size=received.size)
            else:  # another worker was first; bytes without a row are swept
                await StoredFile.delete().where(StoredFile.id == file.id)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _sections(opened: Opened, language: str) -> tuple[Section, ...]:
    empty = i18n.catalogue(language).gettext(i18n.mark("Not filled in"))
    return tuple(
        Section(section.title, tuple(Answer(answer.label, answer.text or empty) for answer in section.answers))
        for section in sections.sections(opened.state, opened.draft, language)
        if section.answers
    )
