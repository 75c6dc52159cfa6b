"""What browsers were asked to sign with a passkey."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Challenges for passkeys"

STATEMENTS = (
    """
    CREATE TABLE passkey_challenge (
        id VARCHAR(64) PRIMARY KEY NOT NULL,
        ceremony VARCHAR(12) NOT NULL,
        holder VARCHAR(64) NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX passkey_challenge_expires_at ON passkey_challenge (expires_at)",
)


async def forwards() -> MigrationManager:
    """Add a table."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
