"""What requests of every kind have in common: who is told, and reminded, and that the office takes them back.

The features that ask (uploads, questionnaires) own the tables, and say here which one it is.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal import database
from portal.audit.operations import record
from portal.dossiers.parties import Party, those_who_may_answer
from portal.dossiers.tables import RequestState
from portal.errors import Conflict, NotFound
from portal.outbox.events import EventKind
from portal.outbox.operations import tell

REST = datetime.timedelta(hours=1)


class RequestClosed(Conflict):
    """The request was completed or withdrawn already."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Those of one kind: `table` has `id, dossier, addressee, organisation, state, closed_at` and `reminded_at`.

    `reminded` and `withdrawn` are what the audit entries are called.
    """

    table: Any
    reminded: str
    withdrawn: str

    async def remind(self, request_id: UUID, *, actor: UUID, now: datetime.datetime) -> None:
        """Have whoever may answer an open request told again, at most once an hour: a second click is no second mail.

        Raises `RequestClosed` or `NotFound`.
        """
        is_rested = self.table.reminded_at.is_null() | (self.table.reminded_at < now - REST)
        async with database.transaction():
            reminded = (
                await self.table.update({self.table.reminded_at: now})
                .where(self._is_open(request_id) & is_rested)
                .returning(self.table.id, self.table.dossier, self.table.addressee, self.table.organisation)
            )
            for row in reminded:
                await _tell(row, EventKind.REMINDER, now=now)
                await record(self.reminded, at=now, actor=actor, subject=request_id)
            if not reminded and not await self.table.exists().where(self._is_open(request_id)):
                await self._refuse(request_id)

    async def withdraw(self, request_id: UUID, *, actor: UUID, now: datetime.datetime) -> None:
        """Take back an open request and have those who could answer it told; raises `RequestClosed` or `NotFound`."""
        async with database.transaction():
            if not await self._withdraw(self._is_open(request_id), actor=actor, now=now):
                await self._refuse(request_id)

    async def withdraw_all(self, dossier: UUID, *, actor: UUID, now: datetime.datetime) -> int:
        """Take back every open request of a dossier that is being closed; returns how many there were."""
        is_open = (self.table.dossier == dossier) & (self.table.state == RequestState.OPEN.value)
        async with database.transaction():
            return len(await self._withdraw(is_open, actor=actor, now=now))

    async def _withdraw(self, which: Any, *, actor: UUID, now: datetime.datetime) -> Sequence[dict[str, Any]]:
        """Withdraw in one statement: what its addressee sends at the same moment wins or loses, and never both."""
        withdrawn: Sequence[dict[str, Any]] = (
            await self.table.update({self.table.state: RequestState.WITHDRAWN.value, self.table.closed_at: now})
            .where(which)
            .returning(self.table.id, self.table.dossier, self.table.addressee, self.table.organisation)
        )
        for row in withdrawn:
            await _tell(row, EventKind.REQUEST_WITHDRAWN, now=now)
            await record(self.withdrawn, at=now, actor=actor, subject=row["id"])
        return withdrawn

    def _is_open(self, request_id: UUID) -> Any:
        return (self.table.id == request_id) & (self.table.state == RequestState.OPEN.value)

    async def _refuse(self, request_id: UUID) -> None:
        if not await self.table.exists().where(self.table.id == request_id):
            raise NotFound
        raise RequestClosed


async def tell_those_asked(
    dossier: UUID, asked: Party, kind: EventKind, item: UUID, *, now: datetime.datetime, window: int = 0
) -> None:
    """Have everybody told who may do what a party is asked, and nobody else."""
    for account in await those_who_may_answer(dossier, asked):
        await tell(account, kind, now=now, window=window, dossier=dossier, item=item)


async def _tell(row: dict[str, Any], kind: EventKind, *, now: datetime.datetime) -> None:
    await tell_those_asked(row["dossier"], Party(row["addressee"], row["organisation"]), kind, row["id"], now=now)
