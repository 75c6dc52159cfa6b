"""Two-step verification, the roles of staff, and the day from which the office demands a second factor."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T21:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Two-step verification and roles of staff"

# Who worked here before there were roles could do everything, and goes on so until an administrator says otherwise.
STATEMENTS = (
    "ALTER TABLE account ADD COLUMN role VARCHAR(20) NOT NULL DEFAULT ''",
    "UPDATE account SET role = 'administrator' WHERE kind = 'staff'",
    "ALTER TABLE account ADD COLUMN wrong_codes INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE known_device ADD COLUMN wrong_codes INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE second_factor (
        id UUID PRIMARY KEY NOT NULL,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        kind VARCHAR(10) NOT NULL,
        name VARCHAR(80) NOT NULL DEFAULT '',
        secret BYTEA NOT NULL,
        last_step BIGINT,
        created_at TIMESTAMPTZ NOT NULL,
        confirmed_at TIMESTAMPTZ,
        used_at TIMESTAMPTZ
    )
    """,
    "CREATE INDEX second_factor_account ON second_factor (account)",
    """
    CREATE TABLE recovery_code (
        account UUID PRIMARY KEY NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        code VARCHAR(64) NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        kept_at TIMESTAMPTZ
    )
    """,
    """
    CREATE TABLE halfway_sign_in (
        id VARCHAR(64) PRIMARY KEY NOT NULL,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        kind VARCHAR(10) NOT NULL,
        target VARCHAR(500) NOT NULL DEFAULT '',
        way VARCHAR(10) NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        expires_at TIMESTAMPTZ NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        code VARCHAR(64) NOT NULL DEFAULT '',
        sent_at TIMESTAMPTZ,
        resends INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX halfway_sign_in_account ON halfway_sign_in (account)",
    """
    CREATE TABLE office_rule (
        id INTEGER PRIMARY KEY NOT NULL,
        second_step_from DATE
    )
    """,
)


async def forwards() -> MigrationManager:
    """Add columns and tables."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
