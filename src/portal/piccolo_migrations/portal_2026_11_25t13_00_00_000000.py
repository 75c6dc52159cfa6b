"""What is forgotten after a time is found without a look at all that is kept."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-25T13:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Indexes of what is forgotten"

STATEMENTS = (
    "CREATE INDEX job_done ON job (done_at) WHERE done_at IS NOT NULL",
    "CREATE INDEX outbox_event_settled ON outbox_event (settled_at) WHERE settled_at IS NOT NULL",
    "CREATE INDEX one_time_link_expires ON one_time_link (expires_at)",
    "CREATE INDEX email_change_requested ON email_change (requested_at)",
    "CREATE INDEX sms_message_taken ON sms_message (taken_at) WHERE taken_at IS NOT NULL",
    "CREATE INDEX second_factor_unproven ON second_factor (created_at) WHERE confirmed_at IS NULL",
)


async def forwards() -> MigrationManager:
    """Add the indexes."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
