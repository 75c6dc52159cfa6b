"""How many notes the office wrote when it sent a questionnaire back, for the list of actions."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Integer
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-24T21:60:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The number of notes of a questionnaire that was sent back"


async def forwards() -> MigrationManager:
    """Add a column to the responses."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)
    manager.add_column(
        table_class_name="QuestionnaireResponse",
        tablename="questionnaire_response",
        column_name="notes_count",
        db_column_name="notes_count",
        column_class_name="Integer",
        column_class=Integer,
        params={
            "default": 0,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )
    return manager
