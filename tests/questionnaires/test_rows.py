"""The rows of a repeat: each has a page of its own, they come and go, and every one of them is in what is sent."""

import asyncio
from io import BytesIO
from uuid import UUID

from pypdf import PdfReader

from portal import database
from portal.questionnaires.operations.pdf import PdfMaker
from tests.questionnaires.filling import Filling
from tests.support.browser import Page, Person


def child(number: int, name: str, married: str = "nee", **more: str) -> dict[str, str]:
    """What is filled in on the page of a child."""
    at = f"gezin.kind.{number}"
    return {f"{at}.voornaam": name, f"{at}.gehuwd": married, **{f"{at}.{key}": value for key, value in more.items()}}


def titles(page: Page) -> list[str]:
    """The rows as their list shows them."""
    return [" ".join(each.text_content().split()) for each in page.all(".rows h3")]


async def with_children(family: Filling, *names: str) -> Page:
    """Fill in the pages of some children; arrives at their list."""
    await family.open()
    await family.send("open gezin~kind.1", {"gezin.naam": "Anna"})
    for number, name in enumerate(names, 1):
        page = await family.send("next" if number == len(names) else "add gezin.kind", child(number, name))
    return page


async def test_a_row_has_a_page_of_its_own_and_comes_back_to_the_list(family: Filling) -> None:
    page = await family.open()
    assert titles(page) == ["Kind 1"]
    assert "2 vragen open" in page.text
    await family.send("open gezin~kind.1", {"gezin.naam": "Anna"})
    assert family.heading == "Kind 1"
    page = await family.send("next", child(1, "Pieter"))
    assert family.heading == "Uw gezin"
    assert titles(page) == ["Kind 1: Pieter"]
    assert page.value("gezin.naam") == "Anna", "what stood beside the list was kept"
    assert "open" not in page.one(".rows").text_content()


async def test_a_row_that_is_added_opens_at_once(family: Filling) -> None:
    await with_children(family, "Anne", "Pieter")
    page = await family.send("add gezin.kind")
    assert family.heading == "Kind 3"
    assert "kind 3 van 3" in page.text
    page = await family.send("back")
    assert titles(page) == ["Kind 1: Anne", "Kind 2: Pieter", "Kind 3"]


async def test_an_unfinished_row_stands_in_the_way_and_is_named(family: Filling) -> None:
    await with_children(family, "Anne")
    await family.send("add gezin.kind")
    await family.send("back")
    page = await family.send("next")
    assert page.status == 422
    link = page.one(".error-summary a")
    assert link.text_content() == "Kind 2 is nog niet af"
    assert page.all(f"[id='{link.get('href')[1:]}']"), "the link leads to the row"


async def test_removing_asks_first_and_the_rows_after_it_move_up(family: Filling) -> None:
    page = await with_children(family, "Anne", "Pieter", "Sophie")
    assert page.all("dialog"), "with a script, the question is in a dialog"
    page = await family.send("ask gezin~kind.2")
    assert family.heading == "Kind 2: Pieter verwijderen?"
    assert "remove gezin~kind.2" in {button.get("value") for button in page.all("main button, #questionnaire button")}
    page = await family.send("remove gezin~kind.2", path=page.one("form[action*=steps]").get("action"))
    assert titles(page) == ["Kind 1: Anne", "Kind 2: Sophie"]
    page = await family.open("/steps/gezin~kind.2")
    assert page.value("gezin.kind.2.voornaam") == "Sophie"


async def test_a_question_that_follows_appears_in_the_row_at_once(family: Filling) -> None:
    await family.open()
    await family.send("open gezin~kind.1")
    page = await family.send("", {**child(1, "Anne", "ja")})
    assert page.all("[name='gezin.kind.1.partner']")
    assert "Is Anne gehuwd?" in page.text
    assert any("‘Ja’" in hint.text_content() for hint in page.all(".reveal .hint"))
    assert page.value("gezin.kind.1.voornaam") == "Anne"


async def test_a_row_in_a_row_comes_back_to_its_own_list(family: Filling) -> None:
    await family.open()
    await family.send("open gezin~kind.1", {"gezin.naam": "Anna"})
    await family.send("", child(1, "Anne", "ja"))
    await family.send("open gezin~kind.1~kleinkind.1", child(1, "Anne", "ja", partner="Bo"))
    page = await family.send("add gezin.kind.1.kleinkind", {"gezin.kind.1.kleinkind.1.roepnaam": "Fee"})
    assert family.heading == "Kleinkind 2"
    page = await family.send("next", {"gezin.kind.1.kleinkind.2.roepnaam": "Guus"})
    assert family.heading == "Kind 1: Anne"
    assert titles(page) == ["Kleinkind 1: Fee", "Kleinkind 2: Guus"]


