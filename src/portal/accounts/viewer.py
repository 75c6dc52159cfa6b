"""The person who looks: what queries start from."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.tables import AccountKind, StaffRole


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person. Every query that reads for them takes one, so that to find is to be allowed.

    `organisation` is the company for which they act now; lists and figures are its own then. What has an address of
    its own is found for whatever they may act for.
    """

    id: UUID
    kind: AccountKind
    name: str
    formal_name: str
    email: str
    language: str
    previously_signed_in_at: datetime.datetime | None = None
    role: StaffRole | None = None
    has_second_step: bool = False
    second_step_from: datetime.date | None = None
    organisation: UUID | None = None
    organisation_name: str = ""
    is_administrator: bool = False
    can_switch: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether this person works at the office."""
        return self.kind is AccountKind.STAFF

    @property
    def is_office_administrator(self) -> bool:
        """Whether this person sees to the accounts of the office and to how safe they are."""
        return self.role is StaffRole.ADMINISTRATOR
