"""What a member may holds in every list, count and mail from the moment that it was decided."""

from uuid import UUID

import pytest

from portal import database
from portal.accounts.tables import Membership
from portal.actions.news import path_of
from portal.companies.operations import members
from portal.companies.operations.inviting import NewMember
from portal.companies.operations.organisations import create_organisation, give_dossier, take_dossier
from portal.companies.rules import Decided, Right
from portal.dossiers.operations import dossiers as dossier_operations
from portal.dossiers.tables import DossierAccess
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent
from portal.uploads import operations as uploads
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.support.papers import publish
from tests.uploads.conftest import ask
from tests.uploads.sending import put


def figures(page: Page) -> tuple[str, str]:
    """The figures beside *Dossiers* and *Acties*."""
    return tuple(page.one(f"#count-{name} .count").text_content().split()[0] for name in ("dossiers", "actions"))  # type: ignore[return-value]


async def acting(office: Office, name: str) -> Person:
    """Somebody at a browser, acting for the company."""
    return await office.browser(name, acting_for=office.organisation)


async def told(kind: EventKind) -> set[UUID]:
    """Who is told of something."""
    return {
        row["account"] for row in await OutboxEvent.select(OutboxEvent.account).where(OutboxEvent.kind == kind.value)
    }


async def test_a_reader_reads_and_is_asked_nothing(office: Office) -> None:
    dossier = await office.company_dossier()
    await office.company_dossier("2026.1204")
    document = await publish(office, dossier)
    request = await ask(office, dossier, "bas")
    await office.allow("daan", read=dossier)
    daan, bas = await acting(office, "daan"), await acting(office, "bas")
    assert figures(await daan.get("/")) == ("1", "0")
    assert figures(await bas.get("/")) == ("2", "1")
    assert (await daan.get(f"/documents/{document}/download")).status == 200
    assert (await daan.get(f"/upload-requests/{request}")).status == 404
    assert "Paspoort" not in (await daan.get(f"/dossiers/{dossier}/supplied")).text


async def test_who_may_deliver_sends_for_the_company_and_all_of_it_see_what_came(office: Office) -> None:
    dossier = await office.company_dossier()
    request = await ask(office, dossier, "bas")
    await office.allow("daan", deliver=dossier)
    daan, bas = await acting(office, "daan"), await acting(office, "bas")
    assert (await put(bas, request)).status == 200
    assert (await daan.post(f"/upload-requests/{request}/confirmation")).status == 303
    [row] = await database.query("SELECT supplied_by, organisation FROM document WHERE dossier = {}", dossier)
    assert (row["supplied_by"], row["organisation"]) == (daan.id, office.organisation)
    assert "paspoort.pdf" in (await bas.get(f"/dossiers/{dossier}/supplied")).text
    assert figures(await bas.get("/")) == ("1", "0")


async def test_only_those_who_may_act_are_told(office: Office) -> None:
    dossier = await office.company_dossier()
    await office.allow("daan", read=dossier)
    request = await ask(office, dossier, "bas")
    bas, daan, sanne = (office.accounts[name].id for name in ("bas", "daan", "sanne"))
    assert await told(EventKind.UPLOAD_REQUESTED) == {bas}
    await office.allow("daan", deliver=dossier)
    await uploads.remind(request, actor=sanne, now=office.clock.now())
    assert await told(EventKind.REMINDER) == {bas, daan}
    await office.allow("daan", read=dossier)
    await uploads.withdraw(request, actor=sanne, now=office.clock.now())
    assert await told(EventKind.REQUEST_WITHDRAWN) == {bas}
    await publish(office, dossier)
    assert await told(EventKind.DOCUMENT_PUBLISHED) == {bas, daan}


async def test_who_sees_all_sees_new_ones_too(office: Office) -> None:
    first = await office.company_dossier("2026.1")
    decided = Decided(sees_all=True, right=Right.READ)
    await members.decide(await office.member("daan"), decided, actor=office.accounts["bas"].id, now=office.clock.now())
    second = await office.company_dossier("2026.2")
    daan = await acting(office, "daan")
    for dossier in (first, second):
        assert (await daan.get(f"/dossiers/{dossier}/documents")).status == 200
    await take_dossier(first, office.organisation, actor=office.accounts["sanne"].id, now=office.clock.now())
    assert (await daan.get(f"/dossiers/{first}/documents")).status == 404
    assert figures(await daan.get("/")) == ("1", "0")


