"""New passwords: what is easily guessed is refused, and while one types there is advice that obliges to nothing."""

import time

import pytest

from portal.accounts import links
from portal.accounts.forms import NewPassword
from portal.accounts.strength import refusal_of, words_about
from portal.accounts.tables import LinkPurpose, SignInAttempts
from portal.adapters.strength import LOOKED_AT, PasswordStrength, Strength
from portal.audit.tables import AuditEntry
from tests.accounts.factors import own_factor
from tests.support.browser import Person
from tests.support.office import PASSWORD, Office

GOOD = "paars fietsbel donderdag"


async def link(office: Office, purpose: LinkPurpose) -> Person:
    """A visitor who followed a link."""
    visitor = office.visitor()
    token = await links.make_link(office.accounts["anna"].id, purpose=purpose, now=office.clock.now())
    await visitor.get(f"/{'activate' if purpose is LinkPurpose.INVITATION else 'reset'}/{token}")
    return visitor


async def refusal(office: Office, typed: str) -> str:
    wanted = NewPassword(typed, "Anna de Vries", "anna@example.com")
    return await refusal_of(wanted, settings=office.settings, strength=office.app.state.strength)


@pytest.mark.parametrize(
    "typed",
    [
        "passwordpassword",
        "aaaaaaaaaaaaaaaaaaa",
        "qwertyuiopasdfghjkl",
        "1234567890123456789",
        "abcabcabcabcabcabc",
        "Wachtwoord2026!",
        "Welkom01Welkom01",
        "vanaemstelnotariaat",
        "Keizersgracht1002026",
        "Klantenportaal2026",
        "AnnadeVries2026",
        "anna@example.com",
        "letmeinletmein2024",
        "iloveyouiloveyou!!",
        "P@ssw0rdP@ssw0rd",
    ],
)
async def test_what_is_easily_guessed_is_refused_in_words(office: Office, typed: str) -> None:
    assert "makkelijk te raden" in await refusal(office, typed)


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        "correct horse battery staple",
        "ik eet graag stroopwafels met vla",
        "каша яблоко мост река",
        "😀🚲🌧️ fiets in de regen",
        "xK9$mQ2!vB7&nL4",
    ],
)
async def test_what_is_not_is_taken_whatever_it_is_made_of(office: Office, typed: str) -> None:
    assert await refusal(office, typed) == ""


async def test_every_leaked_password_of_our_length_is_refused(office: Office) -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    leaked = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 15]
    assert len(leaked) > 20
    assert [word for word in leaked if not await refusal(office, word)] == []


async def test_the_longest_password_takes_no_longer_than_a_short_one(office: Office) -> None:
    strength = PasswordStrength()
    await strength.of("warm", [])
    began = time.process_time()
    await strength.of("4@8({[<6931!|71057$2%+" * 12, words_about(NewPassword("", "A", "a@b"), office.settings))
    assert time.process_time() - began < 2, LOOKED_AT


async def test_the_words_of_one_person_are_not_those_of_the_next() -> None:
    strength = PasswordStrength()
    assert await strength.of("zwartebessenstruik", ["zwartebessenstruik"]) is Strength.NONE
    assert await strength.of("zwartebessenstruik", []) > Strength.FAIR


@pytest.mark.parametrize(("typed", "told"), [
    ("", ""), ("paars", "Te kort."), ("Wachtwoord2026!", "Makkelijk te raden."), (GOOD, "Sterk."),
])  # fmt: skip
async def test_there_is_advice_while_one_types(office: Office, anna: Person, typed: str, told: str) -> None:
    visitors = {
        "/account/password": anna,
        "/activate": await link(office, LinkPurpose.INVITATION),
        "/reset": await link(office, LinkPurpose.RESET),
    }
    for address, person in visitors.items():
        page = await person.post(f"{address}/advice", {"password": typed}, htmx=True)
        assert page.status == 200
        assert page.text.startswith(told)
        assert bool(page.all("progress")) is bool(typed)
        if typed:
            assert typed not in page.response.text
        assert (await person.get(address)).one("#password").get("hx-post") == f"{address}/advice"


async def test_nothing_of_what_is_typed_is_kept(office: Office, anna: Person) -> None:
    before = len(await AuditEntry.objects())
    await anna.post("/account/password/advice", {"password": GOOD}, htmx=True)
    assert len(await AuditEntry.objects()) == before


async def test_who_asks_without_end_gets_no_advice_and_may_go_on(office: Office, anna: Person) -> None:
    await anna.post("/account/password/advice", {"password": GOOD}, htmx=True)
    await SignInAttempts.update({SignInAttempts.failures: 1000}).where(SignInAttempts.failures > 0)
    page = await anna.post("/account/password/advice", {"password": GOOD}, htmx=True)
    assert (page.status, page.all("progress")) == (200, [])


async def test_a_stranger_gets_no_advice(office: Office) -> None:
    for address in ("/activate/advice", "/reset/advice"):
        page = await office.visitor().post(address, {"password": GOOD}, htmx=True)
        assert (page.status, page.all("progress")) == (200, [])
    assert (await office.visitor().post("/account/password/advice", {"password": GOOD})).status == 303


async def test_every_page_with_a_new_password_advises_in_the_same_way(office: Office) -> None:
    await own_factor(office, "anna")
    await own_factor(office, "sanne")
    pages = {"/activate": await link(office, LinkPurpose.INVITATION), "/reset": await link(office, LinkPurpose.RESET)}
    pages |= {"/account/password": await office.browser("anna")}
    shown = [(await person.get(address), f"{address}/advice") for address, person in pages.items()]
    for name, root in (("anna", ""), ("sanne", "/staff")):
        person = await office.browser(name)
        removal = (await person.get(f"{root}/account/two-step")).one("a[href$=removal]").get("href")
        refused = await person.post(removal, {"current": PASSWORD, "password": "kort"})
        shown.append((refused, f"{root}/account/two-step/advice"))
        advice = await person.post(f"{root}/account/two-step/advice", {"password": GOOD}, htmx=True)
        assert advice.text.startswith("Sterk.")
        short = await person.post(f"{root}/account/two-step/advice", {"password": "dertien tekens"}, htmx=True)
        assert short.text.startswith("Te kort."), "it is to stand alone"
    for page, address in shown:
        wanted = page.one("#password")
        assert (wanted.get("hx-post"), wanted.get("autocomplete")) == (address, "new-password")
        assert page.all("#password-advice")
        assert "losse woorden" in page.one("#password-hint").text_content()
