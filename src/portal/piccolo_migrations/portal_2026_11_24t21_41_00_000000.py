"""The mobile number of a person, and the address that a one-time link went to."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-24T21:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Mobile numbers, and links that are good for one address"

STATEMENTS = (
    "ALTER TABLE account ADD COLUMN mobile BYTEA",
    "ALTER TABLE one_time_link ADD COLUMN email VARCHAR(254) NOT NULL DEFAULT ''",
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
