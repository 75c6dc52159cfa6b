"""Indexes by which a stored file finds who points to it: removing one looked at every document of the office."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T18:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Indexes on the references to stored files"

STATEMENTS = (
    "CREATE INDEX document_file ON document (file)",
    "CREATE INDEX uploaded_file_file ON uploaded_file (file)",
)


async def forwards() -> MigrationManager:
    """Add the indexes."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
