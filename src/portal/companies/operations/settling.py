"""Making the access of a company's people what was decided: the only writer of its rows of `dossier_access`.

Whatever changes what is decided holds the company first, and settles in the same transaction, so that nobody sees a
dossier for a moment longer.
"""

import datetime
from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from portal import database
from portal.accounts.tables import Account, AccountKind, Membership
from portal.companies.rules import granted
from portal.companies.tables import MemberRight
from portal.dossiers.operations.listing import note_added
from portal.dossiers.tables import DossierAccess, DossierOrganisation
from portal.errors import NotFound

# Writing a row holds it until the transaction ends, on both engines (SQLite has no FOR UPDATE).
HOLD = "UPDATE organisation SET name = name WHERE id = {} RETURNING id"
AT_ONCE = 500  # rows in a statement, which may have so many parameters and no more

NOTHING = UUID(int=0)


async def hold(organisation: UUID) -> None:
    """Have others who change this company wait for the transaction under way; raises `NotFound`."""
    if not await database.query(HOLD, organisation):
        raise NotFound


async def settle(member: Membership, *, now: datetime.datetime, only: Collection[UUID] | None = None) -> None:
    """Make the access of a member what was decided, in every dossier of the company or in a few."""
    wanted = await _wanted(member, only)
    rows = DossierAccess.objects().where(
        (DossierAccess.account == member.account) & (DossierAccess.organisation == member.organisation)
    )
    has = {row.dossier: row for row in await (rows if only is None else rows.where(_among(DossierAccess, only)))}
    await _remove([row.id for dossier, row in has.items() if dossier not in wanted])
    for may in (True, False):
        changed = [
            has[one].id for one, right in wanted.items() if one in has and right is may is not has[one].can_deliver
        ]
        for part in parts(changed):
            await DossierAccess.update({DossierAccess.can_deliver: may}).where(DossierAccess.id.is_in(part))
    await _add(member, {dossier: right for dossier, right in wanted.items() if dossier not in has}, now)


async def settle_dossier(organisation: UUID, dossier: UUID, *, now: datetime.datetime) -> None:
    """Make the access of every member to one dossier what was decided."""
    for member in await Membership.objects().where(Membership.organisation == organisation):
        await settle(member, now=now, only=[dossier])


async def _wanted(member: Membership, only: Collection[UUID] | None) -> dict[UUID, bool]:
    """An address of the office itself can be added like any other, so as to tell nobody; it opens nothing."""
    if not await Account.exists().where((Account.id == member.account) & (Account.kind == AccountKind.CLIENT.value)):
        return {}
    of_company, chosen = DossierOrganisation.organisation == member.organisation, MemberRight.membership == member.id
    if only is not None:
        of_company &= _among(DossierOrganisation, only)
        chosen &= _among(MemberRight, only)
    dossiers = await DossierOrganisation.select(DossierOrganisation.dossier).where(of_company)
    rights = await MemberRight.objects().where(chosen)
    return granted(member, [row["dossier"] for row in dossiers], {row.dossier: row.can_deliver for row in rights})


async def _add(member: Membership, wanted: dict[UUID, bool], now: datetime.datetime) -> None:
    rows = [
        DossierAccess(
            id=uuid4(),
            dossier=dossier,
            account=member.account,
            organisation=member.organisation,
            can_deliver=may,
            created_at=now,
        )
        for dossier, may in wanted.items()
    ]
    for start in range(0, len(rows), AT_ONCE):
        await DossierAccess.insert(*rows[start : start + AT_ONCE])
    if rows:
        await note_added(member.account, member.organisation)


def _among(table: type[DossierAccess | DossierOrganisation | MemberRight], dossiers: Collection[UUID]) -> Any:
    """That a row is of one of these dossiers, of which there may be none."""
    return table.dossier.is_in(list(dossiers) or [NOTHING])


async def _remove(ids: list[UUID]) -> None:
    for part in parts(ids):
        await DossierAccess.delete().where(DossierAccess.id.is_in(part))


def parts(ids: list[UUID]) -> list[list[UUID]]:
    """So many that a statement can hold them."""
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
