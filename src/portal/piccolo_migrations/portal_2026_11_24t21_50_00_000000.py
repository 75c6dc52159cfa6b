"""What the audit log holds of one person, or of one thing, in its order, however long the log is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Reading the audit log by person and by thing"

# They replace the two of one column, so that writing an entry costs what it did.
STATEMENTS = (
    "DROP INDEX IF EXISTS audit_entry_actor",
    "DROP INDEX IF EXISTS audit_entry_subject",
    "CREATE INDEX audit_entry_by_actor ON audit_entry (actor, action, id)",
    "CREATE INDEX audit_entry_by_subject ON audit_entry (subject, action, id)",
)


async def forwards() -> MigrationManager:
    """Replace the indexes."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
