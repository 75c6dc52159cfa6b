"""What clients say is not right about their details."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Corrections of details"

STATEMENTS = (
    """
    CREATE TABLE correction (
        id UUID PRIMARY KEY NOT NULL,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        text BYTEA NOT NULL,
        sent_at TIMESTAMPTZ NOT NULL,
        settled_at TIMESTAMPTZ,
        settled_by UUID REFERENCES account (id) ON DELETE RESTRICT ON UPDATE CASCADE
    )
    """,
    "CREATE INDEX correction_account ON correction (account)",
    "CREATE INDEX correction_settled_at ON correction (settled_at)",
)


async def forwards() -> MigrationManager:
    """Add the table."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
