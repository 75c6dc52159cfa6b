"""Clients, persons and companies, as the screens of the office read them, and how far they are on their way in."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.dossiers.tables import DossierState
from portal.outbox.events import Outcome


class Access(StrEnum):
    """How far somebody is on their way in."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"  # the invitation is on its way
    ACCEPTED = "accepted"  # the mail server took it
    REFUSED = "refused"  # it did not
    EXPIRED = "expired"
    ACTIVE = "active"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Invitation:
    """The last invitation of somebody: when it was made, what the mail server said and when, until when it works.

    After 18 months no more than when it was made is known; `outcome` is None then, and where there was none at all.
    """

    made_at: datetime.datetime | None
    outcome: str | None
    settled_at: datetime.datetime | None
    works_until: datetime.datetime | None

    def access(self, now: datetime.datetime) -> Access:
        """How far that brought somebody who did not choose a password yet."""
        if self.outcome in {Outcome.REFUSED, Outcome.GIVEN_UP}:
            return Access.REFUSED
        if self.works_until is not None and self.outcome != "":
            return Access.EXPIRED if self.works_until <= now else Access.ACCEPTED
        if self.outcome is None:
            return Access.EXPIRED if self.made_at else Access.NOT_INVITED
        return Access.INVITED


@dataclass(frozen=True, slots=True)
class ClientDossier:
    """A dossier of a client, which they may see for a company."""

    id: UUID
    number: str
    title: str
    state: DossierState
    organisation: str | None


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client, and whether they can get in and be told; `mail_failed_at` as in `PersonRow`."""

    id: UUID
    name: str
    formal_name: str
    email: str
    language: str
    organisation_name: str | None
    dossiers: int
    signed_in_at: datetime.datetime | None
    mail_failed_at: datetime.datetime | None
    invitation: Invitation
    access: Access
    activated_at: datetime.datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether they did not choose a password yet, and may be invited again."""
        return self.access not in {Access.ACTIVE, Access.BLOCKED}


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A company: how many people act for it, and how many dossiers are its own."""

    id: UUID
    name: str
    members: int
    dossiers: int


@dataclass(frozen=True, slots=True)
class Match:
    """A person or a company that may be meant; a company has no address."""

    id: UUID
    name: str
    email: str = ""

    @property
    def is_company(self) -> bool:
        """Whether it is a company."""
        return not self.email