async def test_a_blocked_member_is_out_at_once_and_comes_back_with_the_same_rights(office: Office) -> None:
    dossier = await office.company_dossier()
    await office.allow("daan", deliver=dossier)
    member, bas, now = await office.member("daan"), office.accounts["bas"].id, office.clock.now()
    daan = await acting(office, "daan")
    await members.block(member, actor=bas, now=now)
    assert "/login" in (await daan.get("/")).location
    again = await acting(office, "daan")
    assert figures(await again.get("/")) == ("0", "0")
    assert (await again.get(f"/dossiers/{dossier}/documents")).status == 404
    assert (await again.post("/acting", {"for": str(office.organisation)})).status == 404
    await members.unblock(member, actor=bas, now=now)
    assert (await again.get(f"/dossiers/{dossier}/documents")).status == 200
    [row] = await DossierAccess.select(DossierAccess.can_deliver).where(DossierAccess.account == again.id)
    assert row["can_deliver"]


async def test_what_a_removed_member_delivered_stays_under_their_name(office: Office, sanne: Person) -> None:
    dossier = await office.company_dossier()
    await office.allow("daan", deliver=dossier)
    daan, bas = await acting(office, "daan"), await acting(office, "bas")
    request = await ask(office, dossier, "bas")
    await put(daan, request)
    await daan.post(f"/upload-requests/{request}/confirmation")
    await members.remove(await office.member("daan"), actor=office.accounts["bas"].id, now=office.clock.now())
    assert "/login" in (await daan.get("/")).location
    assert "paspoort.pdf" in (await bas.get(f"/dossiers/{dossier}/supplied")).text
    assert "Daan Smit" in (await sanne.get(f"/staff/dossiers/{dossier}")).text
    assert not await DossierAccess.exists().where(DossierAccess.account == office.accounts["daan"].id)


async def test_the_last_administrator_stays(office: Office) -> None:
    bas, now = office.accounts["bas"].id, office.clock.now()
    own, other = await office.member("bas"), await office.member("daan")
    for leave in (members.block, members.remove):
        with pytest.raises(members.LastAdministrator):
            await leave(own, actor=bas, now=now)
    await members.make_administrator(other, True, actor=bas, now=now)
    await Membership.update({Membership.used_at: None}).where(Membership.id == other)
    with pytest.raises(members.LastAdministrator):  # one who never came in decides nothing yet
        await members.make_administrator(own, False, actor=bas, now=now)
    await Membership.update({Membership.used_at: now}).where(Membership.id == other)
    await members.make_administrator(own, False, actor=bas, now=now)
    with pytest.raises(members.LastAdministrator):
        await members.remove(other, actor=bas, now=now)


async def test_somebody_in_a_dossier_twice_sees_each_side_by_itself(office: Office) -> None:
    """Bas sells to his own company: what he delivers as himself is not for his colleagues."""
    dossier = await office.company_dossier()
    sanne, now = office.accounts["sanne"].id, office.clock.now()
    await dossier_operations.give_access(dossier, office.accounts["bas"].id, actor=sanne, now=now)
    await office.allow("daan", read=dossier)
    own = await ask(office, dossier, "bas")
    himself, company, daan = await office.browser("bas"), await acting(office, "bas"), await acting(office, "daan")
    await put(himself, own)
    await himself.post(f"/upload-requests/{own}/confirmation")
    assert "paspoort.pdf" in (await himself.get(f"/dossiers/{dossier}/supplied")).text
    for other in (company, daan):
        assert "paspoort.pdf" not in (await other.get(f"/dossiers/{dossier}/supplied")).text
    assert figures(await company.get("/")) == ("1", "0")


async def test_of_two_companies_neither_sees_the_other(office: Office, anna: Person) -> None:
    sanne, now = office.accounts["sanne"].id, office.clock.now()
    other = await create_organisation(
        "Anders B.V.", administrator=NewMember("Anna", "anna@example.com"), actor=sanne, now=now
    )
    dossier = await office.company_dossier()
    await give_dossier(dossier, other.id, actor=sanne, now=now)
    bas, of_other = await acting(office, "bas"), await office.browser("anna", acting_for=other.id)
    request = await ask(office, dossier, "bas")
    await put(bas, request)
    await bas.post(f"/upload-requests/{request}/confirmation")
    assert (await of_other.get(f"/dossiers/{dossier}/supplied")).status == 200
    assert "paspoort.pdf" not in (await of_other.get(f"/dossiers/{dossier}/supplied")).text
    assert (await of_other.get(f"/upload-requests/{request}")).status == 404


async def test_a_mail_of_a_company_leads_to_where_one_acts_for_it(office: Office) -> None:
    """And one of somebody's own to the start page, as ever."""
    dossier, own = await office.company_dossier(), await office.dossier("2026.7", clients=("bas",))
    for one in (dossier, own):
        await ask(office, one, "bas")
    paths = {event.dossier: await path_of(event) for event in await OutboxEvent.objects()}
    assert paths == {dossier: f"/dossiers/{dossier}", own: "/"}
    bas = await office.browser("bas")
    page = await bas.follow(await bas.get(f"/dossiers/{dossier}"))
    assert page.one(".acting summary").text_content().strip().endswith("Bakker Vastgoed B.V.")
    assert figures(page) == ("1", "1")
