"""Clients of the demo who are on their way in, or are kept out: each in another state, for the list of the office."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from portal.accounts import invitations
from portal.accounts.links import make_link
from portal.accounts.tables import Account
from portal.demo.office import DemoOffice
from portal.outbox.events import Outcome
from portal.outbox.tables import OutboxEvent
from portal.staff.forms.people import NewClient
from portal.staff.operations import invite_client


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited some days ago, and what the mail server said."""

    name: str
    formal_name: str
    email: str
    days_ago: int
    outcome: Outcome = Outcome.SENT


WAITING = Invited("Tess Jacobs", "mevrouw Jacobs", "tess@example.com", 2)
LATE = Invited("Joost Kuipers", "de heer Kuipers", "joost@example.com", 12)
REFUSED = Invited("Pim van Dijk", "de heer Van Dijk", "pim.van.dijk@example.con", 3, Outcome.REFUSED)
BLOCKED = Invited("Fatma Yıldız", "mevrouw Yıldız", "fatma@example.com", 25)


async def invited(office: DemoOffice, hashed: str, *, actor: UUID) -> None:
    """One who has not answered yet, one whose link expired, one whose mail was refused, and one who is blocked.

    After everything else: what is told here keeps the outcome that it is given.
    """
    for person in (WAITING, LATE, REFUSED):
        await _invite(office, person, actor)
    blocked = await _invite(office, BLOCKED, actor)
    came_in: dict[Column | str, Any] = {Account.password_hash: hashed, Account.signed_in_at: office.ago(20)}
    await Account.update(came_in).where(Account.id == blocked)
    await invitations.block(blocked, actor=actor, now=office.ago(6))


async def _invite(office: DemoOffice, person: Invited, actor: UUID) -> UUID:
    moment = office.ago(person.days_ago)
    client = NewClient(person.name, person.formal_name, person.email, mobile="", language="nl", dossier=None)
    account = await invite_client(client, keys=office.adapters.keys, actor=actor, now=moment)
    await make_link(account, now=moment, email=person.email)
    settled: dict[Column | str, Any] = {
        OutboxEvent.due_at: None,
        OutboxEvent.settled_at: moment + datetime.timedelta(minutes=1),
        OutboxEvent.outcome: person.outcome.value,
    }
    await OutboxEvent.update(settled).where(OutboxEvent.account == account)
    return account
