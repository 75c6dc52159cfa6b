"""The mobile number of a person, and the address that a one-time link went to."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Mobile numbers, and links that are good for one address"

STATEMENTS = (
    "ALTER TABLE account ADD COLUMN mobile BYTEA",
    "ALTER TABLE one_time_link ADD COLUMN email VARCHAR(254) NOT NULL DEFAULT ''",
)


async def forwards() -> MigrationManager:
    """Add columns."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
