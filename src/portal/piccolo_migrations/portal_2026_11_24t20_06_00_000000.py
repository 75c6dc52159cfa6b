"""The files that clients add to the questions of a questionnaire."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Column
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-24T20:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Files at questions"

ORDINARY = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


class QuestionnaireResponse(Table, tablename="questionnaire_response", schema=None):
    id = UUID(primary_key=True)


class StoredFile(Table, tablename="stored_file", schema=None):
    id = UUID(primary_key=True)


def _to(table: type[Table], on_delete: OnDelete) -> tuple[type[Column], dict[str, Any]]:
    params = {"references": table, "on_delete": on_delete, "on_update": OnUpdate.cascade, "target_column": None}
    return ForeignKey, {**params, "index": True}


COLUMNS: dict[str, tuple[type[Column], dict[str, Any]]] = {
    "id": (UUID, {"default": UUID4(), "primary_key": True}),
    "response": _to(QuestionnaireResponse, OnDelete.cascade),
    "question": (Text, {"default": ""}),
    "file": _to(StoredFile, OnDelete.restrict),
    "name": (Varchar, {"length": 200, "default": ""}),
    "added_at": (Timestamptz, {"default": None}),
}


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)
    manager.add_table(class_name="ResponseFile", tablename="response_file", schema=None, columns=None)
    for name, (kind, params) in COLUMNS.items():
        manager.add_column(
            table_class_name="ResponseFile",
            tablename="response_file",
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params={**ORDINARY, **params},
            schema=None,
        )
    return manager
