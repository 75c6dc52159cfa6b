"""Sessions that their owner can tell apart and end, and the browsers that somebody is known to use."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T20:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lists of sessions, and known browsers"

# Sessions are short: those of before this change end, and their people sign in again.
STATEMENTS = (
    "DELETE FROM session",
    "ALTER TABLE session ADD COLUMN number UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'",
    "ALTER TABLE session ADD COLUMN browser VARCHAR(40) NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN system VARCHAR(40) NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN way VARCHAR(20) NOT NULL DEFAULT 'password'",
    "ALTER TABLE session ADD COLUMN proved_at TIMESTAMPTZ",
    """
    CREATE TABLE known_device (
        id VARCHAR(64) PRIMARY KEY NOT NULL,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        created_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX known_device_account ON known_device (account)",
)


async def forwards() -> MigrationManager:
    """Add columns and a table."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
