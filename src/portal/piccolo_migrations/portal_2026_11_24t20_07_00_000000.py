"""What the office does with a response after it was sent: notes, sending back, and going over to a newer version."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Column
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Bytea, ForeignKey, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-24T20:07:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Sending back, and going over to a newer version"

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


class Account(Table, tablename="account", schema=None):
    id = UUID(primary_key=True)


class QuestionnaireVersion(Table, tablename="questionnaire_version", schema=None):
    id = UUID(primary_key=True)


class QuestionnaireResponse(Table, tablename="questionnaire_response", schema=None):
    id = UUID(primary_key=True)


Kind = tuple[type[Column], dict[str, Any]]


def _to(table: type[Table], on_delete: OnDelete = OnDelete.restrict, **more: Any) -> Kind:
    params = {"references": table, "on_delete": on_delete, "on_update": OnUpdate.cascade, "target_column": None}
    return ForeignKey, {**params, **more}


WHEN: Kind = (Timestamptz, {"default": None, "null": True})
COLUMNS: dict[str, dict[str, Kind]] = {
    "QuestionnaireResponse": {
        "notes": (Bytea, {"default": b""}),
        "sent_back_at": WHEN,
        "sent_back_by": _to(Account, null=True),
        "moved_at": WHEN,
        "moved_from": _to(QuestionnaireVersion, null=True),
    },
    "EarlierAnswers": {
        "id": (UUID, {"default": UUID4(), "primary_key": True}),
        "response": _to(QuestionnaireResponse, OnDelete.cascade, index=True),
        "version": _to(QuestionnaireVersion),
        "answers": (Bytea, {"default": b""}),
        "language": (Varchar, {"length": 2, "default": ""}),
        "reference": (Varchar, {"length": 20, "default": ""}),
        "closed_at": (Timestamptz, {"default": None}),
    },
}
TABLES = {"QuestionnaireResponse": "questionnaire_response", "EarlierAnswers": "earlier_answers"}


async def forwards() -> MigrationManager:
    """Add a table, and columns to the responses."""
    manager = MigrationManager(migration_id=ID, app_name="portal", description=DESCRIPTION)
    manager.add_table(class_name="EarlierAnswers", tablename="earlier_answers", schema=None, columns=None)
    for owner, columns in COLUMNS.items():
        for name, (kind, params) in columns.items():
            manager.add_column(
                table_class_name=owner,
                tablename=TABLES[owner],
                column_name=name,
                db_column_name=name,
                column_class_name=kind.__name__,
                column_class=kind,
                params={**ORDINARY, **params},
                schema=None,
            )
    return manager
