"""The times that somebody signed in: their own only, page by page, the refused ones too, however long the log is."""

import datetime

import pytest

from portal import database
from portal.accounts.history import branches
from portal.audit.queries import Position, statement
from portal.audit.tables import AuditEntry
from tests.support.browser import Person
from tests.support.office import NOW, Office


async def signed_in_times(office: Office, name: str, times: int, *, action: str = "signed_in") -> None:
    """Somebody signed in so many times, an hour apart, or was refused."""
    me = office.accounts[name].id
    who = {"actor": me} if action == "signed_in" else {"subject": me}
    detail = '{"browser":"Firefox","system":"Linux","way":"password"}'
    await AuditEntry.insert(
        *(AuditEntry(at=NOW + datetime.timedelta(hours=n), action=action, detail=detail, **who) for n in range(times))
    )


async def test_all_of_them_are_found_page_by_page_and_back(office: Office, anna: Person) -> None:
    await signed_in_times(office, "anna", 40)
    await signed_in_times(office, "anna", 20, action="sign_in_refused")
    await signed_in_times(office, "carla", 30)
    address, seen = "/account/sign-ins", []
    while True:
        page = await anna.get(address)
        seen += [row.text_content() for row in page.all("tbody tr")]
        if not (older := page.all("a[rel='next']")):
            break
        address = older[0].get("href", "")
    assert len(seen) == 60
    assert sum("Nee" in row for row in seen) == 20
    assert len((await anna.get(page.one("a[rel='prev']").get("href", ""))).all("tbody tr")) == 25


async def test_only_the_refused_ones_are_shown_when_asked(office: Office, anna: Person) -> None:
    await signed_in_times(office, "anna", 3)
    await signed_in_times(office, "anna", 30, action="sign_in_refused")
    page = await anna.get("/account/sign-ins?which=refused")
    assert all("Nee" in row.text_content() for row in page.all("tbody tr"))
    following = await anna.get(page.one("a[rel='next']").get("href", ""))
    assert len(following.all("tbody tr")) == 5


@pytest.mark.parametrize(
    "position", ["before=-1", "after=99999999999999999999999", "before=0", "after=-9999999999999999999"]
)
async def test_a_position_may_be_any_number(office: Office, anna: Person, position: str) -> None:
    await signed_in_times(office, "anna", 3)
    assert (await anna.get(f"/account/sign-ins?{position}")).status == 200


async def test_the_log_is_read_by_indexes_in_their_order(office: Office) -> None:
    if office.adapters.engine.engine_type != "sqlite":
        pytest.skip("SQLite says what it will do, whatever is in the log")
    for position in (Position(), Position(before=100), Position(after=100)):
        sql, values = statement(branches(office.accounts["anna"].id), position)
        plan = [row["detail"] for row in await database.query(f"EXPLAIN QUERY PLAN {sql}", *values)]
        searched = [step for step in plan if " e " in step]
        assert len(searched) == 2
        assert all("USING INDEX audit_entry_by_" in step for step in searched), plan
