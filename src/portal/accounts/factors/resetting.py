"""Phone and recovery code lost: the office takes two-step verification away, after making sure who asks.

How that was done is chosen from a list, so that nothing of an identity paper gets into the audit log.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import msgspec

from portal import database
from portal.accounts.factors import guessing, halfway
from portal.accounts.factors.tables import RecoveryCode, SecondFactor
from portal.audit.operations import record
from portal.errors import NotFound
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.web import sessions

RESETS = """
    SELECT e.at, e.detail, a.name FROM audit_entry e LEFT JOIN account a ON a.id = e.actor
    WHERE e.action = 'factors_reset' AND e.subject = {} ORDER BY e.at DESC
"""


class Check(StrEnum):
    """How the office made sure who asks."""

    DESK = "desk"
    CALL = "call"
    VIDEO = "video"


class Paper(StrEnum):
    """What the person showed."""

    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_PERMIT = "residence_permit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reset:
    """One time that the office did this: when, who, and how they made sure."""

    at: datetime.datetime
    by: str
    check: Check
    paper: Paper


async def reset(account: UUID, *, check: Check, paper: Paper, actor: UUID, now: datetime.datetime) -> None:
    """Take every factor and the recovery code away, end all sessions, and tell the person at once.

    The password stays, and is all that is asked from then on. Raises `NotFound` where there is nothing to take away.
    """
    async with database.transaction():
        await guessing.hold(account)
        gone = await SecondFactor.delete().where(SecondFactor.account == account).returning(SecondFactor.id)
        if not gone:
            raise NotFound
        await RecoveryCode.delete().where(RecoveryCode.account == account)
        await guessing.forgive(account)
        await halfway.close_all(account)
        await sessions.end_all(account)
        await tell(account, EventKind.FACTORS_RESET, now=now)
        await record("factors_reset", at=now, actor=actor, subject=account, check=check.value, paper=paper.value)


async def resets(account: UUID) -> list[Reset]:
    """The times that the office did this for a person, the latest first."""
    found = []
    for row in await database.query(RESETS, account):
        detail = msgspec.json.decode(row["detail"])
        found.append(Reset(row["at"], row["name"] or "", Check(detail["check"]), Paper(detail["paper"])))
    return found
