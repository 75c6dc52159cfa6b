"""Setting up codes by text message: a number, its code, the recovery code, and from then on at every sign-in."""

import asyncio

import pytest

from portal.accounts import mobile
from portal.accounts.factors import queries
from portal.accounts.factors.sms.limits import ACCOUNT_HOUR
from portal.accounts.factors.tables import FactorKind, SecondFactor
from tests.accounts.factors import sign_in, tools
from tests.accounts.sms.texting import NUMBER, another, code_of, deliver, give_sms, kept
from tests.support.browser import Page, Person
from tests.support.office import Office

SMS, CODE = "/account/two-step/sms", "/account/two-step/sms/code"


async def numbers(office: Office, name: str = "anna") -> list[str]:
    """The numbers that somebody's codes go to."""
    return [tools(office).unseal(one) for one in await queries.confirmed(office.accounts[name].id)]


async def give_number(person: Person, number: str = "06 12 34 56 78", **form: bool) -> Page:
    """Fill in the first page."""
    return await person.post(SMS, {"number": number}, **form)


@pytest.mark.parametrize("htmx", [False, True])
async def test_a_number_a_code_and_the_recovery_code_and_it_is_on(office: Office, anna: Person, htmx: bool) -> None:
    assert SMS in (await anna.get("/account/two-step/new")).response.text
    page = await anna.follow(await give_number(anna, htmx=htmx))
    assert "06 12 34 56 78" in page.text
    assert page.one("#code").get("autocomplete") == "one-time-code"
    done = await anna.post(CODE, {"code": await code_of(office)}, htmx=htmx)
    assert done.location == "/account/recovery-code"
    assert "herstelcode" in (await anna.follow(done)).text
    assert await numbers(office) == [NUMBER]
    assert "06 •• •• •• 78" in (await anna.get("/account/two-step")).text
    assert "12 34" not in (await anna.get("/account")).text
    visitor = office.visitor()
    assert (await sign_in(visitor, office, "anna")).location == "/login/code"
    office.clock.advance(minutes=2)
    assert (await visitor.post("/login/code/message")).location == "/login/code"
    assert (await visitor.post("/login/code", {"code": await code_of(office)})).location == "/"


@pytest.mark.parametrize("typed", ["", "020 555 01 20", "+44 7400 123456", "0900 1234", "<script>", "x" * 3_000])
async def test_what_is_no_mobile_number_stays_in_the_field_with_the_reason(
    office: Office, anna: Person, typed: str
) -> None:
    page = await give_number(anna, typed)
    assert page.status == 422
    assert page.value("number") == typed
    assert page.one("#number-error") is not None
    await deliver(office)
    assert not kept(office).messages


async def test_a_number_counts_for_nothing_before_its_code_came_back(office: Office, anna: Person) -> None:
    await give_number(anna)
    assert await numbers(office) == []
    assert (await sign_in(office.visitor(), office, "anna")).location == "/"


async def test_the_code_of_somebody_else_proves_nothing(office: Office, anna: Person, bas: Person) -> None:
    await give_number(anna)
    of_anna = await code_of(office)
    await give_number(bas, "06 87 65 43 21")
    of_bas = await code_of(office)
    assert (await anna.post(CODE, {"code": of_bas})).status == 422
    assert (await anna.post(CODE, {"code": of_anna})).status == 303
    assert await numbers(office, "bas") == []


async def test_another_number_takes_the_place_of_the_first_when_it_is_proven_and_not_before(
    office: Office,
) -> None:
    await give_sms(office, "anna")
    anna = await office.browser("anna")  # the sessions of before have ended
    await give_number(anna, "+32 470 12 34 56")
    assert await numbers(office) == [NUMBER]
    done = await anna.post(CODE, {"code": await code_of(office)})
    assert done.location == "/account/two-step"
    assert await numbers(office) == ["+32470123456"]
    assert "+32 ••• •• •• 56" in (await anna.follow(done)).text


