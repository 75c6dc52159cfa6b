"""What clients say is not right about their details."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-24T21:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Corrections of details"

TABLE = """
    CREATE TABLE correction (
        id UUID PRIMARY KEY NOT NULL,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        text BYTES NOT NULL,
        sent_at TIMESTAMPTZ NOT NULL,
        settled_at TIMESTAMPTZ,
        settled_by UUID REFERENCES account (id) ON DELETE RESTRICT ON UPDATE CASCADE
    )
"""
INDEXES = (
    "CREATE INDEX correction_account ON correction (account)",
    "CREATE INDEX correction_settled_at ON correction (settled_at)",
)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl(TABLE.replace("BYTES", "BYTEA" if engine.engine_type == "postgres" else "BLOB"))
        for statement in INDEXES:
            await engine.run_ddl(statement)

    manager.add_raw(run)
    return manager
