"""Trying a questionnaire as a client would have it: the same pages, and nothing of it is stored."""

from uuid import UUID

import pytest

from portal.questionnaires import operations
from tests.attacks.conftest import kept
from tests.questionnaires.conftest import PROOF
from tests.questionnaires.filling import FAMILY, WISHES, Filling
from tests.support.browser import Person
from tests.support.office import Office


@pytest.fixture
async def version(office: Office) -> UUID:
    """A version that is not published yet."""
    now = office.clock.now()
    return await operations.import_version(PROOF.encode(), "proef.md", actor=office.accounts["sanne"].id, now=now)


def address(version: UUID, language: str = "nl") -> str:
    return f"/staff/questionnaire-versions/{version}/preview/{language}"


@pytest.mark.parametrize("htmx", [True, False])
async def test_sanne_goes_through_a_draft_as_a_client_would(sanne: Person, version: UUID, htmx: bool) -> None:
    assert address(version) in (await sanne.get(f"/staff/questionnaire-versions/{version}")).response.text
    before = await kept()
    filling = Filling(sanne, address(version), htmx=htmx)
    page = await filling.open()
    assert "Voorbeeld" in page.one("#preview").text_content()
    assert filling.heading == "Uw gezin"
    page = await filling.send("next", {**FAMILY, "gezin.naam": ""})
    assert page.status == 422
    assert page.all(".error-summary a[href='#gezin.naam']")
    page = await filling.send("", {**FAMILY, "gezin.partner": "ja"})
    assert "Hoe heet uw partner?" in page.text
    await filling.send("next", {"gezin.partner_naam": "Jan"})
    assert filling.heading == "Uw wensen"
    assert filling.page is not None
    assert "Dag Anna de Vries" in filling.page.text
    await filling.send("next", WISHES)
    assert filling.heading == "Tot slot"
    await filling.send("next", {"slot.samen": "OK"})
    assert filling.heading == "Controleer uw antwoorden"
    assert "27 maart 1958" in filling.page.text
    page = await filling.check_and_send()
    assert page.location == f"/staff/questionnaire-versions/{version}" or "Concept" in page.text
    assert await kept() == before


async def test_stopping_and_going_back_lead_to_the_version(sanne: Person, version: UUID) -> None:
    filling = Filling(sanne, address(version))
    for act in ("later", "back"):
        await filling.open()
        data = {"asked": [], "revision": "0", "page": "p", "do": act}
        answer = await sanne.post(filling.step_address, data)
        assert answer.location == f"/staff/questionnaire-versions/{version}"


async def test_both_languages_have_the_same_answers(sanne: Person, version: UUID) -> None:
    filling = Filling(sanne, address(version))
    await filling.open()
    await filling.send("next", FAMILY)
    english = Filling(sanne, address(version, "en"))
    page = await english.open()
    assert english.heading == "Your wishes"
    assert page.tree.get("lang") == "en"
    assert "Hello Anna de Vries" in page.text
    again = await sanne.post(f"{address(version, 'en')}/beginning")
    assert again.status == 303
    await english.open()
    assert english.heading == "Your family"
    assert english.page is not None
    assert english.page.value("gezin.naam") == ""


async def test_answers_in_the_browser_are_sealed_and_belong_to_one_person_and_version(
    office: Office, sanne: Person, version: UUID
) -> None:
    filling = Filling(sanne, address(version))
    await filling.open()
    await filling.send("next", FAMILY)
    cookies = [cookie for cookie in sanne.client.cookies.jar if cookie.name.startswith("portal-preview")]
    assert cookies
    assert all("Anna" not in (cookie.value or "") for cookie in cookies)
    other = await operations.import_version(
        PROOF.encode(), "anders.md", actor=office.accounts["sanne"].id, now=office.clock.now()
    )
    for cookie in cookies:
        sanne.client.cookies.set(cookie.name, cookie.value or "", path=f"/staff/questionnaire-versions/{other}/preview")
    page = await Filling(sanne, address(other)).open()
    assert page.value("gezin.naam") == ""


async def test_more_than_a_browser_holds_leaves_what_was_there(sanne: Person, version: UUID) -> None:
    filling = Filling(sanne, address(version))
    await filling.open()
    await filling.send("next", FAMILY)
    noise = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(9_999))
    page = await filling.send("next", {**WISHES, "wensen.toelichting": noise})
    assert page.status == 413
    await filling.open()
    assert filling.heading == "Uw wensen"


async def test_a_language_that_is_none_of_ours_is_not_there(sanne: Person, version: UUID) -> None:
    assert (await sanne.get(address(version, "xx"))).status == 404


@pytest.mark.parametrize("name", ["anna", "carla"])
async def test_clients_do_not_find_it(office: Office, version: UUID, name: str) -> None:
    person = await office.browser(name)
    assert (await person.get(address(version))).status in {303, 404}
