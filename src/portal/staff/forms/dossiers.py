"""What is typed about a dossier itself."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from portal.i18n import gettext as _
from portal.i18n import mark
from portal.staff.reading import Reading, Typed, date_as_typed
from portal.staff.views import DossierRow

KINDS = {
    "transfer": mark("Transfer of a home"),
    "mortgage": mark("Mortgage"),
    "will": mark("Will"),
    "living_will": mark("Living will"),
    "cohabitation": mark("Cohabitation agreement"),
    "marriage": mark("Prenuptial agreement"),
    "inheritance": mark("Inheritance"),
    "company": mark("Company"),
    "other": mark("Something else"),
}
LONGEST_NUMBER = 30


@dataclass(frozen=True, slots=True)
class DossierFields:
    """What the office says of a dossier: the names are those of the operations that make and change one."""

    number: str
    title: str
    kind: str
    handler: UUID
    signing_date: datetime.date | None


def read_dossier(typed: Typed, *, handlers: Collection[UUID]) -> DossierFields:
    """The dossier that was typed; raises `Refused`."""
    reading = Reading(typed)
    made = DossierFields(
        number=reading.text("number", _("Fill in the number of the case file."), LONGEST_NUMBER),
        title=reading.text("title", _("Fill in a title.")),
        kind=reading.choice("kind", KINDS, _("Choose the kind of case file.")),
        handler=reading.id("handler", handlers, _("Choose who handles this case file.")),
        signing_date=reading.date("signing_date"),
    )
    reading.finish()
    return made


def dossier_as_typed(dossier: DossierRow) -> Typed:
    """A dossier as its form shows it."""
    fields = {
        "number": dossier.number,
        "title": dossier.title,
        "kind": dossier.kind,
        "handler": str(dossier.handler),
        **date_as_typed("signing_date", dossier.signing_date),
    }
    return Typed.of(fields)
