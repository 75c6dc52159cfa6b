"""Making and changing a dossier, letting people in, closing and reopening it."""

import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.accounts.tables import Account, AccountKind
from portal.audit.operations import record
from portal.dossiers.operations.held import hold
from portal.dossiers.operations.listing import note_dossier
from portal.dossiers.tables import Dossier, DossierAccess, DossierState
from portal.errors import NotFound, PortalError
from portal.text import fold

PEOPLE = """
    SELECT a.search, x.created_at, a.name FROM dossier_access x JOIN account a ON a.id = x.account
    WHERE x.dossier = {} AND x.organisation IS NULL
    UNION ALL
    SELECT o.search, x.created_at, o.name FROM dossier_organisation x JOIN organisation o ON o.id = x.organisation
    WHERE x.dossier = {} ORDER BY 2, 3
"""
NAMED = "SELECT number, title FROM dossier WHERE id = {}"


class NumberTaken(PortalError):
    """There is a dossier with this number already."""


async def create_dossier(
    *,
    number: str,
    title: str,
    kind: str,
    handler: UUID,
    signing_date: datetime.date | None,
    actor: UUID,
    now: datetime.datetime,
) -> UUID:
    """A new, open dossier that no client sees yet; raises `NumberTaken`."""
    dossier = Dossier(
        id=uuid4(),
        number=number,
        title=title,
        kind=kind,
        handler=handler,
        signing_date=signing_date,
        created_at=now,
        search=fold(f"{number} {title}"),
    )
    with database.unique_or(NumberTaken):
        async with database.transaction():
            await dossier.save()
            await record("dossier_created", at=now, actor=actor, subject=dossier.id)
    return dossier.id


async def change_dossier(
    dossier: UUID,
    *,
    number: str,
    title: str,
    kind: str,
    handler: UUID,
    signing_date: datetime.date | None,
    actor: UUID,
    now: datetime.datetime,
) -> None:
    """What the office says of a dossier from now on; raises `NumberTaken`."""
    values: dict[Column | str, Any] = {
        "number": number,
        "title": title,
        "kind": kind,
        "handler": handler,
        "signing_date": signing_date,
    }
    with database.unique_or(NumberTaken):
        async with database.transaction():
            await Dossier.update(values).where(Dossier.id == dossier)
            await note_search(dossier)
            await record("dossier_changed", at=now, actor=actor, subject=dossier)


async def note_person(account: UUID) -> None:
    """Have the dossiers of a person found by what they are called now, in the transaction that changed it."""
    sql = "SELECT DISTINCT dossier FROM dossier_access WHERE account = {} ORDER BY dossier"  # held in one order by all
    for row in await database.query(sql, account):
        await note_search(row["dossier"])


async def note_search(dossier: UUID) -> None:
    """Have the office find a dossier by its number, its title and whoever it is of; raises `NotFound`."""
    await hold(dossier)  # whoever else lets somebody in at this moment is before it or after it
    rows = await database.query(NAMED, dossier)
    people = await database.query(PEOPLE, dossier, dossier)
    search = " ".join([fold(f"{rows[0]['number']} {rows[0]['title']}"), *(person["search"] for person in people)])
    await Dossier.update({Dossier.search: search}).where(Dossier.id == dossier)


async def give_access(dossier: UUID, account: UUID, *, actor: UUID | None, now: datetime.datetime) -> None:
    """Let a client see a dossier as a private person; doing so twice changes nothing."""
    async with database.transaction():
        person = await Account.objects().get((Account.id == account) & (Account.kind == AccountKind.CLIENT.value))
        if person is None:
            raise NotFound
        access = DossierAccess(id=uuid4(), dossier=dossier, account=account, created_at=now)
        if not await DossierAccess.insert(access).on_conflict(action="DO NOTHING").returning(DossierAccess.id):
            return
        await note_dossier(dossier)
        await note_search(dossier)
        await record("access_given", at=now, actor=actor, subject=dossier, account=str(account))


async def take_access(dossier: UUID, account: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Stop a client from seeing a dossier as a private person; what they supplied stays. Twice changes nothing."""
    async with database.transaction():
        if await DossierAccess.delete().where(_own(dossier, account)).returning(DossierAccess.id):
            await note_search(dossier)
            await record("access_taken", at=now, actor=actor, subject=dossier, account=str(account))


async def close(dossier: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Mark a case as finished; everything stays readable."""
    await _set_state(dossier, DossierState.CLOSED, closed_at=now, actor=actor, now=now)


async def reopen(dossier: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Go on with a case that was closed."""
    await _set_state(dossier, DossierState.OPEN, closed_at=None, actor=actor, now=now)


async def _set_state(
    dossier: UUID, state: DossierState, *, closed_at: datetime.datetime | None, actor: UUID, now: datetime.datetime
) -> None:
    async with database.transaction():
        changed = (
            await Dossier.update({Dossier.state: state.value, Dossier.closed_at: closed_at})
            .where((Dossier.id == dossier) & (Dossier.state != state.value))
            .returning(Dossier.id)
        )
        if changed:
            await note_dossier(dossier)
            await record(f"dossier_{state.value}", at=now, actor=actor, subject=dossier)


def _own(dossier: UUID, account: UUID) -> Any:
    is_own = (DossierAccess.account == account) & DossierAccess.organisation.is_null()
    return is_own & (DossierAccess.dossier == dossier)
