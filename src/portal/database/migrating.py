"""What a migration of the portal is: some statements, which both engines take alike."""

from collections.abc import Iterable

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder


def of_statements(statements: Iterable[str], *, migration_id: str, description: str) -> MigrationManager:
    """A migration that runs these statements in their order."""
    manager = MigrationManager(migration_id=migration_id, app_name="portal", description=description)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in statements:
            await engine.run_ddl(statement)

    manager.add_raw(run)
    return manager
