"""Members, their rights, and what somebody may act for, as screens read them."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal.companies.rules import Right
from portal.dossiers.tables import DossierState


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody who acts for a company, as its administrators see them: nothing of what is theirs elsewhere."""

    id: UUID
    organisation: UUID
    account: UUID
    name: str
    email: str
    is_administrator: bool
    sees_all: bool
    can_deliver: bool
    dossiers: int
    added_by_name: str
    used_at: datetime.datetime | None
    blocked_at: datetime.datetime | None

    @property
    def is_blocked(self) -> bool:
        """Whether they were shut out."""
        return self.blocked_at is not None

    @property
    def is_invited(self) -> bool:
        """Whether they never came in to act for this company."""
        return self.used_at is None


@dataclass(frozen=True, slots=True)
class DossierRight:
    """A dossier of the company, and what a member who does not see all may do in it."""

    dossier: UUID
    number: str
    title: str
    state: DossierState
    right: Right


@dataclass(frozen=True, slots=True)
class Capacity:
    """What somebody may act for: a company, or only themselves; how much is there, and whether they do so now."""

    organisation: UUID | None
    name: str
    dossiers: int
    actions: int
    is_now: bool
