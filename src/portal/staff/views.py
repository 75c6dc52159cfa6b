"""Rows as the screens of the office read them."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from portal import i18n
from portal.dossiers.tables import Category, DossierState, RequestState


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read a document, and when they first did."""

    name: str
    first_opened_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier in a list: whose it is and what is still asked in it."""

    id: UUID
    number: str
    title: str
    kind: str
    state: DossierState
    signing_date: datetime.date | None
    closed_at: datetime.datetime | None
    handler: UUID
    handler_name: str
    people: tuple[str, ...] = ()
    open_requests: int = 0
    overdue_requests: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether the case is finished."""
        return self.state is DossierState.CLOSED


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A client with access to a dossier: a person, or a company of which so many `members` see it.

    `mail_failed_at` is when mail to them last failed for good, if none arrived since.
    """

    id: UUID
    name: str
    email: str
    members: int
    has_signed_in: bool
    mail_failed_at: datetime.datetime | None

    @property
    def is_company(self) -> bool:
        """Whether it is a company."""
        return self.members >= 0


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """What the office published in a dossier, with everybody who may read it."""

    id: UUID
    dossier: UUID
    category: Category
    title: str
    is_for_everyone: bool
    published_at: datetime.datetime
    readers: list[Reader] = field(default_factory=list)

    @property
    def seen_by(self) -> list[Reader]:
        """Those who opened it."""
        return [reader for reader in self.readers if reader.first_opened_at]


@dataclass(frozen=True, slots=True)
class SuppliedRow:
    """What a client delivered: confirmed uploads and the PDFs of completed questionnaires."""

    id: UUID
    dossier: UUID
    dossier_title: str
    title: str
    supplied_by: str
    published_at: datetime.datetime
    reference: str
    file: UUID | None
    size: int
    extension: str
    is_opened: bool

    @property
    def is_ready(self) -> bool:
        """Whether its bytes are there; a PDF of answers is made a moment after they were sent."""
        return self.file is not None


class Kind(StrEnum):
    """What is asked of a client."""

    UPLOAD = "upload"
    QUESTIONNAIRE = "questionnaire"


class State(StrEnum):
    """All that the office sees of a request: never whether somebody has begun."""

    OPEN = "open"
    OVERDUE = "overdue"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What was asked of one person, as the office sees it."""

    id: UUID
    kind: Kind
    dossier: UUID
    dossier_title: str
    addressee_name: str
    title_nl: str
    title_en: str
    due_date: datetime.date | None
    state: State
    created_at: datetime.datetime
    closed_at: datetime.datetime | None
    reminded_at: datetime.datetime | None
    is_sent_back: bool = False
    newer: int = 0
    """The newest version of its questionnaire, when it has an older one."""

    @property
    def has_answers(self) -> bool:
        """Whether there are answers to read: they were sent, be it that the office sent them back since."""
        return self.kind is Kind.QUESTIONNAIRE and (self.state is State.COMPLETED or self.is_sent_back)

    @property
    def title(self) -> str:
        """What is asked, in the language in force."""
        return self.title_en if i18n.language() == "en" else self.title_nl

    @property
    def is_open(self) -> bool:
        """Whether it can be reminded of and withdrawn."""
        return self.state in {State.OPEN, State.OVERDUE}

    @property
    def address(self) -> str:
        """Where it is reminded of and withdrawn."""
        return f"/staff/{self.kind.value}-requests/{self.id}"


def state_of(state: str, due_date: datetime.date | None, today: datetime.date) -> State:
    """The state of a request on a day; the due date itself still counts."""
    is_overdue = state == RequestState.OPEN.value and due_date is not None and due_date < today
    return State.OVERDUE if is_overdue else State(state)
