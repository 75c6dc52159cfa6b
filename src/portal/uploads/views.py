"""Upload requests and their files as the screens read them."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal.dossiers.tables import RequestState


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as whoever may answer it sees it. `message` is still encrypted: `queries.message` reads it."""

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
    organisation: UUID | None
    """The company that is asked; otherwise it is the person's own."""

    @property
    def is_open(self) -> bool:
        """Whether files can be added, removed and confirmed."""
        return self.state is RequestState.OPEN

    @property
    def is_completed(self) -> bool:
        """Whether the files were confirmed."""
        return self.state is RequestState.COMPLETED

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether the due date, which is inclusive, is past; it can still be done."""
        return self.is_open and self.due_date is not None and today > self.due_date


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
