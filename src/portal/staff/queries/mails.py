"""Finding what was sent to clients, the newest first."""

import datetime
from uuid import UUID

from portal import database
from portal.accounts.viewer import Viewer
from portal.staff.mail_log import MailRow, TextRow, mails, texts
from portal.staff.queries import require_staff

EVENTS = """
    SELECT e.id, e.account, e.dossier, e.kind, e.message_id, e.created_at, e.settled_at, e.attempts, e.outcome,
           a.name, d.title AS dossier_title
    FROM outbox_event e JOIN account a ON a.id = e.account LEFT JOIN dossier d ON d.id = e.dossier
    WHERE e.outcome <> 'dropped' AND WHICH
    ORDER BY e.created_at DESC, e.id LIMIT 200
"""
OF_CLIENT = EVENTS.replace("WHICH", "e.account = {}")
OF_DOSSIER = EVENTS.replace("WHICH", "e.dossier = {}")

TEXTS = """
    SELECT number, created_at, taken_at, settled_at, outcome FROM sms_message WHERE account = {}
    ORDER BY created_at DESC, id LIMIT 200
"""


async def mails_to(client: UUID, viewer: Viewer) -> list[MailRow]:
    """The last mails to a person."""
    require_staff(viewer)
    return mails(await database.query(OF_CLIENT, client))


async def sent_to(client: UUID, viewer: Viewer, *, now: datetime.datetime) -> list[MailRow | TextRow]:
    """The last mails and text messages to a person."""
    texted = texts(await database.query(TEXTS, client), now)
    return sorted([*await mails_to(client, viewer), *texted], key=lambda row: row.at, reverse=True)


async def mails_about(dossier: UUID, viewer: Viewer) -> list[MailRow]:
    """The last mails to the people of a dossier about it."""
    require_staff(viewer)
    return mails(await database.query(OF_DOSSIER, dossier))
