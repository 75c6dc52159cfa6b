"""When somebody last changed their password."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T20:09:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Passwords that are changed, links by purpose"
STATEMENTS = (
    "ALTER TABLE account ADD COLUMN password_changed_at TIMESTAMPTZ",
    "UPDATE one_time_link SET purpose = 'invitation' WHERE purpose = 'password'",
)


async def forwards() -> MigrationManager:
    """Add the column; links that let people in were all invitations."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
