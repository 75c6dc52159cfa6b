"""Codes by text message, and the messages that they travel in; a sign-in that is halfway has no code of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Codes by text message"

STATEMENTS = (
    "ALTER TABLE halfway_sign_in DROP COLUMN code",
    "ALTER TABLE halfway_sign_in DROP COLUMN sent_at",
    "ALTER TABLE halfway_sign_in DROP COLUMN resends",
    """
    CREATE TABLE sms_code (
        id VARCHAR(80) PRIMARY KEY NOT NULL,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        code VARCHAR(64) NOT NULL DEFAULT '',
        tries INTEGER NOT NULL DEFAULT 0,
        message UUID,
        sent_at TIMESTAMPTZ,
        expires_at TIMESTAMPTZ NOT NULL,
        refused VARCHAR(10) NOT NULL DEFAULT ''
    )
    """,
    "CREATE INDEX sms_code_account ON sms_code (account)",
    """
    CREATE TABLE sms_message (
        id UUID PRIMARY KEY NOT NULL,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        content BYTEA NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL,
        due_at TIMESTAMPTZ,
        taken_at TIMESTAMPTZ,
        settled_at TIMESTAMPTZ,
        outcome VARCHAR(10) NOT NULL DEFAULT ''
    )
    """,
    "CREATE INDEX sms_message_account ON sms_message (account)",
    "CREATE INDEX sms_message_due_at ON sms_message (due_at)",
)


async def forwards() -> MigrationManager:
    """Add two tables."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
