"""Where a text message went, as the office may see it, and whether a browser that began to sign in was known."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-25T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The masked number of a text message, and sign-ins that were left halfway"

ALIKE: dict[str, Any] = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    """Add two columns."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)
    manager.add_column(
        table_class_name="SmsMessage",
        tablename="sms_message",
        column_name="number",
        db_column_name="number",
        column_class_name="Varchar",
        column_class=Varchar,
        params={**ALIKE, "length": 40, "default": ""},
        schema=None,
    )
    manager.add_column(
        table_class_name="HalfwaySignIn",
        tablename="halfway_sign_in",
        column_name="is_known",
        db_column_name="is_known",
        column_class_name="Boolean",
        column_class=Boolean,
        params={**ALIKE, "default": True},
        schema=None,
    )
    return manager
