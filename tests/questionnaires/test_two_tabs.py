"""Two windows, double clicks and requests that arrive late: never a loss, never a surprise."""

import asyncio
from uuid import UUID

from portal.questionnaires import operations
from tests.questionnaires.filling import FAMILY, Filling, fields_of
from tests.support.browser import Person
from tests.support.office import Office


async def two_tabs(anna: Person, response: UUID, htmx: bool) -> tuple[Filling, Filling]:
    """The same step in two windows."""
    first = Filling(anna, f"/questionnaires/{response}", htmx)
    second = Filling(anna, f"/questionnaires/{response}", htmx)
    await first.open()
    await second.open()
    return first, second


async def test_a_second_tab_is_shown_both_texts(filling: Filling, anna: Person, response: UUID) -> None:
    first, second = await two_tabs(anna, response, filling.htmx)
    await first.send("next", FAMILY)
    page = await second.send("next", {**FAMILY, "gezin.naam": "Anna Bakker"})
    assert page.status == 409
    assert "Anna Bakker" in page.text
    assert "Anna de Vries" in page.text
    assert "1958" not in page.text, "what is the same needs no choice"
    kept = await second.person.get(f"{second.address}/steps/gezin")
    assert kept.value("gezin.naam") == "Anna de Vries"


async def test_the_second_tab_can_keep_its_text(filling: Filling, anna: Person, response: UUID) -> None:
    first, second = await two_tabs(anna, response, filling.htmx)
    await first.send("next", FAMILY)
    page = await second.send("next", {**FAMILY, "gezin.naam": "Anna Bakker"})
    address = page.one("form[action*=steps]").get("action")
    page = await second.send("next", fields_of(page), path=address)
    assert second.heading == "Uw wensen"
    kept = await second.person.get(f"{second.address}/steps/gezin")
    assert kept.value("gezin.naam") == "Anna Bakker"


async def test_a_change_on_the_way_is_noticed_too(filling: Filling, anna: Person, response: UUID) -> None:
    first, second = await two_tabs(anna, response, filling.htmx)
    await first.send("", {"gezin.naam": "Een"})
    assert (await second.send("", {"gezin.naam": "Twee"})).status == 409


async def test_posting_twice_changes_nothing(filling: Filling) -> None:
    opened = await filling.open()
    for _time in range(2):
        filling.page = opened
        page = await filling.send("next", FAMILY)
        assert filling.heading == "Uw wensen"
        assert page.value("revision") == "1"


async def test_an_answer_that_got_lost_is_no_second_tab(filling: Filling) -> None:
    opened = await filling.open()
    await filling.send("", {"gezin.naam": "Anna"})
    filling.page = opened  # the answer never arrived
    await filling.send("next", FAMILY)
    assert filling.heading == "Uw wensen"


async def test_a_change_that_arrives_after_next_is_older_than_what_is_kept(filling: Filling) -> None:
    opened = await filling.open()
    await filling.send("next", FAMILY)
    filling.page = opened
    assert (await filling.send("", {"gezin.naam": "An"})).status == 409
    page = await filling.open("/steps/gezin")
    assert page.value("gezin.naam") == "Anna de Vries"


async def test_a_page_cannot_fill_the_draft_with_its_mark(office: Office, filling: Filling, response: UUID) -> None:
    await filling.open()
    await filling.send("next", {**FAMILY, "page": "x" * 900_000})
    kept = await operations.open_response(
        response, office.viewer("anna"), keys=office.adapters.keys, now=office.clock.now()
    )
    assert len(kept.draft.page) == 32


async def test_of_twenty_saves_at_once_one_wins_and_the_others_are_told(anna: Person, response: UUID) -> None:
    tabs = [Filling(anna, f"/questionnaires/{response}", htmx=True) for _tab in range(20)]
    for tab in tabs:
        await tab.open()
    pages = await asyncio.gather(*(tab.send("", {"gezin.naam": f"Naam {number}"}) for number, tab in enumerate(tabs)))
    assert sorted(page.status for page in pages) == [200] + [409] * 19
    winner = next(number for number, page in enumerate(pages) if page.status == 200)
    assert (await tabs[0].open()).value("gezin.naam") == f"Naam {winner}"


async def test_what_is_typed_after_sending_is_shown(filling: Filling, anna: Person, response: UUID) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    tab = Filling(anna, filling.address, filling.htmx)
    await tab.open("/steps/wensen")
    await filling.send("next")
    await filling.check_and_send()
    page = await tab.send("next", {"wensen.toelichting": "Nog iets"})
    assert page.status == 409
    assert "al verstuurd" in page.text
    assert "Nog iets" in page.text
    assert "Nog iets" not in (await anna.get(f"{filling.address}/result")).text
