"""Bringing the schema up to date, from inside the installed portal and without Piccolo's command."""

import io
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stdout
from types import ModuleType

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig, AppRegistry
from piccolo.table import Table

from portal.database.postgres import PooledPostgres
from portal.database.sqlite import PooledSQLite

_LOCK = 7_301_884  # any number that is ours alone: the name of PostgreSQL's lock for migrations
_PATIENCE = 60  # seconds that one process waits for another that is migrating


async def migrate(engine: PooledSQLite | PooledPostgres, app: AppConfig) -> list[str]:
    """Run the migrations of `app` that have not run yet, all or none, and return their ids.

    Several processes may start at once: one migrates, the others wait for it and then find nothing to do.
    """
    manager = ForwardsMigrationManager(app_name=app.app_name)
    bind_piccolo(engine)
    with _piccolo_conf(engine), redirect_stdout(io.StringIO()):
        async with _alone(engine):
            await manager.create_migration_table()
            before = await Migration.get_migrations_which_ran(app.app_name)
            result = await manager.run_migrations(app)
            if not result.success:
                raise RuntimeError(result.message)
            after = await Migration.get_migrations_which_ran(app.app_name)
    return sorted(set(after) - set(before))


def bind_piccolo(engine: PooledSQLite | PooledPostgres) -> None:
    """Let Piccolo's own tables use this engine, and `Table.raw` in migrations, which keeps the first that it saw."""
    own: tuple[type[Table], ...] = (Table, Migration)
    for table in own:
        table._meta.db = engine


@asynccontextmanager
async def _alone(engine: PooledSQLite | PooledPostgres) -> AsyncIterator[None]:
    """A transaction in which nobody else migrates; foreign keys are checked at its end instead of at each step.

    SQLite changes a table by making it anew, and dropping the old one would delete the rows that point to it.
    """
    if isinstance(engine, PooledPostgres):
        async with engine.transaction():
            await engine.run_ddl(f"SET LOCAL lock_timeout = '{_PATIENCE}s'")
            await engine.run_ddl(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield
        return
    async with engine.rebuilding(patience=_PATIENCE):
        yield
        if broken := await engine.run_ddl("PRAGMA foreign_key_check"):
            raise RuntimeError(f"A migration would leave rows pointing to nothing in {broken[0]['table']}")


@contextmanager
def _piccolo_conf(engine: PooledSQLite | PooledPostgres) -> Iterator[None]:
    """Piccolo looks for its engine in a module of this name, which a wheel does not have."""
    module = ModuleType("piccolo_conf")
    module.__dict__.update(DB=engine, APP_REGISTRY=AppRegistry())
    before = sys.modules.get("piccolo_conf")
    sys.modules["piccolo_conf"] = module
    try:
        yield
    finally:
        sys.modules.pop("piccolo_conf")
        if before is not None:
            sys.modules["piccolo_conf"] = before
