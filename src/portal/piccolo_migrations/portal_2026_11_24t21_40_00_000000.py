"""Reminders of due dates, which people may switch off and which go out one single time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Reminders of due dates"

STATEMENTS = (
    "ALTER TABLE account ADD COLUMN is_told_of_reminders BOOLEAN NOT NULL DEFAULT TRUE",
    "ALTER TABLE outbox_event ADD COLUMN once VARCHAR(80)",
    "CREATE UNIQUE INDEX outbox_event_once ON outbox_event (once)",
)


async def forwards() -> MigrationManager:
    """Add columns."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
