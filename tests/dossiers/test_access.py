"""Letting people into a dossier and out of it: what the office finds it by, and what several do at once."""

import asyncio
from functools import partial
from uuid import UUID

from portal.audit.tables import AuditEntry
from portal.companies.operations.organisations import give_dossier, take_dossier
from portal.dossiers.operations.dossiers import give_access, take_access
from portal.dossiers.operations.progress import Step, add_step
from portal.dossiers.tables import Dossier, DossierAccess, ProgressStep, StepState
from tests.support.office import Office

STEP = Step("Ondertekening", "Signing", "", "", StepState.TO_COME, "", None)


async def found_by(dossier: UUID) -> str:
    """The folded text that the office searches."""
    row = await Dossier.objects().get(Dossier.id == dossier)
    assert row is not None
    return row.search


async def entries(action: str) -> int:
    return await AuditEntry.count().where(AuditEntry.action == action)


async def test_a_dossier_is_not_found_by_who_may_see_it_no_more(office: Office, dossier: UUID) -> None:
    acting = {"actor": office.accounts["sanne"].id, "now": office.clock.now()}
    await give_dossier(dossier, office.organisation, **acting)
    assert "anna" in await found_by(dossier)
    assert "bakker" in await found_by(dossier)
    await take_access(dossier, office.accounts["anna"].id, **acting)
    await take_dossier(dossier, office.organisation, **acting)
    assert await found_by(dossier) == "2026.1184 koopwoning lindengracht 112"


async def test_what_is_taken_away_twice_leaves_one_entry(office: Office, dossier: UUID) -> None:
    acting = {"actor": office.accounts["sanne"].id, "now": office.clock.now()}
    await give_dossier(dossier, office.organisation, **acting)
    for _again in range(2):
        await take_access(dossier, office.accounts["anna"].id, **acting)
        await take_dossier(dossier, office.organisation, **acting)
    assert (await entries("access_taken"), await entries("organisation_lost_access")) == (1, 1)


async def test_who_are_let_in_at_once_are_all_let_in_once_and_found(office: Office, dossier: UUID) -> None:
    let_in = partial(give_access, dossier, actor=office.accounts["sanne"].id, now=office.clock.now())
    names = ["bas", "carla", "daan"] * 2
    await asyncio.gather(*(let_in(office.accounts[name].id) for name in names))
    assert await DossierAccess.count().where(DossierAccess.dossier == dossier) == 4
    assert await entries("access_given") == 4
    search = await found_by(dossier)
    assert [name for name in names if name not in search] == []


async def test_steps_that_are_added_at_once_have_places_of_their_own(office: Office, dossier: UUID) -> None:
    add = partial(add_step, dossier, STEP, actor=office.accounts["sanne"].id, now=office.clock.now())
    await asyncio.gather(*(add() for _one in range(4)))
    rows = await ProgressStep.select(ProgressStep.position).where(ProgressStep.dossier == dossier)
    assert sorted(row["position"] for row in rows) == [1, 2, 3, 4]
