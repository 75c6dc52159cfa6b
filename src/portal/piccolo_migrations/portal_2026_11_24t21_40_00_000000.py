"""Reminders of due dates, which people may switch off and which go out one single time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

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
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in STATEMENTS:
            await engine.run_ddl(statement)

    manager.add_raw(run)
    return manager
