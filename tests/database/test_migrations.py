"""The schema comes up to date on both engines, all of it or none, once."""

import pytest
from piccolo.conf.apps import AppConfig

from portal import database

FIRST = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer
from piccolo.table import Table

ID = "{id}"

async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="{app}", description="")
    manager.add_table("Parcel", tablename="{app}_parcel")
    manager.add_column(
        table_class_name="Parcel", tablename="{app}_parcel", column_name="weight", column_class=Integer,
        column_class_name="Integer", params={{"default": 0, "null": False}},
    )
    return manager
"""
RAW = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "{id}"

async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="{app}", description="")
    async def index():
        await Table.raw("CREATE INDEX {app}_heavy ON {app}_parcel (weight)")
    manager.add_raw(index)
    return manager
"""
BROKEN = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "{id}"

async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="{app}", description="")
    async def fail():
        raise RuntimeError("halfway")
    manager.add_raw(fail)
    return manager
"""


@pytest.fixture
def app(tmp_path, engine) -> AppConfig:
    """An app with a name of its own per test, so that its migrations have never run."""
    name = f"app{abs(hash(tmp_path)) % 10**8}"
    return AppConfig(app_name=name, migrations_folder_path=str(tmp_path), table_classes=[])


def write(app: AppConfig, number: int, source: str) -> str:
    identity = f"2026-12-0{number}T00:00:00:000000"
    path = f"{app.migrations_folder_path}/{app.app_name}_{number}.py"
    with open(path, "w") as file:  # noqa: PTH123
        file.write(source.format(id=identity, app=app.app_name))
    return identity


async def test_migrations_run_once(engine, app):
    identities = [write(app, 1, FIRST), write(app, 2, RAW)]
    assert await database.migrate(engine, app) == identities
    database.bind(engine, [])
    assert await database.query(f"SELECT weight FROM {app.app_name}_parcel") == []
    assert await database.migrate(engine, app) == []


async def test_a_migration_that_fails_takes_the_ones_before_it_along(engine, app):
    write(app, 1, FIRST)
    write(app, 2, BROKEN)
    with pytest.raises(RuntimeError, match="halfway"):
        await database.migrate(engine, app)
    database.bind(engine, [])
    with pytest.raises(Exception, match=r"(no such table|does not exist)"):
        await database.query(f"SELECT weight FROM {app.app_name}_parcel")
