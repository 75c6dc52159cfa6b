"""The recovery code: shown until it was kept, good for one time, and replaced."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from portal import database
from portal.accounts.factors import app, recovery
from portal.outbox.events import EventKind
from tests.accounts.factors import give_app, link_and_keep, link_app, sign_in
from tests.accounts.post import events
from tests.support.browser import Person
from tests.support.office import Office


async def test_the_recovery_code_is_shown_until_it_was_kept_and_never_again(office: Office, anna: Person) -> None:
    _key, done = await link_app(office, anna)
    code = (await anna.follow(done)).one("#recovery-code").text_content()
    assert (await anna.post("/account/recovery-code/keeping", {})).status == 422
    assert (await anna.get("/account/recovery-code")).one("#recovery-code").text_content() == code
    assert (await anna.post("/account/recovery-code/keeping", {"kept": "1"})).location == "/account/two-step"
    assert not (await anna.get("/account/recovery-code")).all("#recovery-code")
    rows = await database.query("SELECT code, kept_at FROM recovery_code")
    assert rows[0]["kept_at"] is not None
    assert rows[0]["code"] not in code


async def test_a_recovery_code_lets_anna_in_once_and_is_replaced_and_she_is_told(office: Office, anna: Person) -> None:
    _key, code = await link_and_keep(office, anna)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    visitor = office.visitor()
    await sign_in(visitor, office, "anna")
    page = await visitor.post("/login/recovery-code", {"recovery_code": typed})
    assert page.location == "/account/recovery-code"
    fresh = await visitor.follow(page)
    assert fresh.one("#recovery-code").text_content() != code
    assert fresh.all("[name=others][checked]"), "Anna may end her session elsewhere"
    assert EventKind.RECOVERY_CODE_USED in await events(anna.id)
    other = office.visitor()
    await sign_in(other, office, "anna")
    assert (await other.post("/login/recovery-code", {"recovery_code": code})).status == 422
    await visitor.post("/account/recovery-code/keeping", {"kept": "1", "others": "1"})
    assert (await anna.get("/account")).status == 303


async def test_of_fifty_who_use_one_recovery_code_at_once_one_gets_in(office: Office, anna: Person) -> None:
    _key, code = await link_and_keep(office, anna)
    visitors = [office.visitor() for _one in range(3)]
    for visitor in visitors:
        await sign_in(visitor, office, "anna")
    tries = [(visitors[number % 3], {"recovery_code": code}) for number in range(50)]
    pages = await asyncio.gather(*(visitor.post("/login/recovery-code", typed) for visitor, typed in tries))
    assert sum(page.location == "/account/recovery-code" for page in pages) == 1


async def test_a_recovery_code_is_of_no_use_without_the_password_or_to_somebody_else(
    office: Office, anna: Person
) -> None:
    _key, code = await link_and_keep(office, anna)
    assert (await office.visitor().post("/login/recovery-code", {"recovery_code": code})).status == 422
    await give_app(office, "bas")
    visitor = office.visitor()
    await sign_in(visitor, office, "bas")
    assert (await visitor.post("/login/recovery-code", {"recovery_code": code})).status == 422


async def test_a_second_method_does_not_replace_the_recovery_code(office: Office, anna: Person) -> None:
    await link_and_keep(office, anna)
    _key, done = await link_app(office, anna)
    assert done.location == "/account/two-step"
    assert len((await anna.get("/account/two-step")).all("a[href$=removal]")) == 2


@given(st.integers())
def test_every_recovery_code_has_all_its_bits_and_survives_being_typed(_example: int) -> None:
    code = recovery.new_code()
    assert len(recovery.folded(code)) == 26
    assert set(recovery.folded(code)) <= set(recovery.ALPHABET)
    sloppy = code.lower().replace("-", "  ").replace("0", "O").replace("1", "i")
    assert recovery.folded(sloppy) == recovery.folded(code)


def test_two_recovery_codes_differ_and_two_keys_too() -> None:
    assert len({recovery.new_code() for _one in range(1000)}) == 1000
    assert len({app.new_key() for _one in range(1000)}) == 1000