async def test_the_number_of_rows_follows_an_answer_and_fewer_are_asked_about(family: Filling) -> None:
    await with_children(family, "Anne")
    await family.send("next")
    page = await family.send("", {"bezit.aantal": "2"})
    assert titles(page) == ["Auto 1", "Auto 2"]
    assert not page.all("button[value^=add], button[value^=ask]"), "an answer says how many there are"
    for number, make in ((1, "Saab"), (2, "Volvo")):
        await family.send(f"open bezit~auto.{number}")
        page = await family.send("next", {f"bezit.auto.{number}.merk": make})
    page = await family.send("next", {"bezit.aantal": "1"})
    assert page.status == 422
    assert "Auto 2: Volvo" in page.text
    kept = await family.open("/steps/bezit")
    assert titles(kept) == ["Auto 1: Saab"]
    page = await family.send("next", {"fewer": "1"})
    assert family.heading == "Controleer uw antwoorden"
    assert "Auto 2: Volvo" in page.one("form.confirm").text_content(), "until it is sent, it can come back"
    await family.open("/steps/bezit")
    page = await family.send("", {"bezit.aantal": "2"})
    assert titles(page) == ["Auto 1: Saab", "Auto 2: Volvo"]


async def test_every_row_is_checked_sent_and_printed(
    family: Filling, anna: Person, maker: PdfMaker, dossier: UUID
) -> None:
    await with_children(family, "Łukasz", "Yılmaz")
    await family.send("next")
    page = await family.send("next", {"bezit.aantal": "0"})
    assert family.heading == "Controleer uw antwoorden"
    assert [each.text_content() for each in page.all("h3.part-head")] == ["Kind 1: Łukasz", "Kind 2: Yılmaz"]
    change = next(a.get("href") for a in page.all("a[href*='kind.2']"))
    await family.open(change.removeprefix(family.address))
    page = await family.send("next", child(2, "Yıldız"))
    assert family.heading == "Controleer uw antwoorden", "a change comes back to the check page"
    page = await family.check_and_send()
    assert "Kind 2: Yıldız" in page.text
    await maker.make_pdf(UUID(family.address.rpartition("/")[2]))
    rows = await database.query("SELECT id FROM document WHERE dossier = {}", dossier)
    pdf = (await anna.get(f"/documents/{rows[0]['id']}/download")).response.content
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)
    assert text.index("Kind 1: Łukasz") < text.index("Kind 2: Yıldız")


async def test_of_rows_that_are_removed_in_two_windows_one_stays(family: Filling, anna: Person) -> None:
    await with_children(family, "Anne", "Pieter", "Sophie")
    second = Filling(anna, family.address, family.htmx)
    await second.open("/steps/gezin")
    await family.send("remove gezin~kind.1")
    page = await second.send("remove gezin~kind.1")
    assert page.status == 409
    assert titles(await second.open("/steps/gezin")) == ["Kind 1: Pieter", "Kind 2: Sophie"]


async def test_adding_twice_with_one_click_adds_once(family: Filling) -> None:
    page = await with_children(family, "Anne")
    for _time in range(2):
        family.page = page
        await family.send("add gezin.kind")
    assert len(titles(await family.open("/steps/gezin"))) == 2


async def test_ten_who_add_at_once_lose_nothing(family: Filling, anna: Person) -> None:
    await with_children(family, "Anne")
    tabs = [Filling(anna, family.address, htmx=True) for _tab in range(10)]
    for tab in tabs:
        await tab.open("/steps/gezin")
    pages = await asyncio.gather(*(tab.send("add gezin.kind") for tab in tabs))
    assert sorted(page.status for page in pages) == [200] + [409] * 9
    assert titles(await family.open("/steps/gezin")) == ["Kind 1: Anne", "Kind 2"]


async def test_what_is_typed_for_a_row_that_moved_is_shown_and_never_given_to_another(
    family: Filling, anna: Person
) -> None:
    await with_children(family, "Anne", "Pieter")
    second = Filling(anna, family.address, family.htmx)
    for number in (1, 2):
        await second.open(f"/steps/gezin~kind.{number}")
        await family.open("/steps/gezin")
        await family.send("remove gezin~kind.1")
        page = await second.send("next", {f"gezin.kind.{number}.voornaam": "Iemand anders"})
        assert page.status == 409
        assert "Iemand anders" in page.text
        assert not page.all("form[action*=steps]"), "there is no telling whose it is now"
        assert "Iemand anders" not in (await family.open("/steps/gezin")).text
        await family.send("add gezin.kind")
        await family.send("next", child(2, "Sophie"))
