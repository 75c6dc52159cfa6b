"""Setting up two-step verification, the recovery code, proving again, and turning it off."""

import asyncio

import pytest

from portal import database
from portal.accounts import links
from portal.accounts.tables import Account, LinkPurpose
from portal.outbox.events import EventKind
from tests.accounts.factors import code_now, give_app, link_and_keep, link_app, own_factor, sign_in, wrong_code
from tests.accounts.post import events
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

SHORT = "twaalf tekens"  # 13 characters: enough beside a second factor only


async def has_factor(office: Office, name: str = "anna") -> bool:
    question = "SELECT 1 FROM second_factor WHERE account = {} AND confirmed_at IS NOT NULL"
    return bool(await database.query(question, office.accounts[name].id))


async def test_anna_links_an_app_by_its_picture_or_its_key_and_is_told(office: Office, anna: Person) -> None:
    page = await anna.get("/account/two-step/app")
    assert page.one("img.qr").get("src").startswith("data:image/svg+xml")
    shown = page.one("#key").text_content()
    assert (await anna.get("/account/two-step/app")).one("#key").text_content() == shown, "a reload keeps the key"
    _key, done = await link_app(office, anna)
    assert done.location == "/account/recovery-code"
    assert await has_factor(office)
    assert await events(anna.id) == [EventKind.FACTOR_ADDED]
    assert "App met codes" in (await anna.get("/account")).text


async def test_an_app_counts_only_after_its_code(office: Office, anna: Person) -> None:
    page = await anna.get("/account/two-step/app")
    key = page.one("#key").text_content().replace(" ", "")
    for wrong in ("", "12345", "abcdef", "１２３４５６", wrong_code(office, key), "1" * 5000):
        page = await anna.post("/account/two-step/app", {"code": wrong})
        assert page.status == 422
        assert page.one("#key").text_content().replace(" ", "") == key
    assert not await has_factor(office)
    assert (await sign_in(office.visitor(), office, "anna")).location == "/"


async def test_the_key_is_nowhere_in_the_database_in_the_clear(office: Office, anna: Person) -> None:
    key, _done = await link_app(office, anna)
    rows = await database.query("SELECT secret FROM second_factor")
    assert all(key.encode() not in bytes(row["secret"]) for row in rows)


async def test_linking_gives_the_session_another_token_and_ends_the_others(office: Office, anna: Person) -> None:
    elsewhere = await office.browser("anna")
    before = anna.client.cookies.get(anna.cookie)
    await link_app(office, anna)
    assert anna.client.cookies.get(anna.cookie) != before
    assert (await elsewhere.get("/account")).status == 303
    thief = office.visitor()
    thief._keep(thief.cookie, str(before))
    assert (await thief.get("/account")).status == 303, "the old token is dead"
    assert (await anna.get("/account")).status == 200


async def test_turning_one_of_two_off_leaves_the_other_and_the_code(office: Office, anna: Person) -> None:
    await link_and_keep(office, anna)
    await link_app(office, anna)
    link = (await anna.get("/account/two-step")).all("a[href$=removal]")[0].get("href")
    assert (await anna.post(link, {})).location == "/account/two-step"
    assert await has_factor(office)
    assert await database.query("SELECT 1 FROM recovery_code")
    assert EventKind.FACTOR_REMOVED in await events(anna.id)


async def test_turning_the_last_off_asks_for_the_password_and_takes_the_code_away(office: Office, anna: Person) -> None:
    await link_and_keep(office, anna)
    link = (await anna.get("/account/two-step")).one("a[href$=removal]").get("href")
    assert (await anna.post(link, {"current": "guess"})).status == 422
    assert await has_factor(office)
    assert (await anna.post(link, {"current": PASSWORD})).status == 303
    assert not await has_factor(office)
    assert not await database.query("SELECT 1 FROM recovery_code")
    assert (await sign_in(office.visitor(), office, "anna")).location == "/"


async def test_a_password_that_is_too_short_to_stand_alone_is_replaced_first(office: Office, anna: Person) -> None:
    await link_and_keep(office, anna)
    changed = await anna.post("/account/password", {"current": PASSWORD, "password": SHORT})
    assert changed.location == "/account/password/changed"
    link = (await anna.get("/account/two-step")).one("a[href$=removal]").get("href")
    page = await anna.post(link, {"current": SHORT})
    assert page.status == 422
    assert page.all("#password")
    assert await has_factor(office)
    token = await links.make_link(office.accounts["anna"].id, purpose=LinkPurpose.RESET, now=office.clock.now())
    longer = "paars fietsbel donderdag"
    assert (await anna.post(link, {"current": SHORT, "password": longer})).status == 303
    assert (await sign_in(office.visitor(), office, "anna", longer)).location == "/"
    visitor = office.visitor()
    await visitor.get(f"/reset/{token}")
    assert (await visitor.get("/reset")).status == 410, "a link that was asked for before is worthless"


