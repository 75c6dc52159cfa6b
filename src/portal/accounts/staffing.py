"""The people of the office and what they may do, and what the office demands of everybody: for administrators."""

import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from portal import database
from portal.accounts.tables import Account, AccountKind, OfficeRule, StaffRole
from portal.audit.operations import record
from portal.errors import Conflict, NotFound
from portal.web import sessions

DEMAND = """
    INSERT INTO office_rule (id, second_step_from) VALUES (1, {})
    ON CONFLICT (id) DO UPDATE SET second_step_from = excluded.second_step_from
"""
STAFF = """
    SELECT a.id, a.name, a.email, a.role, a.is_active, a.signed_in_at,
           (a.password_hash <> '') AS "is_activated [boolean]",
           EXISTS (SELECT 1 FROM second_factor f WHERE f.account = a.id AND f.confirmed_at IS NOT NULL)
           AS "has_second_step [boolean]"
    FROM account a WHERE a.kind = 'staff' ORDER BY a.name, a.id
"""


async def everybody() -> list[dict[str, Any]]:
    """Everybody who works or worked at the office, by name."""
    return await database.query(STAFF)


async def has_administrator() -> bool:
    """Whether somebody can see to accounts already."""
    is_one = (Account.role == StaffRole.ADMINISTRATOR.value) & Account.is_active.eq(True)
    return await Account.exists().where(is_one)


async def change_role(person: UUID, role: StaffRole, *, actor: UUID, now: datetime.datetime) -> None:
    """Let somebody of the office do more or less; raises `NotFound`, or `Conflict` for oneself."""
    await _change(person, {Account.role: role.value}, "role_changed", actor=actor, now=now, role=role.value)


async def block(person: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Let somebody of the office in no more, at once; raises `NotFound`, or `Conflict` for oneself."""
    async with database.transaction():
        await _change(person, {Account.is_active: False}, "staff_blocked", actor=actor, now=now)
        await sessions.end_all(person)


async def unblock(person: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Let somebody of the office in again; a sign-in of while they were blocked is over.

    Raises `NotFound`, or `Conflict` for oneself.
    """
    async with database.transaction():
        await _change(person, {Account.is_active: True}, "staff_unblocked", actor=actor, now=now)
        await sessions.end_all(person)


async def demand_second_step(day: datetime.date | None, *, actor: UUID, now: datetime.datetime) -> None:
    """Demand a second factor of every client from a day on, or of nobody."""
    async with database.transaction():
        await database.query(DEMAND, day)
        await record("second_step_demanded", at=now, actor=actor, day=day.isoformat() if day else "")


async def second_step_from() -> datetime.date | None:
    """From which day on the office demands a second factor of clients."""
    rule = await OfficeRule.objects().get(OfficeRule.id == 1)
    return rule.second_step_from if rule else None


async def _change(
    person: UUID, values: dict[Column | str, Any], act: str, *, actor: UUID, now: datetime.datetime, **detail: str
) -> None:
    """Nobody changes themselves, nor two each other at once: so the office never is without an administrator."""
    if person == actor:
        raise Conflict
    is_it = (Account.id == person) & (Account.kind == AccountKind.STAFF.value)
    is_administrator = (Account.role == StaffRole.ADMINISTRATOR.value) & Account.is_active.eq(True)
    async with database.transaction():
        await Account.update({Account.role: Account.role}).where(is_administrator)  # one at a time, also on PostgreSQL
        if not await Account.exists().where(is_administrator & (Account.id == actor)):
            raise NotFound
        if not await Account.update(values).where(is_it).returning(Account.id):
            raise NotFound
        await record(act, at=now, actor=actor, subject=person, **detail)
