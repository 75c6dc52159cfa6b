"""Rows as the screens read them: values without a way back to the database."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal import i18n
from portal.dossiers.tables import Category, DossierState, StepState


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier with its handler."""

    id: UUID
    number: str
    title: str
    kind: str
    state: DossierState
    signing_date: datetime.date | None
    closed_at: datetime.datetime | None
    handler_name: str
    handler_phone: str
    organisation: UUID | None
    """The company for which the viewer sees it."""

    @property
    def is_closed(self) -> bool:
        """Whether the case is finished; everything stays readable."""
        return self.state is DossierState.CLOSED


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as one person sees it."""

    id: UUID
    dossier: UUID
    category: Category
    title: str
    file_name: str
    published_at: datetime.datetime
    reference: str
    answers: UUID | None
    file: UUID | None
    size: int
    media_type: str
    extension: str
    sha256: str
    is_seen: bool
    organisation: UUID | None = None
    """The company for which the viewer sees it."""

    @property
    def is_new(self) -> bool:
        """Whether the office put it here and this person has not opened it yet."""
        return self.category is not Category.SUPPLIED and not self.is_seen

    def is_of(self, answers: UUID, reference: str) -> bool:
        """Whether it is what a person sent under this reference."""
        return (self.answers, self.reference) == (answers, reference)

    @property
    def is_mail(self) -> bool:
        """Whether it is an e-mail, which opens as a message."""
        return self.extension == "eml"

    @property
    def is_ready(self) -> bool:
        """Whether its bytes are there; a PDF of answers is made a moment after they were sent."""
        return self.file is not None

    @property
    def address(self) -> str:
        """Where it opens: an e-mail as a message, anything else as what it is."""
        return f"/documents/{self.id}" if self.is_mail else f"/documents/{self.id}/content"

    @property
    def kind(self) -> str:
        """The kind of file as people call it: PDF, JPG, …"""
        return self.extension.upper()


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a dossier: how much is in it and whether something is new."""

    key: str
    count: int
    has_new: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """A progress step in both languages."""

    id: UUID
    position: int
    state: StepState
    title_nl: str
    title_en: str
    explanation_nl: str
    explanation_en: str
    whose_turn: str
    day: datetime.date | None

    @property
    def title(self) -> str:
        """The title in the language in force; Dutch where there is no English."""
        return (self.title_en or self.title_nl) if i18n.language() == "en" else self.title_nl

    @property
    def explanation(self) -> str:
        """The explanation in the language in force; Dutch where there is no English."""
        return (self.explanation_en or self.explanation_nl) if i18n.language() == "en" else self.explanation_nl
