"""What the lists of clients go by: kept beside their access, in the transaction of whatever changes it."""

from uuid import UUID

from portal import database

NOTE = """
    UPDATE dossier_access SET
        state = (SELECT d.state FROM dossier d WHERE d.id = dossier_access.dossier),
        made_at = (SELECT d.created_at FROM dossier d WHERE d.id = dossier_access.dossier),
        published_at = (SELECT max(p.published_at) FROM document p WHERE p.dossier = dossier_access.dossier
            AND p.category <> 'supplied' AND p.withdrawn_at IS NULL)
    WHERE WHOSE
"""


async def note_dossier(dossier: UUID) -> None:
    """Have a dossier found in its place by everybody who may see it."""
    await database.query(NOTE.replace("WHOSE", "dossier = {}"), dossier)


async def note_added(account: UUID, organisation: UUID) -> None:
    """Have the dossiers found in their places that somebody was given for a company just now."""
    whose = "account = {} AND organisation = {} AND made_at IS NULL"
    await database.query(NOTE.replace("WHOSE", whose), account, organisation)
