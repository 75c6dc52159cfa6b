"""Who is invited and what the office has of them: clients, companies and those who decide for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal import i18n
from portal.accounts.factors.sms.numbers import NoMobileNumber, mobile_number
from portal.accounts.forms import EMAIL, LONGEST_EMAIL
from portal.companies.operations.inviting import NewMember
from portal.i18n import gettext as _
from portal.staff.people import ClientRow
from portal.staff.reading import Reading, Typed


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to invite."""

    name: str
    formal_name: str
    email: str
    mobile: str
    language: str
    dossier: UUID | None


def read_client(typed: Typed, *, dossiers: Collection[UUID], countries: Sequence[str]) -> NewClient:
    """The client that was typed, with access to one of the dossiers or to none yet; raises `Refused`."""
    reading = Reading(typed)
    made = NewClient(
        name=reading.text("name", _("Fill in the name.")),
        formal_name=reading.text("formal_name"),
        email=_email(reading),
        mobile=_mobile(reading, countries),
        language=reading.choice("language", i18n.LANGUAGES, _("Choose a language.")),
        dossier=reading.id("dossier", dossiers, _("Choose a case file.")) if typed.one("dossier") else None,
    )
    reading.finish()
    return made


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """What the office has of a client, the e-mail address aside: that is for the client to change."""

    name: str
    formal_name: str
    mobile: str


def read_details(typed: Typed, *, countries: Sequence[str]) -> ClientDetails:
    """The details of a client that were typed; raises `Refused`."""
    reading = Reading(typed)
    changed = ClientDetails(
        name=reading.text("name", _("Fill in the name.")),
        formal_name=reading.text("formal_name"),
        mobile=_mobile(reading, countries),
    )
    reading.finish()
    return changed


def details_as_typed(client: ClientRow, mobile: str) -> Typed:
    """The details of a client as their form shows them."""
    return Typed.of({"name": client.name, "formal_name": client.formal_name, "mobile": mobile})


def read_address(typed: Typed) -> str:
    """The e-mail address that was typed; raises `Refused`."""
    reading = Reading(typed)
    email = _email(reading)
    reading.finish()
    return email


def read_organisation(typed: Typed) -> tuple[str, NewMember]:
    """The company that was typed, and who decides for it; raises `Refused`."""
    reading = Reading(typed)
    name = reading.text("company", _("Fill in the name of the company."))
    administrator = _administrator(reading)
    reading.finish()
    return name, administrator


def read_administrator(typed: Typed) -> NewMember:
    """Somebody more who decides for a company; raises `Refused`."""
    reading = Reading(typed)
    administrator = _administrator(reading)
    reading.finish()
    return administrator


def _administrator(reading: Reading) -> NewMember:
    return NewMember(
        name=reading.text("name", _("Fill in the name.")),
        email=_email(reading),
        language=reading.choice("language", i18n.LANGUAGES, _("Choose a language.")),
    )


def _email(reading: Reading) -> str:
    email = reading.text("email", _("Fill in the e-mail address."), LONGEST_EMAIL)
    if email and not EMAIL.fullmatch(email):
        reading.errors["email"] = _("This is not an e-mail address. It looks like name@example.com.")
    return email


def _mobile(reading: Reading, countries: Sequence[str]) -> str:
    typed = reading.text("mobile")
    try:
        return mobile_number(typed, countries) if typed else ""
    except NoMobileNumber as error:
        reading.errors["mobile"] = str(error)
        return ""
