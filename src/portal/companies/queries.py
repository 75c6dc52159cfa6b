"""Reading who acts for a company, for its administrators, and for whom somebody may act, for themselves."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.companies.rules import Right
from portal.companies.views import DossierRight, MemberView
from portal.database.pages import Page, Position, window
from portal.dossiers.queries import listing
from portal.dossiers.tables import DossierState
from portal.errors import NotFound

MEMBER = """
    SELECT m.id, m.organisation, m.account, m.name, a.email, m.is_administrator, m.sees_all, m.can_deliver,
           (SELECT count(*) FROM member_right r WHERE r.membership = m.id) AS dossiers,
           b.name AS added_by_name, b.kind AS added_by_kind, m.used_at, m.blocked_at
    FROM membership m JOIN account a ON a.id = m.account LEFT JOIN account b ON b.id = m.added_by
"""
ADMINISTERED = """
    SELECT organisation FROM membership
    WHERE account = {} AND is_administrator = {} AND blocked_at IS NULL ORDER BY created_at, id
"""
RIGHTS = """
    SELECT d.id, d.number, d.title, d.state, r.can_deliver
    FROM dossier_access x JOIN dossier d ON d.id = x.dossier
    LEFT JOIN member_right r ON r.dossier = x.dossier AND r.membership = {}
    WHERE x.account = {} AND x.organisation = {}
"""
CAPACITIES = """
    SELECT o.id, o.name FROM membership m JOIN organisation o ON o.id = m.organisation
    WHERE m.account = {} AND m.blocked_at IS NULL ORDER BY o.name, o.id
"""


async def administered(viewer: Viewer) -> list[UUID]:
    """The companies that this person decides for, the one for which they act now first; raises `NotFound` for none."""
    rows = await database.query(ADMINISTERED, viewer.id, True)
    found = sorted((row["organisation"] for row in rows), key=lambda one: one != viewer.organisation)
    if not found:
        raise NotFound
    return found


async def members(organisation: UUID, viewer: Viewer) -> list[MemberView]:
    """Who acts for a company that this person decides for; raises `NotFound`."""
    if organisation not in await administered(viewer):
        raise NotFound
    return await members_of(organisation)


async def members_of(organisation: UUID) -> list[MemberView]:
    """Who acts for a company that was found for its viewer, administrators first."""
    sql = MEMBER + " WHERE m.organisation = {} ORDER BY m.is_administrator DESC, m.name, m.id"
    return [_member(row) for row in await database.query(sql, organisation)]


async def member(membership: UUID, viewer: Viewer) -> MemberView:
    """Somebody who acts for a company that this person decides for; raises `NotFound`."""
    companies = await administered(viewer)
    rows = await database.query(MEMBER + " WHERE m.id = {}", membership)
    if not rows or rows[0]["organisation"] not in companies:
        raise NotFound
    return _member(rows[0])


async def rights(member: MemberView, viewer: Viewer, position: Position) -> Page[DossierRight]:
    """One page of the company's dossiers, all of which its administrator sees, with what was chosen for a member.

    The member was found for this administrator.
    """
    deciding = replace(viewer, organisation=member.organisation)
    found = await window(listing(RIGHTS, deciding), [member.id, viewer.id, member.organisation], position)
    return found.of(
        [
            DossierRight(row["id"], row["number"], row["title"], DossierState(row["state"]), _right(row["can_deliver"]))
            for row in found.rows
        ]
    )


async def companies(viewer: Viewer) -> list[tuple[UUID, str]]:
    """The companies for which this person may act, with their names."""
    return [(row["id"], row["name"]) for row in await database.query(CAPACITIES, viewer.id)]


def _right(can_deliver: object) -> Right:
    if can_deliver is None:
        return Right.NONE
    return Right.DELIVER if can_deliver else Right.READ


def _member(row: dict[str, Any]) -> MemberView:
    is_by_office = row.pop("added_by_kind") == "staff"  # who of the office it was is no business of the company
    flags = {name: bool(row[name]) for name in ("is_administrator", "sees_all", "can_deliver")}
    return MemberView(**{**row, **flags, "added_by_name": "" if is_by_office else row["added_by_name"] or ""})
