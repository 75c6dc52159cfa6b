"""What is removed often is removed without a look at every row of the office."""

from portal import database
from portal.piccolo_app import APP_CONFIG, TABLES


async def test_whoever_points_to_a_stored_file_is_found_by_an_index(sqlite_engine: database.PooledSQLite) -> None:
    database.bind(sqlite_engine, TABLES)
    await database.migrate(sqlite_engine, APP_CONFIG)
    pointing = [
        (table._meta.tablename, key["from"])
        for table in TABLES
        for key in await database.query(f"SELECT * FROM pragma_foreign_key_list('{table._meta.tablename}')")
        if key["table"] == "stored_file"
    ]
    assert pointing
    for name, column in pointing:
        plan = await database.query(f"EXPLAIN QUERY PLAN SELECT 1 FROM {name} WHERE {column} = 'x'")
        assert "USING" in plan[0]["detail"], f"{name}.{column} has no index"
