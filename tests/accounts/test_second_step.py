"""The second step of signing in: asked after the right password, proven once, and guessed by nobody."""

import asyncio

from portal.accounts.factors.halfway import TRIES
from tests.accounts.factors import code_now, give_app, sign_in, wrong_code
from tests.support.office import Office


async def test_the_right_password_alone_opens_nothing_for_who_has_a_second_factor(office: Office) -> None:
    await give_app(office, "anna")
    visitor = office.visitor()
    page = await sign_in(visitor, office, "anna")
    assert page.location == "/login/code"
    assert (await visitor.get("/account")).location.startswith("/login")


async def test_the_code_of_the_app_lets_the_person_in_where_they_wanted_to_go(office: Office) -> None:
    key = await give_app(office, "anna")
    visitor = office.visitor()
    await visitor.follow(await sign_in(visitor, office, "anna", next="/account"))
    page = await visitor.post("/login/code", {"code": code_now(office, key)})
    assert page.location == "/account"
    assert (await visitor.get("/account")).status == 200


async def test_a_code_is_good_for_its_half_minute_and_the_next_and_never_twice(office: Office) -> None:
    key = await give_app(office, "anna")
    code = code_now(office, key)
    for seconds, is_good in ((0, True), (30, False), (0, False)):
        office.clock.advance(seconds=seconds)
        visitor = office.visitor()
        await sign_in(visitor, office, "anna")
        assert (await visitor.post("/login/code", {"code": code})).status == (303 if is_good else 422)


async def test_a_code_of_the_half_minute_before_is_good_and_an_older_one_is_not(office: Office) -> None:
    key = await give_app(office, "anna")
    for seconds, is_good in ((60, False), (30, True)):
        visitor, code = office.visitor(), code_now(office, key)
        await sign_in(visitor, office, "anna")
        office.clock.advance(seconds=seconds)
        assert (await visitor.post("/login/code", {"code": code})).status == (303 if is_good else 422)


async def test_of_fifty_tries_at_once_with_the_right_code_one_gets_in(office: Office) -> None:
    key = await give_app(office, "anna")
    visitor = office.visitor()
    await sign_in(visitor, office, "anna")
    code = code_now(office, key)
    pages = await asyncio.gather(*(visitor.post("/login/code", {"code": code}) for _try in range(50)))
    assert sum(page.status == 303 and page.location == "/" for page in pages) == 1


async def test_of_fifty_wrong_tries_at_once_no_more_than_five_are_looked_at(office: Office) -> None:
    key = await give_app(office, "anna")
    visitor = office.visitor()
    await sign_in(visitor, office, "anna")
    wrong = wrong_code(office, key)
    pages = await asyncio.gather(*(visitor.post("/login/code", {"code": wrong}) for _try in range(50)))
    assert sum("This code is not right" in page.text or "klopt niet" in page.text for page in pages) <= TRIES - 1
    assert (await visitor.post("/login/code", {"code": code_now(office, key)})).status == 422


async def test_a_sign_in_that_is_left_halfway_is_over_after_ten_minutes(office: Office) -> None:
    key = await give_app(office, "anna")
    visitor = office.visitor()
    await sign_in(visitor, office, "anna")
    office.clock.advance(minutes=10)
    assert (await visitor.post("/login/code", {"code": code_now(office, key)})).status == 422
    assert (await visitor.get("/login/code")).location == "/login"


async def test_a_code_does_not_finish_the_sign_in_of_somebody_else(office: Office) -> None:
    key = await give_app(office, "anna")
    await give_app(office, "bas")
    visitor = office.visitor()
    await sign_in(visitor, office, "bas")
    assert (await visitor.post("/login/code", {"code": code_now(office, key)})).status == 422
