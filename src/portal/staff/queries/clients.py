"""Finding clients, and how far they are on their way in."""

import datetime
from typing import Any
from uuid import UUID

from portal import database
from portal.accounts import mobile
from portal.accounts.history import SignIn, sign_ins
from portal.accounts.viewer import Viewer
from portal.adapters.encryption import KeyRing
from portal.database.pages import Listing, Page, Position, window
from portal.dossiers.tables import DossierState
from portal.errors import NotFound
from portal.staff.people import Access, ClientDossier, ClientRow, Invitation, Match
from portal.staff.queries import require_staff
from portal.staff.search import ClientSearch
from portal.text import fold, like

# When mail to a person last failed for good, as long as none arrived since.
MAIL_FAILED_AT = """
    (SELECT max(e.settled_at) FROM outbox_event e
     WHERE e.account = WHO AND e.outcome IN ('refused', 'given_up') AND NOT EXISTS (
         SELECT 1 FROM outbox_event s
         WHERE s.account = e.account AND s.outcome = 'sent' AND s.settled_at > e.settled_at))
"""
FAILED = "(SELECT account FROM outbox_event WHERE outcome IN ('refused', 'given_up'))"
OF_PERSON = f'{MAIL_FAILED_AT} AS "mail_failed_at [timestamptz]"'
LAST_INVITATION = """
    (SELECT e.COLUMN FROM outbox_event e
     WHERE e.account = c.id AND e.kind = 'invitation' AND e.outcome <> 'dropped' ORDER BY e.created_at DESC LIMIT 1)
"""
# What the outbox has forgotten, the audit log still knows.
MADE_AT = f"""
    COALESCE({LAST_INVITATION.replace("COLUMN", "created_at")},
             (SELECT max(t.at) FROM audit_entry t
              WHERE t.subject = c.id AND t.action IN ('invited', 'invited_again', 'address_corrected')))
"""  # noqa: S608 (our own text)
CLIENT = f"""
    SELECT c.id, c.name, c.formal_name, c.email, c.language, (SELECT min(o.name) FROM membership m
               JOIN organisation o ON o.id = m.organisation WHERE m.account = c.id) AS organisation_name,
           c.is_active, c.signed_in_at, {OF_PERSON.replace("WHO", "c.id")},
           (SELECT count(DISTINCT x.dossier) FROM dossier_access x WHERE x.account = c.id) AS dossiers,
           CASE WHEN c.password_hash = '' THEN 0 ELSE 1 END AS is_activated,
           {MADE_AT} AS "made_at [timestamptz]",
           {LAST_INVITATION.replace("COLUMN", "outcome")} AS outcome,
           {LAST_INVITATION.replace("COLUMN", "settled_at")} AS "settled_at [timestamptz]",
           (SELECT max(l.expires_at) FROM one_time_link l WHERE l.account = c.id AND l.purpose = 'invitation'
            AND l.used_at IS NULL AND l.email IN ('', c.email)) AS "works_until [timestamptz]",
           (SELECT min(t.at) FROM audit_entry t WHERE t.actor = c.id AND t.action = 'activated')
            AS "activated_at [timestamptz]"
    FROM account c WHERE c.kind = 'client'
"""  # noqa: S608 (our own text)
OF_ACCESS = {
    "active": "c.is_active = {} AND c.password_hash <> ''",
    "invited": "c.is_active = {} AND c.password_hash = ''",
    "refused": "c.is_active = {} AND " + MAIL_FAILED_AT.replace("WHO", "c.id") + " IS NOT NULL",
    "blocked": "c.is_active <> {}",
}
"""What can be looked for, each with one value: true."""
MATCHES, SIGN_INS = 10, 5  # at most
FOUND = """
    AND (c.search LIKE {} ESCAPE '\\' OR EXISTS (SELECT 1 FROM membership m JOIN organisation o ON o.id = m.organisation
        WHERE m.account = c.id AND o.search LIKE {} ESCAPE '\\'))
"""
"""What each word must be found in, twice the word."""


