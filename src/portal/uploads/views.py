"""Upload requests and their files as the screens read them."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.dossiers.tables import RequestState


class OfficeState(StrEnum):
    """All that the office sees of a request: never whether somebody has begun."""

    OPEN = "open"
    OVERDUE = "overdue"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


def is_overdue(state: RequestState, due_date: datetime.date | None, today: datetime.date) -> bool:
    """Whether an open request is past its due date, which is inclusive."""
    return state is RequestState.OPEN and due_date is not None and today > due_date


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as its addressee sees it. `message` is still encrypted: `queries.message` reads it."""

    id: UUID
    dossier: UUID
    dossier_number: str
    dossier_title: str
    handler_name: str
    handler_phone: str
    title: str
    message: bytes
    due_date: datetime.date | None
    state: RequestState
    reference: str
    created_at: datetime.datetime
    closed_at: datetime.datetime | None

    @property
    def is_open(self) -> bool:
        """Whether files can be added, removed and confirmed."""
        return self.state is RequestState.OPEN

    @property
    def is_completed(self) -> bool:
        """Whether the files were confirmed."""
        return self.state is RequestState.COMPLETED

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether the due date is past; it can still be done."""
        return is_overdue(self.state, self.due_date, today)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a request."""

    id: UUID
    request: UUID
    file: UUID
    name: str
    size: int
    sha256: str
    extension: str
    added_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class OfficeRequestView:
    """A request as the office sees it: nothing of the files before they are confirmed."""

    id: UUID
    addressee: UUID
    addressee_name: str
    title: str
    due_date: datetime.date | None
    state: OfficeState
    reference: str
    created_at: datetime.datetime
    closed_at: datetime.datetime | None
    reminded_at: datetime.datetime | None
