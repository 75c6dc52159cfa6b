"""Companies: whose dossiers are theirs, what each of their people may do, and for whom a session acts."""

from uuid import uuid4

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

from portal.database import PooledPostgres, PooledSQLite

ID = "2026-11-24T21:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Companies and their extra accounts"

# A person may act for several companies, so the table is made anew: SQLite cannot take back that a column is unique.
STATEMENTS = (
    "ALTER TABLE session ADD COLUMN acting_for UUID",
    """
    CREATE TABLE new_membership (
        id UUID PRIMARY KEY NOT NULL,
        organisation UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE ON UPDATE CASCADE,
        account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE ON UPDATE CASCADE,
        name VARCHAR(200) NOT NULL DEFAULT '',
        is_administrator BOOLEAN NOT NULL DEFAULT FALSE,
        sees_all BOOLEAN NOT NULL DEFAULT FALSE,
        can_deliver BOOLEAN NOT NULL DEFAULT FALSE,
        is_home BOOLEAN NOT NULL DEFAULT FALSE,
        added_by UUID REFERENCES account (id) ON DELETE SET NULL ON UPDATE CASCADE,
        created_at TIMESTAMPTZ NOT NULL,
        used_at TIMESTAMPTZ,
        blocked_at TIMESTAMPTZ
    )
    """,
    """
    INSERT INTO new_membership (id, organisation, account, name, is_administrator, sees_all, can_deliver, is_home,
                                created_at, used_at)
    SELECT m.id, m.organisation, m.account, a.name, m.is_administrator, m.is_administrator, TRUE, TRUE,
           a.created_at, a.signed_in_at
    FROM membership m JOIN account a ON a.id = m.account
    """,
    "DROP TABLE membership",
    "ALTER TABLE new_membership RENAME TO membership",
    "CREATE UNIQUE INDEX membership_once ON membership (account, organisation)",
    "CREATE INDEX membership_organisation ON membership (organisation)",
    """
    CREATE TABLE dossier_organisation (
        id UUID PRIMARY KEY NOT NULL,
        dossier UUID NOT NULL REFERENCES dossier (id) ON DELETE CASCADE ON UPDATE CASCADE,
        organisation UUID NOT NULL REFERENCES organisation (id) ON DELETE CASCADE ON UPDATE CASCADE,
        created_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX dossier_organisation_once ON dossier_organisation (organisation, dossier)",
    "CREATE INDEX dossier_organisation_dossier ON dossier_organisation (dossier)",
    """
    CREATE TABLE member_right (
        id UUID PRIMARY KEY NOT NULL,
        membership UUID NOT NULL REFERENCES membership (id) ON DELETE CASCADE ON UPDATE CASCADE,
        dossier UUID NOT NULL REFERENCES dossier (id) ON DELETE CASCADE ON UPDATE CASCADE,
        can_deliver BOOLEAN NOT NULL DEFAULT FALSE
    )
    """,
    "CREATE UNIQUE INDEX member_right_once ON member_right (membership, dossier)",
    "CREATE INDEX member_right_dossier ON member_right (dossier)",
    "ALTER TABLE dossier_access ADD COLUMN can_deliver BOOLEAN NOT NULL DEFAULT TRUE",
    "DROP INDEX dossier_access_once",
    "DROP INDEX dossier_access_account",
    "CREATE UNIQUE INDEX dossier_access_once ON dossier_access (dossier, account, organisation)",
    "CREATE UNIQUE INDEX dossier_access_own ON dossier_access (dossier, account) WHERE organisation IS NULL",
    "CREATE INDEX dossier_access_account ON dossier_access (account, organisation)",
    "CREATE INDEX dossier_access_organisation ON dossier_access (organisation, account)",
    *(
        f"ALTER TABLE {table} ADD COLUMN organisation UUID"
        " REFERENCES organisation (id) ON DELETE CASCADE ON UPDATE CASCADE"
        for table in ("upload_request", "questionnaire_response", "document_addressee")
    ),
    *(
        f"UPDATE {table} SET organisation = (SELECT x.organisation FROM dossier_access x"  # noqa: S608 (names of ours)
        f" WHERE x.dossier = {table}.dossier AND x.account = {table}.addressee)"
        for table in ("upload_request", "questionnaire_response")
    ),
    """
    UPDATE document_addressee SET organisation = (SELECT x.organisation FROM dossier_access x
        JOIN document d ON d.dossier = x.dossier
        WHERE d.id = document_addressee.document AND x.account = document_addressee.account)
    """,
    "CREATE INDEX upload_request_organisation ON upload_request (organisation, state)",
    "CREATE INDEX questionnaire_response_organisation ON questionnaire_response (organisation, state)",
    "DROP INDEX document_addressee_once",
    "CREATE UNIQUE INDEX document_addressee_once ON document_addressee (document, account, organisation)",
)
OF_COMPANIES = """
    SELECT dossier, organisation, min(created_at) AS "since [timestamptz]" FROM dossier_access
    WHERE organisation IS NOT NULL GROUP BY dossier, organisation
"""
KEEP_COMPANY = "INSERT INTO dossier_organisation (id, dossier, organisation, created_at) VALUES ({}, {}, {}, {})"
CHOSEN = """
    SELECT m.id AS membership, x.dossier FROM membership m
    JOIN dossier_access x ON x.account = m.account AND x.organisation = m.organisation WHERE m.is_administrator = {}
"""
KEEP_RIGHT = "INSERT INTO member_right (id, membership, dossier, can_deliver) VALUES ({}, {}, {}, {})"


async def forwards() -> MigrationManager:
    """Add the tables and columns, and fill them with what was known before."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert isinstance(engine, PooledSQLite | PooledPostgres)
        for statement in STATEMENTS:
            await engine.run_ddl(statement)
        for row in await engine.fetch(OF_COMPANIES, ()):
            await engine.fetch(KEEP_COMPANY, (uuid4(), row["dossier"], row["organisation"], row["since"]))
        for row in await engine.fetch(CHOSEN, (False,)):
            await engine.fetch(KEEP_RIGHT, (uuid4(), row["membership"], row["dossier"], True))

    manager.add_raw(run)
    return manager