async def clients(
    viewer: Viewer, search: ClientSearch, position: Position, *, now: datetime.datetime
) -> Page[ClientRow]:
    """One page of the clients whose name or address, or that of a company of theirs, holds every word, by name."""
    require_staff(viewer)
    words = [like(word) for word in fold(search.words).split()]
    conditions = FOUND * len(words)
    values: list[object] = [word for word in words for _place in ("person", "company")]
    if search.access in OF_ACCESS:
        conditions, values = f"{conditions} AND {OF_ACCESS[search.access]}", [*values, True]
    listing = Listing(CLIENT + conditions, "account WHERE id", ("c.name", "c.id"), is_descending=False)
    found = await window(listing, values, position)
    return found.of([_row(row, now) for row in found.rows])


async def unreached(viewer: Viewer, *, now: datetime.datetime, limit: int = 20) -> list[ClientRow]:
    """Clients who may come in and whose mail does not arrive, by name."""
    require_staff(viewer)
    sql = f"{CLIENT} AND c.id IN {FAILED} AND {OF_ACCESS['refused']} ORDER BY c.name, c.id LIMIT {{}}"
    return [_row(row, now) for row in await database.query(sql, True, limit)]


async def client(client_id: UUID, viewer: Viewer, *, now: datetime.datetime) -> ClientRow:
    """One client; raises `NotFound`."""
    require_staff(viewer)
    rows = await database.query(CLIENT + " AND c.id = {}", client_id)
    if not rows:
        raise NotFound
    return _row(rows[0], now)


async def mobile_of(client_id: UUID, viewer: Viewer, keys: KeyRing) -> str:
    """The mobile number that is known of a client, in E.164, or nothing."""
    require_staff(viewer)
    rows = await database.query("SELECT mobile FROM account WHERE id = {}", client_id)
    return mobile.opened(rows[0]["mobile"], client_id, keys) if rows else ""


async def sign_ins_of(client_id: UUID, viewer: Viewer) -> list[SignIn]:
    """The last times that a client signed in, and that anybody tried to, the latest first."""
    require_staff(viewer)
    return (await sign_ins(client_id, longest=SIGN_INS)).rows


async def dossiers_of(client_id: UUID, viewer: Viewer) -> list[ClientDossier]:
    """The dossiers that a client may see, the newest first."""
    require_staff(viewer)
    sql = """
        SELECT d.id, d.number, d.title, d.state, o.name AS organisation
        FROM dossier_access x JOIN dossier d ON d.id = x.dossier LEFT JOIN organisation o ON o.id = x.organisation
        WHERE x.account = {} ORDER BY d.created_at DESC, d.number
    """
    rows = await database.query(sql, client_id)
    return [ClientDossier(**{**row, "state": DossierState(row["state"])}) for row in rows]


async def matching(words: str, viewer: Viewer) -> list[Match]:
    """The first clients whose name or address holds every word; none for no words."""
    require_staff(viewer)
    if not words.strip():
        return []
    conditions, values = _conditions(words)
    sql = CLIENT + conditions + " ORDER BY c.name, c.id LIMIT {}"
    return [Match(row["id"], row["name"], row["email"]) for row in await database.query(sql, *values, MATCHES)]


def _conditions(words: str) -> tuple[str, list[object]]:
    folded = fold(words).split()
    return " AND c.search LIKE {} ESCAPE '\\'" * len(folded), [like(word) for word in folded]


def _row(row: dict[str, Any], now: datetime.datetime) -> ClientRow:
    columns = dict(row)
    is_active, is_activated = bool(columns.pop("is_active")), bool(columns.pop("is_activated"))
    invitation = Invitation(**{name: columns.pop(name) for name in ("made_at", "outcome", "settled_at", "works_until")})
    reached = Access.ACTIVE if is_activated else invitation.access(now)
    return ClientRow(**columns, invitation=invitation, access=reached if is_active else Access.BLOCKED)
