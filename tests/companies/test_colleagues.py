"""Accounts, Extra accounts: Bas invites, decides, blocks and removes; nobody else does."""

import asyncio
from uuid import UUID

import pytest

from portal import database
from portal.accounts.operations import create_account
from portal.accounts.tables import Account, AccountKind, Membership
from portal.companies.operations import members
from portal.companies.operations.inviting import NewMember, invite
from portal.companies.operations.organisations import create_organisation
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent
from tests.companies.test_rights import acting
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
NOOR = {"name": "Noor Jansen", "email": "Noor@example.com"}


@BOTH
async def test_bas_invites_a_colleague(office: Office, htmx: bool) -> None:
    bas = await acting(office, "bas")
    page = await bas.post("/colleagues", NOOR, htmx=htmx)
    page = page if htmx else await bas.follow(page)
    assert "noor@example.com" in page.one("#colleagues").text_content()
    assert "Uitgenodigd" in page.text
    account = await Account.objects().get(Account.email == "noor@example.com")
    assert account is not None
    [event] = await OutboxEvent.objects()
    assert (event.account, event.kind) == (account.id, EventKind.INVITATION.value)


@BOTH
async def test_rights_are_kept_and_shown_again(office: Office, htmx: bool) -> None:
    dossier = await office.company_dossier()
    bas, member = await acting(office, "bas"), await office.member("daan")
    form = {"which": "chosen", f"right-{dossier}": "deliver"}
    page = await bas.post(f"/colleagues/{member}/rights", form, htmx=htmx)
    page = page if htmx else await bas.follow(page)
    assert page.one(f"#right-{dossier} option[selected]").get("value") == "deliver"
    daan = await acting(office, "daan")
    assert (await daan.get(f"/dossiers/{dossier}/documents")).status == 200


async def test_a_right_to_a_dossier_of_somebody_else_is_no_right(office: Office, dossier: UUID) -> None:
    bas, member = await acting(office, "bas"), await office.member("daan")
    await bas.post(f"/colleagues/{member}/rights", {"which": "chosen", f"right-{dossier}": "deliver"})
    assert (await (await acting(office, "daan")).get(f"/dossiers/{dossier}/documents")).status == 404


@pytest.mark.parametrize("who", ["carla", "sanne", "nobody"])
async def test_whether_there_was_an_account_is_not_to_be_seen(office: Office, who: str) -> None:
    """The same words, whoever has the address: a client of the office, somebody of the office, or nobody."""
    bas = await acting(office, "bas")
    shown = []
    for email in (f"{who}@example.com", "noor@example.com"):
        page = await bas.follow(await bas.post("/colleagues", {"name": "Iemand", "email": email}))
        row = next(row for row in page.all("#colleagues tbody tr") if email in row.text_content())
        member = await bas.get(row.cssselect("a")[0].get("href"))
        texts = (row.text_content(), member.one("#member").text_content())
        shown.append([" ".join(text.replace(email, "").split()) for text in texts])
    assert shown[0] == shown[1]


async def test_who_has_an_account_acts_for_both_with_it(office: Office) -> None:
    bas, carla = await acting(office, "bas"), await office.browser("carla")
    dossier = await office.company_dossier()
    own = await office.dossier("2026.7", clients=("carla",))
    await bas.post("/colleagues", {"name": "C. Öztürk", "email": "carla@example.com"})
    [event] = await OutboxEvent.objects().where(OutboxEvent.account == carla.id)
    assert event.kind == EventKind.COMPANY_ACCESS.value
    await office.allow("carla", read=dossier)
    assert "2026.7" in (await carla.get("/dossiers")).text
    assert "2026.1203" not in (await carla.get("/dossiers")).text
    choices = await carla.get("/acting")
    assert "Bakker Vastgoed" in choices.one("#acting").text_content()
    await carla.post("/acting", {"for": str(office.organisation)})
    assert "2026.1203" in (await carla.get("/dossiers")).text
    assert "2026.7" not in (await carla.get("/dossiers")).text
    assert (await carla.get(f"/dossiers/{own}/documents")).status == 200  # and is herself from here on
    assert "2026.7" in (await carla.get("/dossiers")).text


async def test_where_somebody_was_last_they_are_at_the_next_sign_in(office: Office) -> None:
    daan = await office.browser("daan")
    await daan.post("/acting", {"for": str(office.organisation)})
    visitor = office.visitor()
    form = {"email": "daan@example.com", "password": "four loose words together", "next": "/"}
    assert (await visitor.post("/login", form)).status == 303
    assert "Bakker Vastgoed" in (await visitor.get("/")).one("h1").text_content()


async def test_only_an_administrator_gets_to_accounts(office: Office, anna: Person) -> None:
    daan, bas = await acting(office, "daan"), await acting(office, "bas")
    member = await office.member("daan")
    for person in (daan, anna):
        assert (await person.get("/colleagues")).status == 404
        assert (await person.post("/colleagues", NOOR)).status == 404
        assert (await person.get(f"/colleagues/{member}")).status == 404
        assert "/colleagues" not in (await person.get("/")).response.text
    assert (await bas.get("/")).one("nav.nav a[href='/colleagues']").text_content().strip() == "Accounts"
    assert not await Membership.exists().where(Membership.name == NOOR["name"])


async def test_who_signed_in_a_while_ago_proves_first_who_they_are(office: Office) -> None:
    bas, member = await acting(office, "bas"), await office.member("daan")
    office.clock.advance(minutes=11)
    for address in ("/colleagues", f"/colleagues/{member}"):
        assert (await bas.get(address)).location == f"/account/proof?next={address}"
    await bas.post("/colleagues", NOOR)
    assert not await Account.exists().where(Account.email == "noor@example.com")
    await bas.post(f"/colleagues/{member}/administration")
    assert await Membership.count().where(Membership.is_administrator.eq(True)) == 1
    proven = await bas.post("/account/proof", {"password": PASSWORD, "next": "/colleagues"})
    assert proven.location == "/colleagues"
    assert (await bas.get("/colleagues")).status == 200


