"""What was sent to whom, as the office may know it: the kinds, the time and what the mail server or gateway said.

What a mail said is not kept, nor is a code. What was dropped is not shown: it would tell that somebody saw or began
something.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from portal.accounts.factors.sms.delivery import LONGEST_WAIT
from portal.accounts.factors.sms.tables import SmsOutcome
from portal.i18n import gettext as _
from portal.notifications.naming import named
from portal.outbox.events import EventKind, Outcome


class Fate(StrEnum):
    """How far a mail came."""

    WAITING = "waiting"
    TRYING = "trying"  # the mail server asked us to come back, or was away
    ACCEPTED = "accepted"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    NOT_TAKEN = "not_taken"  # of a text message: the gateway did not take it, or did not say so
    TOO_LATE = "too_late"  # of a text message: its code had expired
    UNKNOWN = "unknown"  # of a text message: whoever was sending it died


FATES = {Outcome.SENT: Fate.ACCEPTED, Outcome.REFUSED: Fate.REFUSED, Outcome.GIVEN_UP: Fate.GIVEN_UP}
TEXT_FATES = {
    SmsOutcome.SENT: Fate.ACCEPTED,
    SmsOutcome.FAILED: Fate.NOT_TAKEN,
    SmsOutcome.EXPIRED: Fate.TOO_LATE,
}


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail to one person: `id` is that of one of its events; `at` is when it came where it is."""

    id: UUID
    account: UUID
    name: str
    dossier_title: str | None
    kinds: tuple[EventKind, ...]
    at: datetime.datetime
    fate: Fate
    number = ""

    @property
    def title(self) -> str:
        """What it was about, in the language in force: only ever kinds and counts."""
        return named(self.kinds)

    @property
    def can_be_retried(self) -> bool:
        """Whether the mail server did not take it."""
        return self.fate in {Fate.REFUSED, Fate.GIVEN_UP}


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text message to one person: `number` is masked, and the code is not here to be shown."""

    number: str
    at: datetime.datetime
    fate: Fate
    dossier_title = None
    can_be_retried = False

    @property
    def title(self) -> str:
        """What it was about, in the language in force: text messages bring codes and nothing else."""
        return _("Code by text message")


def texts(messages: Iterable[dict[str, Any]], now: datetime.datetime) -> list[TextRow]:
    """The text messages of these rows, in their order; one that nobody settled in time is lost for all we know."""
    return [TextRow(row["number"], row["settled_at"] or row["created_at"], _text_fate(row, now)) for row in messages]


def _text_fate(row: dict[str, Any], now: datetime.datetime) -> Fate:
    if row["outcome"]:
        return TEXT_FATES[SmsOutcome(row["outcome"])]
    return Fate.UNKNOWN if row["taken_at"] and now - row["taken_at"] > LONGEST_WAIT else Fate.WAITING


def mails(events: Iterable[dict[str, Any]]) -> list[MailRow]:
    """The mails that events, the newest first, went out in, or will go out in."""
    ordered = sorted(events, key=_mail)
    rows = [_row(list(parts)) for _key, parts in groupby(ordered, key=_mail)]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _mail(event: dict[str, Any]) -> tuple[str, ...]:
    """What the events of one mail have in common; one that is still to be composed has no Message-ID."""
    apart = (event["dossier"] or event["kind"], event["settled_at"] or "")
    return (str(event["account"]), event["message_id"], *(str(part) for part in ("" if event["message_id"] else apart)))


def _row(events: list[dict[str, Any]]) -> MailRow:
    first = events[0]
    return MailRow(
        id=first["id"],
        account=first["account"],
        name=first["name"],
        dossier_title=first["dossier_title"],
        kinds=tuple(EventKind(event["kind"]) for event in events),
        at=first["settled_at"] or min(event["created_at"] for event in events),
        fate=FATES.get(first["outcome"], Fate.TRYING if first["attempts"] else Fate.WAITING),
    )