async def test_without_a_second_factor_fifteen_characters_are_asked(office: Office, anna: Person) -> None:
    page = await anna.post("/account/password", {"current": PASSWORD, "password": SHORT})
    assert page.status == 422
    assert "15" in page.one("#password-error").text_content()


async def test_nobody_turns_off_what_is_somebody_elses(office: Office, anna: Person, bas: Person) -> None:
    await link_and_keep(office, anna)
    link = (await anna.get("/account/two-step")).one("a[href$=removal]").get("href")
    assert (await bas.get(link)).status == 404
    assert (await bas.post(link, {"current": PASSWORD})).status == 404
    assert await has_factor(office)


@pytest.mark.parametrize("path", ["/account/two-step/app", "/account/password"])
@pytest.mark.parametrize("by", ["password", "code"])
async def test_after_ten_minutes_anna_is_asked_again_and_comes_back(
    office: Office, anna: Person, path: str, by: str
) -> None:
    key, _code = await link_and_keep(office, anna)
    assert (await anna.get(path)).status == 200
    office.clock.advance(minutes=11)
    page = await anna.get(path)
    assert page.location == f"/account/proof?next={path}"
    form = await anna.follow(page)
    before = anna.client.cookies.get(anna.cookie)
    assert (await anna.post("/account/proof", {"next": form.value("next"), by: "123"})).status == 422
    right = PASSWORD if by == "password" else code_now(office, key)
    assert (await anna.post("/account/proof", {"next": form.value("next"), by: right})).location == path
    assert anna.client.cookies.get(anna.cookie) != before
    assert (await anna.get(path)).status == 200


async def test_a_proof_leads_to_our_own_pages_only(anna: Person) -> None:
    page = await anna.post("/account/proof", {"next": "https://evil.example/", "password": PASSWORD})
    assert page.location == "/"


async def test_a_form_that_is_sent_too_late_is_not_carried_out(office: Office, anna: Person) -> None:
    await link_and_keep(office, anna)
    link = (await anna.get("/account/two-step")).one("a[href$=removal]").get("href")
    office.clock.advance(minutes=11)
    sent = await anna.post(link, {"current": PASSWORD}, referer=f"http://portal.test{link}")
    assert sent.location == f"/account/proof?next={link}"
    assert await has_factor(office)


async def test_a_new_password_by_link_still_asks_for_the_second_factor(office: Office) -> None:
    from portal.accounts import links
    from portal.accounts.tables import LinkPurpose

    key = await give_app(office, "anna")
    account = office.accounts["anna"].id
    token = await links.make_link(account, purpose=LinkPurpose.RESET, now=office.clock.now())
    visitor = office.visitor()
    await visitor.get(f"/reset/{token}")
    assert (await visitor.post("/reset", {"password": SHORT})).location == "/login/code"
    assert (await visitor.get("/account")).status == 303
    office.clock.advance(seconds=30)
    assert (await visitor.post("/login/code", {"code": code_now(office, key)})).status == 303
    assert (await visitor.get("/account")).status == 200


async def test_staff_links_an_app_at_their_own_door(office: Office, sanne: Person) -> None:
    key, done = await link_app(office, sanne, "/staff")
    assert done.location == "/staff/account/recovery-code"
    office.clock.advance(seconds=30)
    visitor = office.visitor("staff")
    assert (await sign_in(visitor, office, "sanne")).location == "/staff/login/code"
    assert (await visitor.post("/staff/login/code", {"code": code_now(office, key)})).location == "/staff"
    assert (await visitor.get("/staff")).status == 200


async def test_a_halfway_sign_in_of_a_client_is_none_of_staff(office: Office) -> None:
    key = await give_app(office, "anna")
    visitor = office.visitor()
    await sign_in(visitor, office, "anna")
    assert (await visitor.get("/staff/login/code")).location == "/staff/login"
    assert (await visitor.post("/login/code", {"code": code_now(office, key)})).status == 303


async def test_an_account_that_was_blocked_meanwhile_gets_no_further(office: Office) -> None:
    key = await give_app(office, "anna")
    visitor = office.visitor()
    await sign_in(visitor, office, "anna")
    await Account.update({Account.is_active: False}).where(Account.id == office.accounts["anna"].id)
    assert (await visitor.post("/login/code", {"code": code_now(office, key)})).status == 422


async def test_of_two_factors_that_are_turned_off_at_once_one_stays(office: Office, anna: Person) -> None:
    await own_factor(office, "anna")
    await own_factor(office, "anna")
    links = [link.get("href") for link in (await anna.get("/account/two-step")).all("a[href$=removal]")]
    pages = await asyncio.gather(*(anna.post(link) for link in links))
    assert sorted(page.status for page in pages) in ([303, 409], [303, 422]), "the last one asks for the password"
    assert len((await anna.get("/account/two-step")).all("a[href$=removal]")) == 1