async def test_five_wrong_codes_ask_for_the_number_again_and_then_it_works(office: Office, anna: Person) -> None:
    await give_number(anna)
    code = await code_of(office)
    for _try in range(5):
        page = await anna.post(CODE, {"code": another(code)})
    assert "te vaak een verkeerde code" in page.text
    assert page.one("a.btn, .note a").get("href") == SMS
    assert (await anna.post(CODE, {"code": code})).status == 422
    await give_number(anna)
    assert (await anna.post(CODE, {"code": await code_of(office)})).status == 303


async def test_fifty_times_the_right_code_at_once_is_one_factor(office: Office, anna: Person) -> None:
    await give_number(anna)
    code = await code_of(office)
    await asyncio.gather(*(anna.post(CODE, {"code": code}) for _try in range(50)))
    assert await numbers(office) == [NUMBER]
    assert await SecondFactor.count() == 1


async def test_the_form_sent_twice_is_one_message(office: Office, anna: Person) -> None:
    for _time in range(2):
        assert (await give_number(anna)).location == CODE
    await deliver(office)
    assert len(kept(office).messages) == 1
    assert (await anna.get(SMS)).value("number") == "06 12 34 56 78"


async def test_too_many_numbers_are_refused_in_place(office: Office, anna: Person) -> None:
    for place in range(ACCOUNT_HOUR + 1):
        page = await give_number(anna, f"06 12 34 56 {place:02}")
    assert page.status == 422
    assert "te veel sms'en" in page.text
    assert page.one("a[href='/account/two-step/new']") is not None


@pytest.mark.parametrize("htmx", [False, True])
async def test_a_new_code_comes_after_a_minute(office: Office, anna: Person, htmx: bool) -> None:
    await give_number(anna)
    old = await code_of(office)
    assert "minder dan een minuut" in (await anna.post(f"{CODE}/message", htmx=htmx)).text
    office.clock.advance(seconds=60)
    await anna.post(f"{CODE}/message", htmx=htmx)
    new = await code_of(office)
    told = await anna.get(f"{CODE}/message", htmx=True)
    assert "14.08 uur" in told.text
    assert (await anna.post(CODE, {"code": old})).status == 422
    assert (await anna.post(CODE, {"code": new})).status == 303


async def test_the_page_of_the_code_without_a_number_begins_with_the_number(anna: Person) -> None:
    assert (await anna.get(CODE)).location == SMS
    assert (await anna.get(f"{CODE}/message")).location == SMS
    assert (await anna.post(CODE, {"code": "123456"})).location == SMS
    assert (await anna.post(f"{CODE}/message")).location == SMS


async def test_staff_is_offered_an_app_and_no_text_messages(sanne: Person) -> None:
    page = await sanne.get("/staff/account/two-step/new")
    assert FactorKind.APP.value in page.response.text
    assert "two-step/sms" not in page.response.text
    assert (await sanne.get("/staff/account/two-step/sms")).status == 404


async def test_who_signed_in_long_ago_proves_first_who_they_are(office: Office, anna: Person) -> None:
    office.clock.advance(minutes=11)
    assert (await anna.get(SMS)).location.startswith("/account/proof")
    assert (await give_number(anna)).location.startswith("/account/proof")
    await deliver(office)
    assert not kept(office).messages


async def test_the_number_that_the_office_knows_stands_in_the_field_and_is_only_a_proposal(
    office: Office, anna: Person, bas: Person
) -> None:
    await mobile.keep(anna.id, "+31687654321", keys=office.adapters.keys)
    assert (await anna.get(SMS)).value("number") == "06 87 65 43 21"
    assert (await bas.get(SMS)).value("number") == ""
    await give_number(anna)
    assert (await anna.get(SMS)).value("number") == "06 12 34 56 78", (
        "what she typed comes before what the office knows"
    )
    await anna.post(CODE, {"code": await code_of(office)})
    assert await numbers(office) == [NUMBER]
    assert (await anna.get(SMS)).value("number") == "", "who comes back for another number is not offered one"
