"""Two things at once, from browsers of their own: one winner, nothing twice, nothing lost, and no fault."""

import asyncio
import uuid
from collections.abc import Awaitable

import pytest

from portal import database
from portal.accounts.links import make_link
from portal.web.tables import Session
from tests.attacks.conftest import Site
from tests.attacks.forms import STEP
from tests.questionnaires.filling import FAMILY, WISHES, fields_of
from tests.support.browser import Page, Person
from tests.uploads.sending import put


async def at_once(*acts: Awaitable[Page]) -> list[int]:
    """What came of acts that were begun together; none of them a fault."""
    pages = await asyncio.gather(*acts)
    statuses = [page.status for page in pages]
    assert all(status < 500 or status == 503 for status in statuses), statuses
    return statuses


async def count(table: str, **where: object) -> int:
    """How many rows there are."""
    condition = " AND ".join(f"{column} = {{}}" for column in where) or "1 = 1"
    rows = await database.query(f"SELECT COUNT(*) AS n FROM {table} WHERE {condition}", *where.values())
    return int(rows[0]["n"])


async def state_of(table: str, row: object) -> str:
    """How a request stands."""
    return str((await database.query(f"SELECT state FROM {table} WHERE id = {{}}", uuid.UUID(str(row))))[0]["state"])


async def two(site: Site, name: str = "anna") -> tuple[Person, Person]:
    """Two browsers of one person."""
    return await site.office.browser(name), await site.office.browser(name)


async def supplied(site: Site) -> int:
    """How many documents the office has of Anna."""
    return await count("document", category="supplied", dossier=site.of["anna"]["dossier"])


@pytest.mark.parametrize("_round", range(2))
async def test_two_confirmations_send_everything_once(site: Site, _round: int) -> None:
    one, other = await two(site)
    address = f"/upload-requests/{site.id('anna', 'upload')}/confirmation"
    assert await at_once(one.post(address), other.post(address), one.post(address)) == [303, 303, 303]
    assert await supplied(site) == 1
    assert await count("audit_entry", action="upload_confirmed") == 1


@pytest.mark.parametrize("_round", range(2))
async def test_confirming_and_removing_have_one_winner(site: Site, _round: int) -> None:
    one, other = await two(site)
    request, file = site.id("anna", "upload"), site.id("anna", "file")
    await at_once(other.post(f"/uploaded-files/{file}/removal"), one.post(f"/upload-requests/{request}/confirmation"))
    is_sent = await state_of("upload_request", request) == "completed"
    assert await supplied(site) == await count("uploaded_file", request=uuid.UUID(request)) == int(is_sent)


@pytest.mark.parametrize("_round", range(2))
async def test_confirming_and_adding_keep_all_that_was_acknowledged(site: Site, _round: int) -> None:
    one, other = await two(site)
    request = site.of["anna"]["upload"]
    statuses = await at_once(put(other, request, "erbij.pdf"), one.post(f"/upload-requests/{request}/confirmation"))
    assert statuses[0] in {200, 409}
    assert await supplied(site) == await count("uploaded_file", request=request) == 1 + (statuses[0] == 200)


@pytest.mark.parametrize("_round", range(2))
async def test_withdrawing_and_confirming_have_one_winner(site: Site, _round: int) -> None:
    anna, sanne = site.people["anna"], site.people["sanne"]
    request = site.id("anna", "upload")
    await at_once(
        sanne.post(f"/staff/upload-requests/{request}/withdrawal"),
        anna.post(f"/upload-requests/{request}/confirmation"),
    )
    is_sent = await state_of("upload_request", request) == "completed"
    assert await supplied(site) == int(is_sent)
    assert await count("audit_entry", action="upload_withdrawn") == int(not is_sent)


async def fill_in(site: Site) -> tuple[str, str]:
    """Anna's questionnaire, up to the check page: its address, and the revision that she looks at."""
    anna, address = site.people["anna"], f"/questionnaires/{site.id('anna', 'response')}"
    for step, answers in (("gezin", FAMILY), ("wensen", WISHES)):
        page = await anna.get(f"{address}/steps/{step}")
        await anna.post(f"{address}/steps/{step}", {**fields_of(page), **answers, "do": "next"})
    return address, (await anna.get(f"{address}/check")).value("revision")


async def test_two_completions_send_the_answers_once(site: Site) -> None:
    address, revision = await fill_in(site)
    one, other = await two(site)
    sent = {"revision": revision, "truthful": "1"}
    await at_once(one.post(f"{address}/completion", sent), other.post(f"{address}/completion", sent))
    assert (
        await supplied(site) == await count("job") == await count("audit_entry", action="questionnaire_completed") == 1
    )


async def test_completing_and_saving_have_one_winner(site: Site) -> None:
    address, revision = await fill_in(site)
    one, other = await two(site)
    page = await other.get(f"{address}/steps/gezin")
    changed = {**fields_of(page), "gezin.naam": "Anna Jansen", "do": "next"}
    statuses = await at_once(
        one.post(f"{address}/completion", {"revision": revision, "truthful": "1"}),
        other.post(f"{address}/steps/gezin", changed),
    )
    is_sent = await state_of("questionnaire_response", site.id("anna", "response")) == "completed"
    assert statuses == ([303, 409] if is_sent else [422, 303])
    assert await supplied(site) == int(is_sent)


@pytest.mark.parametrize("_round", range(2))
async def test_closing_and_asking_leave_nothing_open_in_a_closed_dossier(site: Site, _round: int) -> None:
    one, other = await two(site, "sanne")
    dossier, asked = (
        site.id("anna", "dossier"),
        {"people": site.id("anna", "account"), "title": "Bewijs", "message": "Graag"},
    )
    await at_once(
        other.post(f"/staff/dossiers/{dossier}/upload-requests", asked),
        one.post(f"/staff/dossiers/{dossier}/closing"),
        other.post(f"/staff/dossiers/{dossier}/progress-steps", STEP),
    )
    assert await state_of("dossier", dossier) == "closed"
    assert await count("upload_request", dossier=uuid.UUID(dossier), state="open") == 0
    assert await count("questionnaire_response", dossier=uuid.UUID(dossier), state="open") == 0


@pytest.mark.parametrize("_round", range(2))
async def test_a_link_works_once_also_when_it_is_used_twice_at_once(site: Site, _round: int) -> None:
    carla = site.office.accounts["carla"].id
    address = f"/activate/{await make_link(carla, now=site.office.clock.now())}"
    visitors = [site.office.visitor() for _one in range(4)]
    for visitor in visitors:
        await visitor.get(address)
    acts = [one.post("/activate", {"password": f"five loose words {number}"}) for number, one in enumerate(visitors)]
    assert sorted(await at_once(*acts)) == [303, 410, 410, 410]
    assert await Session.count().where(Session.account == carla) == 1
