"""What the lists of clients go by, beside their access, so that an index finds one page of any number."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:70:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What lists of dossiers go by"

STATEMENTS = (
    "ALTER TABLE dossier_access ADD COLUMN state VARCHAR(10) NOT NULL DEFAULT 'open'",
    "ALTER TABLE dossier_access ADD COLUMN made_at TIMESTAMPTZ",
    "ALTER TABLE dossier_access ADD COLUMN published_at TIMESTAMPTZ",
    """
    UPDATE dossier_access SET
        state = (SELECT d.state FROM dossier d WHERE d.id = dossier_access.dossier),
        made_at = (SELECT d.created_at FROM dossier d WHERE d.id = dossier_access.dossier),
        published_at = (SELECT max(p.published_at) FROM document p WHERE p.dossier = dossier_access.dossier
            AND p.category <> 'supplied' AND p.withdrawn_at IS NULL)
    """,
    "DROP INDEX dossier_access_account",
    "CREATE INDEX dossier_access_listed ON dossier_access (account, organisation, state, made_at, dossier)",
    "CREATE INDEX dossier_access_news ON dossier_access (account, organisation, published_at)",
)


async def forwards() -> MigrationManager:
    """Add the columns, fill them, and have them found by an index."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
