"""When somebody last changed their password."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-24T20:09:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Passwords that are changed, links by purpose"


async def forwards() -> MigrationManager:
    """Add the column; links that let people in were all invitations."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("ALTER TABLE account ADD COLUMN password_changed_at TIMESTAMPTZ")
        await engine.run_ddl("UPDATE one_time_link SET purpose = 'invitation' WHERE purpose = 'password'")

    manager.add_raw(run)
    return manager
