"""Dutch and English: the last explicit choice wins, and survives signing out and in."""

from portal.accounts.tables import Account
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office


async def switch(person: Person, language: str, back_to: str):
    return await person.post("/language", {"language": language, "next": back_to})


async def test_the_choice_works_at_once_and_stays_after_signing_out(office: Office, anna: Person) -> None:
    page = await switch(anna, "en", "/actions")
    assert (page.status, page.location) == (303, "/actions")
    assert "Actions" in (await anna.get("/actions")).one("h1").text_content()
    await anna.post("/logout")
    assert "Sign in" in (await anna.get("/login")).text


async def test_a_choice_on_the_sign_in_page_goes_to_the_account(office: Office) -> None:
    visitor = office.visitor()
    await switch(visitor, "en", "/login")
    await visitor.post("/login", {"email": "anna@example.com", "password": PASSWORD})
    assert (await visitor.get("/")).tree.get("lang") == "en"
    account = await Account.objects().get(Account.email == "anna@example.com")
    assert account is not None
    assert account.language == "en"


async def test_without_a_choice_the_language_of_the_account_comes_back(office: Office) -> None:
    await Account.update({Account.language: "en"}).where(Account.email == "anna@example.com")
    visitor = office.visitor()
    await visitor.post("/login", {"email": "anna@example.com", "password": PASSWORD})
    assert (await visitor.get("/")).tree.get("lang") == "en"


async def test_the_language_of_the_last_person_does_not_become_the_next_ones(office: Office) -> None:
    shared = office.visitor()
    await switch(shared, "en", "/login")
    await shared.post("/login", {"email": "anna@example.com", "password": PASSWORD})
    await shared.post("/logout")
    await shared.get("/login")
    await shared.post("/login", {"email": "carla@example.com", "password": PASSWORD})
    assert (await shared.get("/")).tree.get("lang") == "nl"


async def test_an_unknown_language_does_not_exist(anna: Person) -> None:
    assert (await switch(anna, "fr", "/")).status == 404
