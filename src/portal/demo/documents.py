"""Papers of the demo office, in Dutch: what a client of a notary gets to read."""

import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from portal import templating
from portal.i18n import speaking


def all_papers(today: datetime.date) -> dict[str, tuple[str, str]]:
    """The title and the HTML of every paper, by its short name."""
    names = {
        "deed": "Concept van de akte van levering",
        "settlement": "Nota van afrekening",
        "invoice": "Declaratie onderzoekskosten",
        "appointment": "Afspraak voor ondertekening",
        "settlement_deed": "Afschrift huwelijkse voorwaarden",
        "mortgage": "Concept van de hypotheekakte",
        "agreement": "Koopovereenkomst",
    }
    with speaking("nl"):
        return {
            name: (title, templating.render(f"templates/demo/{name}.html", {"title": title, "today": today}))
            for name, title in names.items()
        }


def attachments(today: datetime.date) -> list[str]:
    """The HTML of what is attached to the mail."""
    papers = all_papers(today)
    return [papers["invoice"][1], papers["appointment"][1]]


def confirmation_mail(sent_at: datetime.datetime, attachments: list[bytes]) -> tuple[str, bytes]:
    """The title and the bytes of an e-mail (.eml) with attachments."""
    mail = EmailMessage()
    mail["From"] = "mr. S. Okafor <s.okafor@vanaemstel.example>"
    mail["To"] = "Anna de Vries <anna@example.com>"
    mail["Subject"] = "Bevestiging van uw opdracht"
    mail["Date"] = format_datetime(sent_at)
    mail["Message-ID"] = "<bevestiging-2026-1184@vanaemstel.example>"
    mail.set_content(templating.render("templates/demo/mail.txt", {}))
    mail.add_alternative(templating.render("templates/demo/mail.html", {}), subtype="html")
    for number, content in enumerate(attachments, start=1):
        name = "Opdrachtbevestiging.pdf" if number == 1 else "Algemene voorwaarden.pdf"
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return "Bevestiging van uw opdracht", mail.as_bytes()
