"""The papers of the demo office, in Dutch: each a title and the HTML that a `PdfRenderer` makes a PDF of."""

import datetime
from email.message import EmailMessage

from portal.i18n import TIME_ZONE, speaking
from portal.templating import render

LETTER = """\
Geachte mevrouw De Vries,

Dank u voor uw opdracht. Wij regelen de levering van uw woning aan de Lindengracht 112 in Amsterdam. De koopovereenkomst
hebben wij gisteren ontvangen.

Wat gaat er nu gebeuren?

1. Wij onderzoeken de woning bij het Kadaster.
2. U vult het personaliaformulier in. Dat staat klaar onder Acties.
3. U krijgt het concept van de akte en de nota van afrekening.

In de bijlagen vindt u onze opdrachtbevestiging en de algemene voorwaarden.

Met vriendelijke groet,
mr. S. Okafor, kandidaat-notaris
"""


def draft_deed() -> tuple[str, str]:
    """The draft deed of transfer of Lindengracht 112, of several pages."""
    return "Concept akte van levering", _html("draft_deed")


def settlement() -> tuple[str, str]:
    """The statement of what the buyer pays."""
    return "Nota van afrekening", _html("settlement")


def invoice() -> tuple[str, str]:
    """The bill for a will."""
    return "Declaratie 2026-3307", _html("invoice")


def draft_will() -> tuple[str, str]:
    """The draft of a will."""
    return "Concept testament", _html("draft_will")


def appointment_letter() -> tuple[str, str]:
    """The letter with the appointment for signing."""
    return "Afspraak voor de ondertekening", _html("appointment_letter")


def cover_letter() -> tuple[str, str]:
    """The letter that asks to check the drafts."""
    return "Concepten om te controleren", _html("cover_letter")


def agreement() -> tuple[str, str]:
    """The purchase agreement, as the buyer delivers it."""
    return "Koopovereenkomst", _html("agreement")


def marriage_settlement() -> tuple[str, str]:
    """The deed of a marriage settlement that was signed."""
    return "Akte van huwelijkse voorwaarden", _html("marriage_settlement")


def draft_mortgage() -> tuple[str, str]:
    """The draft of a mortgage deed of a company."""
    return "Concept hypotheekakte", _html("draft_mortgage")


def engagement() -> tuple[str, str]:
    """The confirmation of the engagement, which goes with the mail."""
    return "Opdrachtbevestiging", _html("engagement")


def terms() -> tuple[str, str]:
    """The general terms, which go with the mail."""
    return "Algemene voorwaarden", _html("terms")


def confirmation_mail(engagement_pdf: bytes, terms_pdf: bytes) -> tuple[str, bytes]:
    """The title and the bytes (.eml) of the mail that confirms the engagement, with its two attachments."""
    mail = EmailMessage()
    mail["From"] = '"mr. S. Okafor, Van Aemstel Notariaat" <s.okafor@vanaemstel.example>'
    mail["To"] = "mevrouw A. de Vries <anna@example.com>"
    mail["Subject"] = "Bevestiging van uw opdracht"
    mail["Date"] = datetime.datetime(2026, 10, 27, 9, 41, tzinfo=TIME_ZONE)
    mail["Message-ID"] = "<bevestiging-2026.1184@vanaemstel.example>"
    mail.set_content(LETTER)
    mail.add_alternative(render("templates/demo/mail.html", {}), subtype="html")
    for name, pdf in (("Opdrachtbevestiging.pdf", engagement_pdf), ("Algemene voorwaarden.pdf", terms_pdf)):
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    return "Bevestiging van uw opdracht", mail.as_bytes()


def _html(name: str) -> str:
    with speaking("nl"):
        return render(f"templates/demo/{name}.html", {})
