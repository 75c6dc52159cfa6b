"""How many notes the office wrote when it sent a questionnaire back, for the list of actions."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:60:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The number of notes of a questionnaire that was sent back"

STATEMENTS = ("ALTER TABLE questionnaire_response ADD COLUMN notes_count INTEGER NOT NULL DEFAULT 0",)


async def forwards() -> MigrationManager:
    """Add a column to the responses."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
