"""The PDF of a completed questionnaire: made once, in the background, and never changed."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Set
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
from portal.errors import NotFound
from portal.files.operations import keep
from portal.files.receiving import receive
from portal.files.tables import StoredFile
from portal.i18n import gettext as _
from portal.questionnaires import queries, sections
from portal.questionnaires.changes import changes
from portal.questionnaires.document import Answer, ResponseDocument, Section, checksum, to_html
from portal.questionnaires.forms.package import pictures
from portal.questionnaires.operations.answers import Opened
from portal.questionnaires.operations.earlier import sendings
from portal.settings import Settings

WAITING = "SELECT id, language, reference FROM document WHERE answers = {} AND file IS NULL"
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
        """Make the PDFs that a response still lacks, of every time that it was sent; again, it changes nothing."""
        for document in await database.query(WAITING, response_id):
            language = document["language"]
            with i18n.speaking(language):
                sent = await sendings(response_id, keys=self.keys, language=language)
                number = next(n for n, one in enumerate(sent) if one.response.reference == document["reference"])
                before = sent[number - 1] if number else None
                made = self._document(sent[number], before, language)
                pictures = await _pictures(sent[number].response.version, made.pictures)
                pdf = await self.renderer.render(to_html(made), pictures)
            await self._keep(document["id"], pdf)

    def _document(self, opened: Opened, before: Opened | None, language: str) -> ResponseDocument:
        response = opened.response
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
            sections=(*_changed(opened, before, language), *_sections(opened, language)),
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


async def _pictures(version: UUID, names: Set[str]) -> dict[str, bytes]:
    """Those that came with a version of a questionnaire, by the names that it gives them."""
    if not names:
        return {}
    try:
        source, source_name = await queries.packed_source_of(version)
    except NotFound:
        return {}
    return await asyncio.to_thread(pictures, source, source_name, names)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _changed(opened: Opened, before: Opened | None, language: str) -> Iterator[Section]:
    """What is different since the time before, as a section of its own."""
    if before is None or before.response.closed_at is None:
        return
    empty = _("Not filled in")
    title = _("Changed since %(moment)s (%(reference)s)") % {
        "moment": i18n.format_moment(before.response.closed_at),
        "reference": before.response.reference,
    }
    found = [
        Answer(
            each.question,
            "\n".join(
                (
                    _("Now: %(answer)s") % {"answer": each.now or empty},
                    _("Before: %(answer)s") % {"answer": each.was or empty},
                )
            ),
        )
        for each in changes(before.state, opened.state, language)
    ]
    yield Section(title, tuple(found) or (Answer(_("Answers"), _("No answer was changed.")),))


def _sections(opened: Opened, language: str) -> tuple[Section, ...]:
    empty = i18n.catalogue(language).gettext(i18n.mark("Not filled in"))
    return tuple(
        Section(part.title, tuple(_answer(each, empty) for each in part.answers), min(part.level, 4))
        for section in sections.sections(opened.state, opened.draft, language)
        for part in section.parts
    )


def _answer(given: sections.Answer, empty: str) -> Answer:
    return Answer(given.label, given.text or empty, given.picture, given.pictures)
