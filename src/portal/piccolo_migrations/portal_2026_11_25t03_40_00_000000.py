"""Mail that was refused is found without a look at all that was ever sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-25T03:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "An index of refused mail"

STATEMENT = "CREATE INDEX outbox_event_failed ON outbox_event (account) WHERE outcome IN ('refused', 'given_up')"


async def forwards() -> MigrationManager:
    """Add an index."""
    return of_statements([STATEMENT], migration_id=ID, description=DESCRIPTION)
