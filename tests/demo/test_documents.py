"""The papers of the demo office can be read as those of a real one."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from portal.adapters.pdf import ProcessPdfRenderer
from portal.adapters.pdf_fonts import UNPRINTABLE, printable
from portal.demo import documents
from portal.dossiers.mail_message import attachment, read_mail

PAPERS = [
    (documents.draft_deed, 4, "Kadaster"),
    (documents.settlement, 1, "53.032,84"),
    (documents.invoice, 1, "1.113,60"),
    (documents.draft_will, 2, "Łukasz Wójcik"),
    (documents.appointment_letter, 1, "4 december 2026"),
    (documents.cover_letter, 1, "27 november 2026"),
    (documents.engagement, 1, "Opdrachtbevestiging"),
    (documents.terms, 1, "Geheimhouding"),
]


@pytest.mark.parametrize(("paper", "pages", "says"), PAPERS, ids=lambda value: getattr(value, "__name__", None))
async def test_a_paper_is_complete(
    pdf_renderer: ProcessPdfRenderer, paper: Callable[[], tuple[str, str]], pages: int, says: str
) -> None:
    title, html = paper()
    pdf = PdfReader(io.BytesIO(await pdf_renderer.render(html)))
    text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    assert pdf.metadata is not None
    assert pdf.metadata.title == title
    assert len(pdf.pages) == pages
    assert says in text
    assert f"Pagina {pages} van {pages}" in " ".join(text.split())
    assert UNPRINTABLE not in printable(html)


def test_the_mail_reads_as_a_letter_with_two_attachments() -> None:
    title, raw = documents.confirmation_mail(b"%PDF-1.4 a", b"%PDF-1.4 b")
    mail = read_mail(raw)
    assert mail.subject == title
    assert "<li>Wij onderzoeken de woning bij het Kadaster.</li>" in mail.html_safe
    assert "vanaemstel.example/logo" not in mail.html_safe
    assert [listed.name for listed in mail.attachments] == ["Opdrachtbevestiging.pdf", "Algemene voorwaarden.pdf"]
    assert attachment(raw, 1) == ("Algemene voorwaarden.pdf", "application/pdf", b"%PDF-1.4 b")
