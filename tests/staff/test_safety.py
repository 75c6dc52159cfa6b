"""What only an administrator of the office does, and what the office demands of people who sign in."""

import asyncio
import dataclasses
import datetime

import pytest
from httpx import Response

from portal import database
from portal.accounts import staffing
from portal.accounts.tables import Account, StaffRole
from portal.app import create_app
from portal.errors import NotFound
from portal.outbox.events import EventKind
from tests.accounts.factors import code_now, give_app, own_factor, sign_in
from tests.accounts.post import events
from tests.support.browser import Person
from tests.support.office import Office

RESET = {"check": "desk", "paper": "passport"}


async def become(office: Office, name: str, role: StaffRole) -> None:
    await Account.update({Account.role: role.value}).where(Account.id == office.accounts[name].id)


async def colleague(office: Office, sanne: Person) -> str:
    """Invite Piet; his page."""
    typed = {"name": "Piet Peeters", "email": "piet@example.com", "role": "employee"}
    assert (await sanne.post("/staff/office/people", typed)).location == "/staff/office"
    account = await Account.objects().get(Account.email == "piet@example.com")
    assert account is not None
    assert await events(account.id) == [EventKind.INVITATION]
    return f"/staff/office/people/{account.id}"


async def test_an_employee_finds_nothing_that_is_for_administrators(office: Office, sanne: Person) -> None:
    piet = await colleague(office, sanne)
    await own_factor(office, "anna")
    await become(office, "sanne", StaffRole.EMPLOYEE)
    anna = f"/staff/clients/{office.accounts['anna'].id}"
    for path in ("/staff/office", piet):
        assert (await sanne.get(path)).status == 404
    for path in ("/staff/office/demand", "/staff/office/people", f"{piet}/role", f"{piet}/blocking"):
        assert (await sanne.post(path, {"role": "administrator"})).status == 404
    assert (await sanne.post(f"{anna}/two-step-reset", RESET)).status == 404
    page = await sanne.get(anna)
    assert page.status == 200
    assert not page.all("form[action$=two-step-reset]")
    assert not page.all("nav a[href='/staff/office']")


async def test_a_colleague_who_did_not_come_in_yet_is_invited_again(office: Office, sanne: Person) -> None:
    piet = await colleague(office, sanne)
    assert "Nog niet geactiveerd" in (await sanne.get("/staff/office")).text
    form = (await sanne.get(piet)).one("form[action$=invitations]")
    assert (await sanne.post(form.get("action"))).status == 303
    account = await Account.objects().get(Account.email == "piet@example.com")
    assert account is not None
    assert await events(account.id) == [EventKind.INVITATION] * 2
    await Account.update({Account.password_hash: "x"}).where(Account.id == account.id)
    assert (await sanne.post(form.get("action"))).status == 409
    assert not (await sanne.get(piet)).all("form[action$=invitations]")


async def test_administrators_who_block_each_other_at_once_leave_one(office: Office, sanne: Person) -> None:
    await colleague(office, sanne)
    piet = await Account.objects().get(Account.email == "piet@example.com")
    assert piet is not None
    await Account.update({Account.role: "administrator"}).where(Account.id == piet.id)
    first, second = office.accounts["sanne"].id, piet.id
    outcomes = await asyncio.gather(
        staffing.block(second, actor=first, now=office.clock.now()),
        staffing.block(first, actor=second, now=office.clock.now()),
        return_exceptions=True,
    )
    assert sorted(isinstance(outcome, NotFound) for outcome in outcomes) == [False, True]
    assert await staffing.has_administrator()


async def test_an_administrator_changes_what_a_colleague_may_do(office: Office, sanne: Person) -> None:
    piet = await colleague(office, sanne)
    assert (await sanne.post(f"{piet}/role", {"role": "administrator"})).status == 303
    assert (await sanne.post(f"{piet}/role", {"role": "king"})).status == 404
    assert (await sanne.post(f"{piet}/blocking")).status == 303
    account = await Account.objects().get(Account.email == "piet@example.com")
    assert account is not None
    assert (account.role, account.is_active) == ("administrator", False)
    assert (await sanne.post(f"{piet}/unblocking")).status == 303


async def test_nobody_changes_themselves_so_that_an_administrator_remains(office: Office, sanne: Person) -> None:
    await own_factor(office, "sanne")
    own = f"/staff/office/people/{office.accounts['sanne'].id}"
    for act, form in (("role", {"role": "employee"}), ("blocking", {}), ("two-step-reset", RESET)):
        assert (await sanne.post(f"{own}/{act}", form)).status == 409
    assert (await sanne.get("/staff/office")).status == 200


