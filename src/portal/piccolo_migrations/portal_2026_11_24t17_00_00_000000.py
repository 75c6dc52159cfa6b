"""Indexes over several columns, which Piccolo's tables cannot declare."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from portal.database.migrating import of_statements

ID = "2026-11-24T17:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Indexes over several columns"

INDEXES = {
    "dossier_access_once": "UNIQUE dossier_access (dossier, account)",
    "dossier_access_account": "dossier_access (account)",
    "dossier_newest": "dossier (state, created_at)",
    "document_dossier": "document (dossier, published_at)",
    "document_seen_once": "UNIQUE document_seen (document, account)",
    "document_addressee_once": "UNIQUE document_addressee (document, account)",
    "document_newest": "document (category, published_at)",
    "upload_request_addressee": "upload_request (addressee, state)",
    "upload_request_dossier": "upload_request (dossier)",
    "upload_request_due": "upload_request (state, due_date)",
    "uploaded_file_request": "uploaded_file (request)",
    "questionnaire_response_addressee": "questionnaire_response (addressee, state)",
    "questionnaire_response_dossier": "questionnaire_response (dossier)",
    "questionnaire_response_due": "questionnaire_response (state, due_date)",
    "questionnaire_version_of": "questionnaire_version (questionnaire, number)",
    "membership_organisation": "membership (organisation)",
    "one_time_link_account": "one_time_link (account)",
    "outbox_event_together": "outbox_event (account, dossier, due_at)",
}
STATEMENTS = [
    f"CREATE {'UNIQUE ' * columns.startswith('UNIQUE ')}INDEX {name} ON {columns.removeprefix('UNIQUE ')}"
    for name, columns in INDEXES.items()
]


async def forwards() -> MigrationManager:
    """Add the indexes."""
    return of_statements(STATEMENTS, migration_id=ID, description=DESCRIPTION)
