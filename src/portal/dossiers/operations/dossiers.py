"""Making and changing a dossier, letting people in, closing and reopening it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.accounts.tables import Account, AccountKind, Membership
from portal.audit.operations import record
from portal.dossiers.tables import Dossier, DossierAccess, DossierState
from portal.errors import NotFound, PortalError
from portal.text import fold

PEOPLE = """
    SELECT a.search FROM dossier_access x JOIN account a ON a.id = x.account
    WHERE x.dossier = {} ORDER BY x.created_at, a.name
"""


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
    with _number_is_free():
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
    with _number_is_free():
        async with database.transaction():
            await Dossier.update(values).where(Dossier.id == dossier)
            await _note_search(dossier)
            await record("dossier_changed", at=now, actor=actor, subject=dossier)


async def note_person(account: UUID) -> None:
    """Have the dossiers of a person found by what they are called now, in the transaction that changed it."""
    for row in await database.query("SELECT DISTINCT dossier FROM dossier_access WHERE account = {}", account):
        await _note_search(row["dossier"])


async def _note_search(dossier: UUID) -> None:
    row = await Dossier.objects().get(Dossier.id == dossier)
    if row is not None:
        people = await database.query(PEOPLE, dossier)
        search = " ".join([fold(f"{row.number} {row.title}"), *(person["search"] for person in people)])
        await Dossier.update({Dossier.search: search}).where(Dossier.id == dossier)


@contextmanager
def _number_is_free() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if database.is_unique_violation(error):
            raise NumberTaken from error
        raise


async def give_access(
    dossier: UUID, account: UUID, *, actor: UUID | None, now: datetime.datetime, organisation: UUID | None = None
) -> None:
    """Let a client see a dossier; doing so twice changes nothing."""
    async with database.transaction():
        person = await Account.objects().get((Account.id == account) & (Account.kind == AccountKind.CLIENT.value))
        if person is None:
            raise NotFound
        has = (DossierAccess.dossier == dossier) & (DossierAccess.account == account)
        if await DossierAccess.exists().where(has):
            return
        await DossierAccess(
            id=uuid4(), dossier=dossier, account=account, organisation=organisation, created_at=now
        ).save()
        await _add_to_search(dossier, person)
        await record("access_given", at=now, actor=actor, subject=dossier, account=str(account))


async def give_organisation_access(dossier: UUID, organisation: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Let the administrators of a company see a dossier; they decide which colleagues may."""
    async with database.transaction():
        administrators = await Membership.select(Membership.account).where(
            (Membership.organisation == organisation) & Membership.is_administrator.eq(True)
        )
        for member in administrators:
            await give_access(dossier, member["account"], actor=actor, now=now, organisation=organisation)


async def take_access(dossier: UUID, account: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Stop a client from seeing a dossier; what they supplied stays."""
    async with database.transaction():
        await DossierAccess.delete().where((DossierAccess.dossier == dossier) & (DossierAccess.account == account))
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
            await record(f"dossier_{state.value}", at=now, actor=actor, subject=dossier)


async def _add_to_search(dossier: UUID, person: Account) -> None:
    row = await Dossier.objects().get(Dossier.id == dossier)
    if row is None:
        raise NotFound
    await Dossier.update({Dossier.search: f"{row.search} {person.search}"}).where(Dossier.id == dossier)