async def test_the_office_resets_a_client_after_recording_how_they_made_sure(office: Office, sanne: Person) -> None:
    await give_app(office, "anna")
    anna = await office.browser("anna")
    page = f"/staff/clients/{office.accounts['anna'].id}"
    for lacking in ({}, {"check": "desk"}, {"check": "desk", "paper": "none"}, {"check": "x", "paper": "passport"}):
        assert (await sanne.post(f"{page}/two-step-reset", lacking)).status == 422
    assert (await sanne.post(f"{page}/two-step-reset", RESET)).location == page
    assert EventKind.FACTORS_RESET in await events(office.accounts["anna"].id)
    assert (await anna.get("/account")).status == 303, "every session ended"
    assert (await sign_in(office.visitor(), office, "anna")).location == "/"
    assert "mr. S. Okafor" in (await sanne.get(page)).text
    entries = await database.query("SELECT detail FROM audit_entry WHERE action = 'factors_reset'")
    assert [entry["detail"] for entry in entries] == ['{"check":"desk","paper":"passport"}']
    assert (await sanne.post(f"{page}/two-step-reset", RESET)).status == 404, "there is nothing left to take away"


async def test_an_administrator_who_signed_in_a_while_ago_is_asked_again(office: Office, sanne: Person) -> None:
    await give_app(office, "anna")
    page = f"/staff/clients/{office.accounts['anna'].id}"
    office.clock.advance(minutes=11)
    sent = await sanne.post(f"{page}/two-step-reset", RESET, referer=f"http://portal.test{page}")
    assert sent.location == f"/staff/account/proof?next={page}"
    assert EventKind.FACTORS_RESET not in await events(office.accounts["anna"].id)


async def demand(sanne: Person, day: datetime.date | None) -> None:
    typed = {f"second_step_from-{part}": str(getattr(day, part)) for part in ("day", "month", "year")} if day else {}
    assert (await sanne.post("/staff/office/demand", typed)).location == "/staff/office"


async def test_before_the_day_clients_are_asked_and_from_that_day_nothing_else_opens(
    office: Office, sanne: Person, anna: Person
) -> None:
    today = office.clock.now().date()
    await demand(sanne, today + datetime.timedelta(days=1))
    assert (await anna.get("/")).all("a[href='/account/two-step/new']")
    await demand(sanne, today)
    for path in ("/", "/dossiers", "/actions", "/account", "/account/sessions"):
        assert (await anna.get(path)).location.startswith("/account/two-step/new"), path
    assert (await anna.get("/dossiers", htmx=True)).headers["hx-redirect"].startswith("/account/two-step/new")
    put = await put_nothing(anna)
    assert put.status_code == 401
    assert (await anna.get("/account/two-step/new")).status == 200
    page = await anna.get("/account/two-step/app")
    key = page.one("#key").text_content().replace(" ", "")
    assert (await anna.post("/account/two-step/app", {"code": code_now(office, key)})).status == 303
    assert (await anna.get("/dossiers")).status == 200
    await demand(sanne, None)
    assert (await (await office.browser("carla")).get("/dossiers")).status == 200


async def put_nothing(person: Person) -> Response:
    nobody = "00000000-0000-4000-8000-000000000000"
    address = f"/upload-requests/{nobody}/files/{nobody}"
    return await person.client.put(address, content=b"x", headers={"X-CSRF-Token": person.csrf_token})


@pytest.mark.parametrize(
    "typed", [{"second_step_from-day": "31", "second_step_from-month": "2"}, {"second_step_from-year": "x"}]
)
async def test_what_is_no_day_is_asked_again(sanne: Person, typed: dict[str, str]) -> None:
    assert (await sanne.post("/staff/office/demand", typed)).status == 422


async def test_staff_set_up_a_second_factor_before_anything_opens(office: Office) -> None:
    strict = dataclasses.replace(office.settings, staff_second_step=True)
    app = create_app(strict, office.adapters)
    sanne = Person(app, strict, kind="staff")
    assert (await sign_in(sanne, office, "sanne")).location == "/staff"
    for path in ("/staff", "/staff/dossiers", "/staff/clients", "/staff/office"):
        assert (await sanne.get(path)).location.startswith("/staff/account/two-step/new"), path
    page = await sanne.get("/staff/account/two-step/new")
    assert not page.all("a[href$='/two-step/sms']"), "the office does not use text messages"
    form = await sanne.get("/staff/account/two-step/app")
    key = form.one("#key").text_content().replace(" ", "")
    await sanne.post("/staff/account/two-step/app", {"code": code_now(office, key)})
    assert (await sanne.get("/staff")).status == 200
