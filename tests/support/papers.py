"""Papers to hand over and to publish: small, and real enough to be recognised by their content."""

from io import BytesIO
from uuid import UUID, uuid4

from pypdf import PdfWriter

from portal.dossiers.operations import documents
from portal.dossiers.operations.documents import Publication
from portal.dossiers.tables import Category
from portal.files.content_types import ACCEPTED as ALLOWED
from portal.files.receiving import receive
from tests.support.office import Office


def pdf(pages: int = 1) -> bytes:
    """A PDF with empty pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


JPG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043") + b"\x00" * 64 + bytes.fromhex("ffd9")


async def publish(
    office: Office,
    dossier: UUID,
    content: bytes | None = None,
    *,
    title: str = "Concept van de akte",
    file_name: str = "Concept van de akte.pdf",
    category: Category = Category.PUBLISHED,
    to: tuple[str, ...] = (),
) -> UUID:
    """Have Sanne publish something in a dossier."""

    async def body():
        yield pdf() if content is None else content

    received = await receive(
        body(),
        storage=office.adapters.storage,
        keys=office.adapters.keys,
        file_id=uuid4(),
        declared_size=None,
        max_bytes=office.settings.upload_max_bytes,
        allowed=ALLOWED,
    )
    chosen = [office.accounts[name].id for name in to]
    return await documents.publish(
        dossier,
        Publication(category, title, file_name, received, chosen),
        actor=office.accounts["sanne"].id,
        now=office.clock.now(),
        window=0,
    )
