"""The people of a company: saying what they may, blocking and removing them."""

import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database
from portal.accounts.tables import Membership
from portal.audit.operations import record
from portal.companies.operations.settling import hold, parts, settle
from portal.companies.rules import Decided, Right
from portal.companies.tables import MemberRight
from portal.dossiers.tables import DossierAccess, DossierOrganisation
from portal.errors import Conflict, NotFound
from portal.web import sessions


class LastAdministrator(Conflict):
    """Nobody else decides for the company, or nobody who ever came in."""


async def decide(membership: UUID, decided: Decided, *, actor: UUID, now: datetime.datetime) -> None:
    """Keep which dossiers a member may see, and what they may do there; from this moment on, everywhere."""
    async with database.transaction():
        member = await held(membership)
        saw_all = member.sees_all
        await _change(
            member, {Membership.sees_all: decided.sees_all, Membership.can_deliver: decided.right is Right.DELIVER}
        )
        await _keep_chosen(member, decided)
        only = None if saw_all or decided.sees_all else decided.chosen
        await settle(member, now=now, only=only)
        await record("member_rights_changed", at=now, actor=actor, subject=member.account)


async def _keep_chosen(member: Membership, decided: Decided) -> None:
    is_theirs = MemberRight.membership == member.id
    if decided.sees_all:
        await MemberRight.delete().where(is_theirs)
        return
    chosen = decided.chosen or {}
    for part in parts(list(chosen)):
        await MemberRight.delete().where(is_theirs & MemberRight.dossier.is_in(part))
        for dossier in await _of_company(member.organisation, part):
            if chosen[dossier] is not Right.NONE:
                may = chosen[dossier] is Right.DELIVER
                await MemberRight(id=uuid4(), membership=member.id, dossier=dossier, can_deliver=may).save()


async def _of_company(organisation: UUID, dossiers: list[UUID]) -> list[UUID]:
    """Those of a few dossiers that are the company's."""
    rows = await DossierOrganisation.select(DossierOrganisation.dossier).where(
        (DossierOrganisation.organisation == organisation) & DossierOrganisation.dossier.is_in(dossiers)
    )
    return [row["dossier"] for row in rows]


async def block(membership: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Shut a member out at once; what was decided of them is kept. Raises `LastAdministrator`."""
    async with database.transaction():
        member = await held(membership)
        await _require_another(member)
        await _change(member, {Membership.blocked_at: now})
        await settle(member, now=now)
        await sessions.end_acting(member.account, member.organisation)
        await record("member_blocked", at=now, actor=actor, subject=member.account)


async def unblock(membership: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Let a blocked member in again, with what was decided of them."""
    async with database.transaction():
        member = await held(membership)
        await _change(member, {Membership.blocked_at: None})
        await settle(member, now=now)
        await record("member_unblocked", at=now, actor=actor, subject=member.account)


async def remove(membership: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Take a person out of a company at once; what they supplied stays, under their name.

    Raises `LastAdministrator`.
    """
    async with database.transaction():
        member = await held(membership)
        await _require_another(member)
        await DossierAccess.delete().where(
            (DossierAccess.account == member.account) & (DossierAccess.organisation == member.organisation)
        )
        await Membership.delete().where(Membership.id == membership)
        await sessions.end_acting(member.account, member.organisation)
        await record("member_removed", at=now, actor=actor, subject=member.account)


async def make_administrator(membership: UUID, is_one: bool, *, actor: UUID, now: datetime.datetime) -> None:
    """Let a member decide for the company, or no longer; raises `LastAdministrator`."""
    async with database.transaction():
        member = await held(membership)
        if not is_one:
            await _require_another(member)
        await _change(member, {Membership.is_administrator: is_one})
        await settle(member, now=now)
        action = "member_made_administrator" if is_one else "member_made_ordinary"
        await record(action, at=now, actor=actor, subject=member.account)


async def held(membership: UUID) -> Membership:
    """A member whose company nobody else changes meanwhile; raises `NotFound`."""
    found = await Membership.select(Membership.organisation).where(Membership.id == membership).first()
    if found is None:
        raise NotFound
    await hold(found["organisation"])
    member = await Membership.objects().get(Membership.id == membership)
    if member is None:
        raise NotFound
    return member


async def _change(member: Membership, values: dict[Column | str, Any]) -> None:
    await Membership.update(values).where(Membership.id == member.id)
    await member.refresh()


async def _require_another(member: Membership) -> None:
    """Refuse to leave a company without somebody who decides for it."""
    is_another = (
        (Membership.organisation == member.organisation)
        & Membership.is_administrator.eq(True)
        & Membership.blocked_at.is_null()
        & Membership.used_at.is_not_null()
        & (Membership.id != member.id)
    )
    if member.is_administrator and not await Membership.exists().where(is_another):
        raise LastAdministrator("the last administrator")
