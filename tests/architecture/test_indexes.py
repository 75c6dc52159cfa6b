"""What is removed often is removed without a look at every row of the office."""

from portal import database
from portal.app import hourly
from portal.piccolo_app import APP_CONFIG, TABLES
from tests.support.office import Office


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


async def test_what_is_forgotten_after_a_time_is_found_by_an_index(office: Office) -> None:
    with database.counting() as counter:
        for work in hourly(office.settings, office.adapters):
            await work(now=office.clock.now())
    removing = [sql for sql in counter.sql if sql.startswith("DELETE") and "LIMIT" in sql]
    removed = {sql.split()[2] for sql in removing}
    assert removed == {"email_change", "job", "one_time_link", "outbox_event", "second_factor", "sms_message"}
    if office.adapters.engine.engine_type == "postgres":
        return  # which looks at every row of a table that has none
    for sql in removing:
        plan = [step["detail"] for step in await database.query("EXPLAIN QUERY PLAN " + sql.replace("?", "'x'"))]
        assert not [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step], (sql, plan)
