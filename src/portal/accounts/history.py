"""The times that somebody got in to their account, or that anybody tried to, as the audit log has them."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from portal.accounts.ways import name_of
from portal.audit.queries import ENTRIES, LONGEST, Branch, Position, stretch
from portal.web.devices import Device

ENTERED, REFUSED = "signed_in", "sign_in_refused"
LATEST = Position()


@dataclass(frozen=True, slots=True)
class SignIn:
    """One time that somebody got in, or tried to."""

    at: datetime.datetime
    device: Device
    way: str
    has_succeeded: bool

    @property
    def way_name(self) -> str:
        """How it was done, as its person would say it."""
        return name_of(self.way)


@dataclass(frozen=True, slots=True)
class SignIns:
    """Some of those times, the latest first, and the positions to go on from where there are more."""

    rows: list[SignIn]
    older: int | None
    newer: int | None


async def sign_ins(
    account: UUID, position: Position = LATEST, *, only_refused: bool = False, longest: int = LONGEST
) -> SignIns:
    """One page of the times that a person signed in to their account, and that anybody tried to."""
    found = await stretch(branches(account, only_refused=only_refused), position, longest)
    return SignIns([_sign_in(row) for row in found.rows], found.older, found.newer)


def branches(account: UUID, *, only_refused: bool = False) -> list[Branch]:
    """The parts of the log that tell of these times."""
    refused = _branch("subject", REFUSED, account)
    return [refused] if only_refused else [refused, _branch("actor", ENTERED, account)]


def _branch(role: str, action: str, account: UUID) -> Branch:
    return Branch(f"{ENTRIES} WHERE e.{role} = {{}} AND e.action = {{}}", (account, action))


def _sign_in(row: dict[str, Any]) -> SignIn:
    detail = msgspec.json.decode(row["detail"]) if row["detail"] else {}
    device = Device(detail.get("browser", ""), detail.get("system", ""))
    return SignIn(row["at"], device, detail.get("way", ""), row["action"] == ENTERED)
