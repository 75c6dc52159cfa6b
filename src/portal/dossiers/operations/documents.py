"""Publishing and withdrawing documents, adding what clients supplied, and noting who opened what."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from portal import database
from portal.accounts.viewer import Viewer
from portal.audit.operations import record
from portal.dossiers.operations.held import require_open
from portal.dossiers.operations.listing import note_dossier
from portal.dossiers.parties import party, readers
from portal.dossiers.tables import Category, Document, DocumentAddressee
from portal.dossiers.views import DocumentView
from portal.files.operations import keep
from portal.files.receiving import ReceivedFile
from portal.outbox.events import EventKind
from portal.outbox.operations import tell

NOTE_SEEN = """
    INSERT INTO document_seen (id, document, account, first_opened_at) VALUES ({}, {}, {}, {})
    ON CONFLICT (document, account) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Publication:
    """What the office puts ready: in which tab, under which title, for everyone of the dossier or for some.

    An addressee is an account, or a company.
    """

    category: Category
    title: str
    file_name: str
    file: ReceivedFile
    addressees: Sequence[UUID] = ()


async def publish(dossier: UUID, publication: Publication, *, actor: UUID, now: datetime.datetime, window: int) -> UUID:
    """Put a document ready and have its readers told.

    Raises `Conflict` for a closed dossier, and `NotFound` for an addressee who may not see it.
    """
    async with database.transaction():
        await require_open(dossier)
        parties = [await party(dossier, each) for each in publication.addressees]
        file = await keep(publication.file, now=now)
        document = Document(
            id=uuid4(),
            dossier=dossier,
            category=publication.category.value,
            title=publication.title,
            file_name=publication.file_name,
            file=file.id,
            is_for_everyone=not parties,
            published_by=actor,
            published_at=now,
        )
        await document.save()
        for each in parties:
            await DocumentAddressee(
                id=uuid4(), document=document.id, account=each.account, organisation=each.organisation
            ).save()
        for account in await readers(dossier, parties):
            await tell(account, _news_of(publication), now=now, window=window, dossier=dossier, item=document.id)
        await note_dossier(dossier)
        await record("document_published", at=now, actor=actor, subject=document.id, dossier=str(dossier))
    return document.id


def _news_of(publication: Publication) -> EventKind:
    is_letter = publication.category is Category.CORRESPONDENCE
    return EventKind.LETTER_PUBLISHED if is_letter else EventKind.DOCUMENT_PUBLISHED


async def withdraw(document: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Take back a document that the office published; what clients supplied cannot be taken back."""
    async with database.transaction():
        withdrawn = (
            await Document.update({Document.withdrawn_at: now})
            .where(
                (Document.id == document)
                & (Document.category != Category.SUPPLIED.value)
                & Document.withdrawn_at.is_null()
            )
            .returning(Document.dossier)
        )
        if withdrawn:
            await note_dossier(withdrawn[0]["dossier"])
            await record("document_withdrawn", at=now, actor=actor, subject=document)


async def note_opened(document: DocumentView, viewer: Viewer, *, now: datetime.datetime) -> None:
    """Note that a person opened a document; each opening is audited, the first one takes *Nieuw* away."""
    async with database.transaction():
        if not document.is_seen:
            await database.query(NOTE_SEEN, uuid4(), document.id, viewer.id, now)
        await record("document_opened", at=now, actor=viewer.id, subject=document.id)


async def supply(
    dossier: UUID,
    *,
    title: str,
    file_name: str,
    file: UUID | None,
    supplier: UUID,
    organisation: UUID | None,
    reference: str,
    answers: UUID,
    language: str,
    now: datetime.datetime,
) -> UUID:
    """Add what a client delivered, in the transaction that confirms it; `file` is empty while a PDF is being made."""
    document = Document(
        id=uuid4(),
        dossier=dossier,
        category=Category.SUPPLIED.value,
        title=title,
        file_name=file_name,
        file=file,
        supplied_by=supplier,
        organisation=organisation,
        reference=reference,
        answers=answers,
        language=language,
        published_at=now,
    )
    await document.save()
    return document.id
