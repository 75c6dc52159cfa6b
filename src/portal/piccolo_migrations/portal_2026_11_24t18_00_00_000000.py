"""Indexes by which a stored file finds who points to it: removing one looked at every document of the office."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-24T18:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Indexes on the references to stored files"

INDEXES = {
    "document_file": "document (file)",
    "uploaded_file_file": "uploaded_file (file)",
}


async def forwards() -> MigrationManager:
    """Add the indexes."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for name, columns in INDEXES.items():
            await engine.run_ddl(f"CREATE INDEX {name} ON {columns}")

    manager.add_raw(run)
    return manager
