"""Reading accounts."""

from typing import NamedTuple
from uuid import UUID

from portal import database
from portal.accounts.forms import fold_email
from portal.accounts.tables import Account, AccountKind, StaffRole
from portal.accounts.viewer import Viewer
from portal.web.sessions import CLIENT, Counts, Found

SIGNED_IN = """
    SELECT s.created_at, s.last_seen_at, s.proved_at, a.id, a.kind, a.name, a.formal_name, a.email, a.language,
           a.previously_signed_in_at, a.role,
           (SELECT second_step_from FROM office_rule WHERE id = 1) AS "second_step_from [date]",
           EXISTS (SELECT 1 FROM second_factor f WHERE f.account = a.id AND f.confirmed_at IS NOT NULL)
           AS "has_second_step [boolean]",
           m.organisation, o.name AS organisation_name, m.is_administrator,
           (SELECT count(*) FROM membership c WHERE c.account = a.id AND c.blocked_at IS NULL) AS companies FIGURES
    FROM session s JOIN account a ON a.id = s.account
    LEFT JOIN membership m ON m.account = a.id AND m.organisation = s.acting_for AND m.blocked_at IS NULL
    LEFT JOIN organisation o ON o.id = m.organisation
    WHERE s.id = {} AND s.kind = {} AND a.kind = s.kind AND a.is_active = {}
"""
ADDRESSEE = "SELECT id, email, password_hash FROM account WHERE email = {} AND kind = {} AND is_active = {}"


class Addressee(NamedTuple):
    """Whom a link can be sent to: only what that takes, so that who is there takes as long as who is not."""

    id: UUID
    email: str
    password_hash: str


async def signed_in(session_id: str, kind: str, *, figures: str = "") -> Found | None:
    """The session with this hash and its person; one statement, run for every request.

    `figures` is SQL for the columns `dossiers` and `actions` of a client in `account a` who acts for `membership m`,
    and `has_own`, whether there are dossiers of their own; these then come along.
    """
    along = f", {figures}" if figures and kind == CLIENT else ""
    rows = await database.query(SIGNED_IN.replace("FIGURES", along), session_id, kind, True)
    if not rows:
        return None
    row = rows[0]
    viewer = Viewer(
        id=row["id"],
        kind=AccountKind(row["kind"]),
        name=row["name"],
        formal_name=row["formal_name"] or row["name"],
        email=row["email"],
        language=row["language"],
        previously_signed_in_at=row["previously_signed_in_at"],
        role=StaffRole(row["role"]) if row["role"] else None,
        has_second_step=row["has_second_step"],
        second_step_from=row["second_step_from"],
        organisation=row["organisation"],
        organisation_name=row["organisation_name"] or "",
        is_administrator=bool(row["is_administrator"]),
        can_switch=row["companies"] + row.get("has_own", 0) > 1 or row["companies"] > (row["organisation"] is not None),
    )
    counts = Counts(row["dossiers"], row["actions"]) if along else None
    return Found(viewer, row["created_at"], row["last_seen_at"], counts, row["proved_at"])


async def by_email(email: str) -> Account | None:
    """The account with this e-mail address, however it is typed."""
    return await Account.objects().get(Account.email == fold_email(email))


async def addressee(email: str, kind: str) -> Addressee | None:
    """Whom a link can be sent to at this e-mail address, however it is typed."""
    rows = await database.query(ADDRESSEE, fold_email(email), kind, True)
    return Addressee(**rows[0]) if rows else None


async def by_id(account: UUID) -> Account | None:
    """The account with this id."""
    return await Account.objects().get(Account.id == account)


async def staff() -> list[Account]:
    """All staff that can handle a dossier, by name."""
    of_staff = Account.objects().where(Account.kind == AccountKind.STAFF.value)
    return await of_staff.where(Account.is_active.eq(True)).order_by(Account.name)


async def handlers_for(handler: UUID) -> list[Account]:
    """All staff that can handle a dossier, by name; whoever handles it now may go on, also when they have left."""
    of_staff = Account.objects().where(Account.kind == AccountKind.STAFF.value)
    return await of_staff.where(Account.is_active.eq(True) | (Account.id == handler)).order_by(Account.name)
