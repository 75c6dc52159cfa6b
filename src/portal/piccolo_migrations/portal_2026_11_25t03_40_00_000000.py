"""Mail that was refused is found without a look at all that was ever sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-25T03:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "An index of refused mail"

STATEMENT = "CREATE INDEX outbox_event_failed ON outbox_event (account) WHERE outcome IN ('refused', 'given_up')"


async def forwards() -> MigrationManager:
    """Add an index."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl(STATEMENT)

    manager.add_raw(run)
    return manager