@BOTH
async def test_bas_blocks_unblocks_and_removes(office: Office, htmx: bool) -> None:
    bas, member = await acting(office, "bas"), await office.member("daan")
    blocked = await bas.post(f"/colleagues/{member}/blocking", htmx=htmx)
    blocked = blocked if htmx else await bas.follow(blocked)
    assert "Geblokkeerd" in blocked.text
    assert (await bas.post(f"/colleagues/{member}/unblocking", htmx=htmx)).status in {200, 303}
    assert "Daan Smit verwijderen?" in (await bas.get(f"/colleagues/{member}/removal")).one("h1").text_content()
    assert (await bas.post(f"/colleagues/{member}/removal")).status == 303
    assert (await bas.get(f"/colleagues/{member}")).status == 404


async def test_bas_cannot_leave_the_company_without_anybody(office: Office) -> None:
    bas, own = await acting(office, "bas"), await office.member("bas")
    for act in ("blocking", "removal", "administration/ending"):
        page = await bas.post(f"/colleagues/{own}/{act}")
        assert page.status == 409
        assert "andere beheerder" in page.text


@pytest.mark.parametrize("form", [{"name": "", "email": "noor@example.com"}, {"name": "Noor", "email": "noor"},
                                  {"name": "Noor", "email": "daan@example.com"}, {"name": "N" * 201, "email": "n@e.nl"}])  # fmt: skip
async def test_what_cannot_be_is_said_and_kept(office: Office, form: dict[str, str]) -> None:
    bas = await acting(office, "bas")
    page = await bas.post("/colleagues", form)
    assert page.status == 422
    assert page.value("email") == form["email"]
    assert page.one(".error-summary, [role=alert]") is not None


async def test_an_account_of_the_office_added_by_a_company_opens_nothing_and_is_told_nothing(office: Office) -> None:
    dossier = await office.company_dossier()
    bas = await acting(office, "bas")
    await bas.post("/colleagues", {"name": "Sanne", "email": "sanne@example.com"})
    await office.allow("sanne", deliver=dossier)
    assert not await OutboxEvent.exists().where(OutboxEvent.account == office.accounts["sanne"].id)


async def test_pages_cost_as_little_for_a_company_with_many_dossiers(office: Office) -> None:
    bas, costs = await acting(office, "bas"), []
    for count in (1, 12):
        for number in range(count):
            await office.company_dossier(f"2026.{count}.{number}")
        for path in ("/", "/dossiers", "/colleagues", f"/colleagues/{await office.member('daan')}"):
            with database.counting() as counter:
                await bas.get(path)
            costs.append(counter.statements)
    assert costs[:4] == costs[4:]
    assert costs[0] == 3


async def test_an_account_made_for_the_company_comes_in_for_it(office: Office) -> None:
    noor = await create_account(AccountKind.CLIENT, email="x@example.com", name="X", now=office.clock.now())
    assert await Membership.count().where(Membership.account == noor.id) == 0
    bas = await acting(office, "bas")
    await bas.post("/colleagues", NOOR)
    [row] = await Membership.objects().where(Membership.name == NOOR["name"])
    assert row.is_home
    assert row.used_at is None


async def test_who_invites_and_invites_is_stopped_for_an_hour(office: Office) -> None:
    bas = await acting(office, "bas")
    for number in range(30):
        await bas.post("/colleagues", {"name": "N", "email": f"n{number}@example.com"})
    page = await bas.post("/colleagues", NOOR)
    assert page.status == 422
    assert "60 minuten" in page.text
    assert not await Account.exists().where(Account.email == "noor@example.com")


async def test_of_two_administrators_who_demote_each_other_one_stays(office: Office) -> None:
    bas, now = office.accounts["bas"].id, office.clock.now()
    both = [await office.member("bas"), await office.member("daan")]
    await members.make_administrator(both[1], True, actor=bas, now=now)
    answers = await asyncio.gather(
        *(members.make_administrator(one, False, actor=bas, now=now) for one in both), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["LastAdministrator", "NoneType"]
    assert await Membership.count().where(Membership.is_administrator.eq(True)) == 1


async def test_companies_that_invite_the_same_person_at_once_all_have_them(office: Office) -> None:
    now = office.clock.now()
    companies = [await create_organisation(f"Bedrijf {number}", now=now) for number in range(4)]
    noor = NewMember(NOOR["name"], NOOR["email"])
    made = await asyncio.gather(*(invite(one.id, noor, actor=None, now=now) for one in companies))
    [account] = await Account.objects().where(Account.email == "noor@example.com")
    memberships = await Membership.objects().where(Membership.account == account.id)
    assert {one.id for one in memberships} == set(made)
    assert [one.is_home for one in memberships].count(True) == 1
    assert await OutboxEvent.count().where(OutboxEvent.account == account.id) == len(companies)


async def test_nobody_is_sent_one_invitation_after_the_other(office: Office) -> None:
    bas = await acting(office, "bas")
    await bas.post("/colleagues", NOOR)
    [noor] = await Membership.objects().where(Membership.name == NOOR["name"])
    for _time in range(29):
        assert (await bas.post(f"/colleagues/{noor.id}/invitations")).status == 303
    assert (await bas.post(f"/colleagues/{noor.id}/invitations")).status == 429
    assert await OutboxEvent.count().where(OutboxEvent.account == noor.account) == 30
