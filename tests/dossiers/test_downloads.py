"""Documents as they come out: the same bytes, whole or in part, under a readable name."""

from uuid import UUID

import pytest

from portal.audit.tables import AuditEntry
from portal.dossiers.tables import Category
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import pdf, publish


@pytest.fixture
def content() -> bytes:
    """A PDF of some pages."""
    return pdf(pages=40)


@pytest.fixture
async def document(office: Office, dossier: UUID, content: bytes) -> UUID:
    """That PDF, published under a name with an accent."""
    return await publish(office, dossier, content, file_name="Één akte “concept”.pdf")


async def test_the_download_is_byte_for_byte_what_was_published(anna: Person, document: UUID, content: bytes) -> None:
    page = await anna.get(f"/documents/{document}/download")
    assert page.response.content == content
    assert page.headers["content-type"] == "application/pdf"
    assert page.headers["content-disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%C3%89%C3%A9n%20akte" in page.headers["content-disposition"]
    assert page.headers["cache-control"] == "private, no-store"


async def test_a_pdf_opens_in_the_browser(anna: Person, document: UUID) -> None:
    page = await anna.get(f"/documents/{document}/content")
    assert page.headers["content-disposition"].startswith("inline;")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-99", 206, 0, 100),
        ("bytes=100-", 206, 100, None),
        ("bytes=-50", 206, -50, None),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=0-1,5-6", 200, 0, None),
        ("lines=1-2", 200, 0, None),
        ("bytes=5-2", 200, 0, None),
    ],
)
async def test_a_part_can_be_asked_for(
    anna: Person, document: UUID, content: bytes, asked: str, status: int, start: int, end: int | None
) -> None:
    page = await anna.get(f"/documents/{document}/download", Range=asked)
    assert page.status == status
    assert page.response.content == content[start:end]
    assert int(page.headers["content-length"]) == len(content[start:end])


async def test_a_part_that_is_not_there_is_refused(anna: Person, document: UUID, content: bytes) -> None:
    page = await anna.get(f"/documents/{document}/download", Range=f"bytes={len(content)}-")
    assert page.status == 416
    assert page.headers["content-range"] == f"bytes */{len(content)}"


async def test_head_tells_the_size_and_sends_nothing(anna: Person, document: UUID, content: bytes) -> None:
    response = await anna.client.head(f"/documents/{document}/download")
    assert response.status_code == 200
    assert int(response.headers["content-length"]) == len(content)
    assert response.content == b""


async def test_each_opening_leaves_one_entry(office: Office, anna: Person, document: UUID) -> None:
    await anna.get(f"/documents/{document}/content")
    await anna.get(f"/documents/{document}/download")
    entries = await AuditEntry.objects().where(AuditEntry.action == "document_opened")
    assert [(entry.actor, entry.subject) for entry in entries] == [(office.accounts["anna"].id, document)] * 2


async def test_a_text_is_never_run_in_our_origin(office: Office, anna: Person, dossier: UUID) -> None:
    text = b"Let op: <script>alert(1)</script>"
    document = await publish(office, dossier, text, file_name="notitie.txt")
    page = await anna.get(f"/documents/{document}/content")
    assert page.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in page.headers["content-security-policy"]


MAIL = b"""From: mr. S. Okafor <s.okafor@vanaemstel.example>\r
To: Anna de Vries <anna@example.com>\r
Subject: =?utf-8?q?Bevestiging_van_uw_opdracht?=\r
Date: Tue, 27 Oct 2026 09:41:00 +0100\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="b"\r
\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Geachte mevrouw</p><script>alert(1)</script><img src="https://tracker.example/x.png">\r
--b\r
Content-Type: text/plain; name="bijlage.txt"\r
Content-Disposition: attachment; filename="bijlage.txt"\r
\r
De bijlage.\r
--b--\r
"""


@pytest.fixture
async def mail(office: Office, dossier: UUID) -> UUID:
    """An e-mail that was published as a letter."""
    return await publish(
        office, dossier, MAIL, title="Bevestiging", file_name="mail.eml", category=Category.CORRESPONDENCE
    )


async def test_staff_read_a_mail_as_the_client_does(anna: Person, sanne: Person, dossier: UUID, mail: UUID) -> None:
    link = (await sanne.get(f"/staff/dossiers/{dossier}")).one(f"main a[href$='{mail}']").get("href")
    page = await sanne.get(link)
    assert page.one(".prose").text_content() == (await anna.get(f"/documents/{mail}")).one(".prose").text_content()
    attachment = await sanne.get(page.one("main a[href*=attachments]").get("href"))
    assert attachment.response.content.strip() == b"De bijlage."
    assert (await sanne.get(f"{link}/attachments/1")).status == 404


async def test_staff_open_anything_else_as_what_it_is(sanne: Person, document: UUID) -> None:
    page = await sanne.follow(await sanne.get(f"/staff/documents/{document}"))
    assert page.headers["content-type"] == "application/pdf"
    assert (await sanne.get(f"/staff/documents/{document}/attachments/0")).status == 404


async def test_a_mail_opens_as_a_message_with_its_attachments(anna: Person, dossier: UUID, mail: UUID) -> None:
    page = await anna.get(f"/documents/{mail}")
    assert page.status == 200
    assert "Geachte mevrouw" in page.text
    assert "tracker.example" not in page.response.text
    assert "alert(1)" not in page.response.text
    attachment = await anna.get(page.one("main a[href*=attachments]").get("href"))
    assert attachment.response.content.strip() == b"De bijlage."
    assert attachment.headers["content-disposition"].startswith("attachment;")
    assert "Nieuw" not in (await anna.get(f"/dossiers/{dossier}/correspondence")).one("nav.tabs").text_content()
