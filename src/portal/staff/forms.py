"""What staff type, as values or as errors by the name of the field; nothing here reads or writes anything."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal import i18n
from portal.accounts.factors.sms.numbers import NoMobileNumber, mobile_number
from portal.accounts.forms import EMAIL, LONGEST_EMAIL
from portal.companies.operations.members import NewMember
from portal.dossiers.operations.progress import Step
from portal.dossiers.tables import Category, StepState
from portal.dossiers.views import StepView
from portal.i18n import gettext as _
from portal.i18n import mark
from portal.questionnaires.operations.sending_back import LONGEST_NOTE
from portal.staff.reading import Reading, Typed
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
TURNS = {
    "client": mark("The client"),
    "office": mark("Our office"),
    "bank": mark("The bank"),
    "municipality": mark("The municipality"),
    "registry": mark("The land registry"),
    "other": mark("Somebody else"),
}
LONGEST_NUMBER, LONGEST_TEXT = 30, 10_000


@dataclass(frozen=True, slots=True)
class DossierFields:
    """What the office says of a dossier: the names are those of the operations that make and change one."""

    number: str
    title: str
    kind: str
    handler: UUID
    signing_date: datetime.date | None


def dossier(typed: Typed, *, handlers: Collection[UUID]) -> DossierFields:
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
    values = {
        "number": dossier.number,
        "title": dossier.title,
        "kind": dossier.kind,
        "handler": str(dossier.handler),
        **_date_as_typed("signing_date", dossier.signing_date),
    }
    return Typed({name: [value] for name, value in values.items()})


def _date_as_typed(name: str, day: datetime.date | None) -> dict[str, str]:
    parts = ("day", "month", "year")
    return {f"{name}-{part}": str(getattr(day, part)) if day else "" for part in parts}


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """Documents to ask for, of each of these people."""

    people: tuple[UUID, ...]
    title: str
    message: str
    due_date: datetime.date | None


def upload_request(typed: Typed, *, people: Collection[UUID], today: datetime.date) -> UploadRequest:
    """The upload request that was typed; raises `Refused`."""
    reading = Reading(typed)
    asked = UploadRequest(
        people=_addressees(reading, people),
        title=reading.text("title", _("Fill in what you ask for.")),
        message=reading.text("message", _("Write a message for the client."), LONGEST_TEXT),
        due_date=reading.due_date("due_date", today),
    )
    reading.finish()
    return asked


@dataclass(frozen=True, slots=True)
class QuestionnaireRequest:
    """A questionnaire to ask each of these people to fill in."""

    people: tuple[UUID, ...]
    questionnaire: UUID
    due_date: datetime.date | None


def questionnaire_request(
    typed: Typed, *, people: Collection[UUID], questionnaires: Collection[UUID], today: datetime.date
) -> QuestionnaireRequest:
    """The questionnaire request that was typed; raises `Refused`."""
    reading = Reading(typed)
    asked = QuestionnaireRequest(
        people=_addressees(reading, people),
        questionnaire=reading.id("questionnaire", questionnaires, _("Choose a questionnaire.")),
        due_date=reading.due_date("due_date", today),
    )
    reading.finish()
    return asked


@dataclass(frozen=True, slots=True)
class NotesToSend:
    """What a client is asked to look at again: a note by the reference of its question."""

    notes: dict[str, str]
    due_date: datetime.date | None


def sending_back(typed: Typed, *, questions: Mapping[str, str], today: datetime.date) -> NotesToSend:
    """The notes that were typed; `questions` are references by the name of the field. Raises `Refused`."""
    reading = Reading(typed)
    written = {ref: reading.text(name, longest=LONGEST_NOTE) for name, ref in questions.items()}
    notes = {ref: text for ref, text in written.items() if text}
    if not notes:
        reading.errors["notes"] = _("Write a note at one question or more.")
    asked = NotesToSend(notes, reading.due_date("due_date", today))
    reading.finish()
    return asked


def _addressees(reading: Reading, people: Collection[UUID]) -> tuple[UUID, ...]:
    chosen = reading.ids("people", people)
    if not chosen:
        reading.errors["people"] = _("Choose for whom this is.")
    return chosen


@dataclass(frozen=True, slots=True)
class Destination:
    """Where documents are published: in which tab, and for whom; for everyone when nobody is named."""

    category: Category
    people: tuple[UUID, ...]


def destination(typed: Typed, *, people: Collection[UUID]) -> Destination:
    """Where and for whom to publish; raises `Refused`."""
    reading = Reading(typed)
    tabs = (Category.PUBLISHED.value, Category.CORRESPONDENCE.value)
    category = reading.choice("category", tabs, _("Choose in which part it belongs."))
    audience = reading.choice("audience", ("everyone", "some"), _("Choose for whom this is."))
    chosen = _addressees(reading, people) if audience == "some" else ()
    reading.finish()
    return Destination(Category(category), chosen)


def step(typed: Typed) -> Step:
    """The progress step that was typed; raises `Refused`."""
    reading = Reading(typed)
    states = [state.value for state in StepState]
    state = reading.choice("state", states, _("Choose how far this step is."))
    made = {
        "title_nl": reading.text("title_nl", _("Fill in the name of the step.")),
        "title_en": reading.text("title_en"),
        "explanation_nl": reading.text("explanation_nl", longest=LONGEST_TEXT),
        "explanation_en": reading.text("explanation_en", longest=LONGEST_TEXT),
        "whose_turn": reading.choice("whose_turn", ("", *TURNS), _("Choose whose turn it is.")),
    }
    day = reading.date("day")
    reading.finish()
    return Step(**made, state=StepState(state), day=day)


def step_as_typed(step: StepView) -> Typed:
    """A step as its form shows it."""
    values = {
        "title_nl": step.title_nl,
        "title_en": step.title_en,
        "explanation_nl": step.explanation_nl,
        "explanation_en": step.explanation_en,
        "state": step.state.value,
        "whose_turn": step.whose_turn,
        **_date_as_typed("day", step.day),
    }
    return Typed({name: [value] for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to invite."""

    name: str
    formal_name: str
    email: str
    mobile: str
    language: str
    dossier: UUID | None


def new_client(typed: Typed, *, dossiers: Collection[UUID], countries: Sequence[str]) -> NewClient:
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


def corrected_address(typed: Typed) -> str:
    """The e-mail address that was typed; raises `Refused`."""
    reading = Reading(typed)
    email = _email(reading)
    reading.finish()
    return email


def new_organisation(typed: Typed) -> tuple[str, NewMember]:
    """The company that was typed, and who decides for it; raises `Refused`."""
    reading = Reading(typed)
    name = reading.text("company", _("Fill in the name of the company."))
    administrator = _administrator(reading)
    reading.finish()
    return name, administrator


def new_administrator(typed: Typed) -> NewMember:
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
