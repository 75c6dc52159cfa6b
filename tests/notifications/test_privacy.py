"""Mail is read by others too: no mail names a person, a dossier or a document."""

from uuid import UUID

from portal.dossiers.tables import Category
from tests.support.mailroom import Mailroom
from tests.support.papers import publish

SECRETS = ["Anna", "Vries", "Okafor", "2026.1184", "Lindengracht", "testament", "Boedelbeschrijving"]


async def test_no_mail_names_a_person_a_dossier_or_a_document(mailroom: Mailroom, dossier: UUID) -> None:
    office = mailroom.office
    for category in (Category.PUBLISHED, Category.CORRESPONDENCE):
        await publish(office, dossier, title="Boedelbeschrijving", file_name="testament.pdf", category=category)
        await mailroom.deliver()
        await publish(office, dossier, title="Boedelbeschrijving", file_name="testament.pdf", category=category)
        await publish(office, dossier, title="Boedelbeschrijving", file_name="testament.pdf", category=category)
        await mailroom.deliver()
    assert len(mailroom.server.arrived) == 4
    for mail in mailroom.server.arrived:
        said = [str(mail["Subject"]), *(part.get_content() for part in mail.walk() if not part.is_multipart())]
        headers = " ".join(f"{name}: {value}" for name, value in mail.items() if name not in {"To", "X-RcptTo"})
        for secret in SECRETS:
            assert secret.casefold() not in " ".join(said).casefold()
            assert secret.casefold() not in headers.casefold()
        assert str(dossier) not in mail.as_string()
