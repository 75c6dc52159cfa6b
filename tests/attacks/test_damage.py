"""A stored file that was changed behind our back: refused, never half a success, and audited each time."""

from pathlib import Path
from uuid import UUID

import pytest
from litestar.exceptions import LitestarException

from portal.audit.tables import AuditEntry
from portal.dossiers.tables import Document
from tests.attacks.conftest import a_mail
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import publish

LARGE = b"%PDF-1.7\n" + bytes(range(256)) * 12_000
"""Three steps of reading, and three segments of encryption."""


async def stored_at(office: Office, document: UUID) -> tuple[UUID, Path]:
    """The stored file of a document, and where it lies."""
    row = await Document.select(Document.file).where(Document.id == document).first()
    assert row is not None
    key = UUID(str(row["file"]))
    return key, office.settings.data / "files" / key.hex[:2] / key.hex


async def told() -> list[tuple[UUID | None, UUID | None]]:
    """Who came upon which damaged file."""
    entries = await AuditEntry.objects().where(AuditEntry.action == "file_damaged")
    return [(entry.actor, entry.subject) for entry in entries]


@pytest.mark.parametrize("harm", ["gone", "empty", "changed", "swapped"])
@pytest.mark.parametrize("who", ["anna", "sanne"])
async def test_damage_at_the_beginning_is_an_error_and_no_file(
    office: Office, dossier: UUID, harm: str, who: str
) -> None:
    document = await publish(office, dossier, LARGE)
    key, path = await stored_at(office, document)
    _other, other_path = await stored_at(office, await publish(office, dossier, LARGE))
    match harm:
        case "gone":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "changed":
            kept = bytearray(path.read_bytes())
            kept[500] ^= 1  # another byte for certain: what is encrypted may hold any
            path.write_bytes(kept)
        case "swapped":
            path.write_bytes(other_path.read_bytes())
    person = await office.browser(who)
    root = "/staff/documents" if who == "sanne" else "/documents"
    page = await person.get(f"{root}/{document}/download")
    assert page.status == 500
    assert "content-disposition" not in page.headers
    assert await told() == [(office.accounts[who].id, key)]


async def test_a_file_that_was_cut_off_aborts_the_connection(office: Office, dossier: UUID, anna: Person) -> None:
    document = await publish(office, dossier, LARGE)
    key, path = await stored_at(office, document)
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(LitestarException, match="after response started"):  # the server hangs up
        await anna.client.get(f"/documents/{document}/download")
    assert await told() == [(anna.id, key)]


async def test_an_email_that_was_cut_off_is_not_shown(office: Office, dossier: UUID, anna: Person) -> None:
    document = await publish(office, dossier, a_mail(), file_name="brief.eml")
    key, path = await stored_at(office, document)
    path.write_bytes(path.read_bytes()[:-10])
    assert (await anna.get(f"/documents/{document}")).status == 500
    assert (await anna.get(f"/documents/{document}/attachments/0")).status == 500
    assert await told() == [(anna.id, key)] * 2
