"""The migrations make the tables that the code declares, on both engines."""

from portal import database
from portal.database import Engine
from portal.piccolo_app import TABLES

COLUMNS = {
    "sqlite": 'SELECT name, "notnull" AS required FROM pragma_table_info({})',
    "postgres": """
        SELECT column_name AS name, is_nullable = 'NO' AS required
        FROM information_schema.columns WHERE table_name = {}
    """,
}


async def test_every_column_is_there_and_no_other(migrated: Engine) -> None:
    database.bind(migrated, TABLES)
    for table in TABLES:
        rows = await database.query(COLUMNS[migrated.engine_type], table._meta.tablename)
        made = {row["name"]: bool(row["required"]) for row in rows}
        declared = {column._meta.db_column_name: not column._meta.null for column in table._meta.columns}
        assert made == declared, table._meta.tablename
