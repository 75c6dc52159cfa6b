"""Changes of e-mail addresses, and one-time links that are about one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Changing an e-mail address"

STATEMENTS = (
    "ALTER TABLE one_time_link ADD COLUMN item UUID",
    """
    CREATE TABLE email_change (
        id UUID PRIMARY KEY NOT NULL,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        old_address VARCHAR(254) NOT NULL,
        new_address VARCHAR(254) NOT NULL,
        requested_at TIMESTAMPTZ NOT NULL,
        confirmed_at TIMESTAMPTZ,
        ended_at TIMESTAMPTZ
    )
    """,
    "CREATE INDEX email_change_account ON email_change (account)",
)


async def forwards() -> MigrationManager:
    """Add a column and a table."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
