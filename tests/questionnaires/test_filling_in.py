"""Filling in step by step, with HTMX and without JavaScript."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from portal import database
from portal.questionnaires import operations
from tests.questionnaires.filling import FAMILY, WISHES, Filling
from tests.support.browser import Person
from tests.support.office import Office


async def test_anna_fills_in_a_questionnaire_and_sends_it(filling: Filling) -> None:
    await filling.open()
    assert filling.heading == "Uw gezin"
    page = await filling.send("next", FAMILY)
    assert filling.heading == "Uw wensen"
    assert "Dag Anna de Vries" in page.text
    page = await filling.send("next", WISHES)
    assert filling.heading == "Controleer uw antwoorden"
    for text in ("27 maart 1958", "1.250,50", "Hond, Kat", "Regel één"):
        assert text in page.text
    page = await filling.check_and_send()
    assert filling.heading == "Uw vragenlijst is verstuurd"
    assert "VL-2026-0001" in page.text
    assert "Hond, Kat" in page.text


async def test_anna_goes_on_at_another_device_where_she_left(office: Office, filling: Filling) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    page = await filling.send("later", {"wensen.bedrag": "12,5"})
    assert page.location == "/actions" or page.response.url.path == "/actions"
    assert "1 van 3 stappen ingevuld" in (await filling.person.get("/actions")).text
    phone = Filling(await office.browser("anna"), filling.address)
    page = await phone.open()
    assert phone.heading == "Uw wensen"
    assert page.value("wensen.bedrag") == "12,50"


async def test_what_was_typed_wrong_is_shown_again_with_its_error_and_survives_leaving(filling: Filling) -> None:
    await filling.open()
    page = await filling.send("next", {**FAMILY, "gezin.geboren-day": "31", "gezin.geboren-month": "2"})
    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert [link.get("href") for link in page.all(".error-summary a")] == ["#gezin.geboren"]
    assert page.one("#errors").get("autofocus") is not None
    for shown in (page, await filling.open()):
        assert shown.value("gezin.naam") == "Anna de Vries"
        assert [shown.value(f"gezin.geboren-{part}") for part in ("day", "month", "year")] == ["31", "2", "1958"]
    page = await filling.open("/check")
    assert "Nog niet klaar" in page.text
    assert "31 2 1958" in page.text
    assert page.all("[name=truthful]") == []


async def test_an_answer_that_is_too_long_is_refused_with_the_limit_and_kept(filling: Filling) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    page = await filling.send("next", {"wensen.toelichting": "é" * 12_000})
    assert page.status == 422
    assert "10.000" in page.text
    assert "2.000 te veel" in page.text
    assert page.value("wensen.toelichting").strip() == "é" * 12_000
    page = await filling.send("next", {"wensen.toelichting": "é" * 10_000})
    assert filling.heading == "Controleer uw antwoorden"


async def test_a_question_appears_when_an_answer_asks_for_it(filling: Filling) -> None:
    page = await filling.open()
    assert page.all("[name='gezin.partner_naam']") == []
    page = await filling.send("", {"gezin.partner": "ja"})
    assert page.status == 200
    assert page.one(".reveal [name='gezin.partner_naam']") is not None
    assert "Omdat u ‘Ja’ hebt gekozen" in page.text
    assert "Antwoorden bewaard om 14.07 uur" in page.text
    assert page.value("revision") == "1"
    assert page.all("#questionnaire [autofocus]") == []
    assert page.all(".error-summary") == []


async def test_next_shows_questions_that_were_not_on_the_page_first(filling: Filling) -> None:
    await filling.open()
    page = await filling.send("next", {**FAMILY, "gezin.partner": "ja"})
    assert filling.heading == "Uw gezin"
    assert "Door uw antwoorden zijn er vragen bij gekomen" in page.text
    assert page.all(".error") == []
    await filling.send("next", {"gezin.partner_naam": "Jan"})
    assert filling.heading == "Uw wensen"


async def test_what_could_not_be_understood_can_be_wiped_out(filling: Filling) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    await filling.send("", {"wensen.bedrag": "geen getal"})
    page = await filling.send("", {"wensen.bedrag": ""})
    assert page.value("wensen.bedrag") == ""
    assert (await filling.open("/steps/wensen")).value("wensen.bedrag") == ""


async def test_back_saves_without_judging(filling: Filling) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    await filling.send("back", {"wensen.bedrag": "geen getal"})
    assert filling.heading == "Uw gezin"
    page = await filling.send("next")
    assert page.value("wensen.bedrag") == "geen getal"


async def test_change_returns_to_the_check_page(filling: Filling) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    page = await filling.send("next", WISHES)
    link = page.one("a[href$='#gezin.naam']").get("href")
    await filling.open(link.removeprefix(filling.address).partition("#")[0])
    page = await filling.send("next", {"gezin.naam": "Anna Bakker"})
    assert filling.heading == "Controleer uw antwoorden"
    assert "Anna Bakker" in page.text


async def test_a_step_that_is_not_asked_leads_to_where_the_person_is(filling: Filling) -> None:
    page = await filling.person.get(f"{filling.address}/steps/slot")
    assert page.location == filling.address
    page = await filling.person.get(f"{filling.address}/steps/geen")
    assert page.status == 404
    for path in ("/check", "/steps/wensen"):
        assert (await filling.person.get(filling.address + path)).status == 200
    assert (await filling.person.get(f"{filling.address}/result")).location == filling.address


async def test_answers_to_questions_that_are_not_asked_any_more_are_not_sent(filling: Filling, office: Office) -> None:
    await filling.open()
    await filling.send("", {**FAMILY, "gezin.partner": "ja"})
    await filling.send("", {"gezin.partner_naam": "Geheime Jan"})
    await filling.send("next", {"gezin.partner": "nee"})
    page = await filling.send("next", WISHES)
    assert "Geheime Jan" not in page.text
    page = await filling.open("/steps/gezin")
    assert "Geheime Jan" not in page.text
    page = await filling.send("", {"gezin.partner": "ja"})
    assert page.value("gezin.partner_naam") == "Geheime Jan"
    await filling.send("next", {"gezin.partner": "nee"})
    await filling.send("next", {})
    await filling.check_and_send()
    response = UUID(filling.address.rpartition("/")[2])
    viewer = SimpleNamespace(id=office.accounts["anna"].id)
    sent = await operations.open_response(response, viewer, keys=office.adapters.keys, now=office.clock.now())
    assert "/data/gezin/partner_naam" not in sent.draft.answers
    assert sent.draft.answers["/data/wensen/bedrag"] == "1250.5"


async def test_next_takes_at_most_five_questions_to_the_database(anna: Person, will: UUID) -> None:
    filling = Filling(anna, f"/questionnaires/{will}", htmx=True)
    await filling.open()
    await filling.send("", {"over_uzelf.voornamen": "Anna"})
    with database.counting() as counter:
        page = await filling.send("next", {"over_uzelf.achternaam": "de Vries"})
    assert page.status == 422
    assert counter.statements <= 5, counter.sql


@pytest.mark.parametrize("path", ["", "/steps/gezin", "/check", "/result", "/result/pdf"])
async def test_carla_finds_nothing_of_anna(carla: Person, response: UUID, path: str) -> None:
    assert (await carla.get(f"/questionnaires/{response}{path}")).status == 404


@pytest.mark.parametrize("path", ["/steps/gezin", "/completion"])
async def test_carla_changes_nothing_of_anna(carla: Person, response: UUID, path: str) -> None:
    data = {"do": "next", "revision": "0", "truthful": "1", "asked": "gezin.naam", "gezin.naam": "Carla"}
    for htmx in (True, False):
        assert (await carla.post(f"/questionnaires/{response}{path}", data, htmx=htmx)).status == 404
