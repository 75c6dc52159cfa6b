"""Rows as the screens read them: values without a way back to the database."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal import i18n
from portal.dossiers.tables import RequestState


@dataclass(frozen=True, slots=True)
class ResponseView:
    """One person's response, with its dossier and the handler to call; `answers` and `notes` are sealed.

    `sent_back_at` is when the office sent it back, the last time; `moved_at` when it went over to a newer version.
    """

    id: UUID
    dossier: UUID
    dossier_number: str
    dossier_title: str
    handler_name: str
    handler_phone: str
    addressee: UUID
    addressee_name: str
    version: UUID
    title_nl: str
    title_en: str
    due_date: datetime.date | None
    state: RequestState
    answers: bytes
    revision: int
    saved_at: datetime.datetime | None
    language: str
    reference: str
    created_at: datetime.datetime
    closed_at: datetime.datetime | None
    notes: bytes = b""
    sent_back_at: datetime.datetime | None = None
    sent_back_by_name: str = ""
    moved_at: datetime.datetime | None = None
    moved_from: UUID | None = None
    addressee_email: str = ""
    addressee_phone: str = ""
    organisation: UUID | None = None
    """The company that is asked; otherwise it is the person's own."""

    @property
    def known(self) -> dict[str, str]:
        """What the portal knows of the addressee, as questionnaires call it."""
        return {
            "account.name": self.addressee_name,
            "account.email": self.addressee_email,
            "account.phone": self.addressee_phone,
        }

    @property
    def title(self) -> str:
        """The title in the language in force; Dutch where there is no English."""
        return self.title_in(i18n.language())

    def title_in(self, language: str) -> str:
        """The title in a language; Dutch where there is no English."""
        return (self.title_en or self.title_nl) if language == "en" else self.title_nl

    @property
    def is_open(self) -> bool:
        """Whether it can be filled in."""
        return self.state is RequestState.OPEN

    @property
    def is_completed(self) -> bool:
        """Whether its answers were sent."""
        return self.state is RequestState.COMPLETED

    @property
    def is_sent_back(self) -> bool:
        """Whether it was sent before and waits to be sent again."""
        return self.is_open and self.sent_back_at is not None

    @property
    def is_renewed(self) -> bool:
        """Whether it went over to a newer version since its person last saved something."""
        return self.moved_at is not None and (self.saved_at is None or self.saved_at <= self.moved_at)

    @property
    def has_news_of_renewal(self) -> bool:
        """Whether it waits for its person on a newer version than the one that they knew when they last sent it."""
        is_sent_since = self.moved_at and self.sent_back_at and self.sent_back_at > self.moved_at
        return self.is_open and self.moved_at is not None and not is_sent_since

    @property
    def address(self) -> str:
        """Where it is filled in, or read once it was sent."""
        return f"/questionnaires/{self.id}"

    @property
    def list_address(self) -> str:
        """Where somebody goes who stops for now."""
        return "/actions"


@dataclass(frozen=True, slots=True)
class EarlierView:
    """What was sent before the office sent it back; `answers` is sealed."""

    id: UUID
    version: UUID
    answers: bytes
    language: str
    reference: str
    closed_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class QuestionnaireView:
    """A questionnaire of the office: which version can be asked for, and who is busy with it."""

    id: UUID
    name: str
    title_nl: str
    title_en: str
    current: UUID | None
    current_number: int
    current_published_at: datetime.datetime | None
    has_concept: bool
    withdrawn_at: datetime.datetime | None
    open_responses: int

    @property
    def title(self) -> str:
        """The title in the language in force."""
        return self.title_en if i18n.language() == "en" else self.title_nl

    @property
    def can_be_asked(self) -> bool:
        """Whether a version is published."""
        return self.current is not None


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version; number 0 while it is only imported."""

    id: UUID
    questionnaire: UUID
    number: int
    source_name: str
    imported_by_name: str
    imported_at: datetime.datetime
    published_at: datetime.datetime | None
    withdrawn_at: datetime.datetime | None
    open_responses: int
    completed_responses: int

    @property
    def is_in_use(self) -> bool:
        """Whether it is published and was not taken back."""
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def is_concept(self) -> bool:
        """Whether it was imported but not published yet."""
        return self.published_at is None
