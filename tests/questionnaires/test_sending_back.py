"""A questionnaire goes back with notes: nothing is lost, and the second sending tells what changed."""

import asyncio
import datetime
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from portal import database
from portal.actions import queries as actions
from portal.dossiers.operations import dossiers
from portal.errors import Conflict, NotFound
from portal.outbox.tables import OutboxEvent
from portal.questionnaires import operations, queries
from portal.questionnaires.operations import NotAsSeen, SendingBack
from portal.questionnaires.operations.pdf import PdfMaker
from tests.questionnaires.filling import FAMILY, Filling
from tests.questionnaires.test_sending import documents, sent
from tests.support.browser import Person
from tests.support.office import Office

NOTE = "In uw paspoort staat nog een tweede voornaam."
NAME = "/data/gezin/naam"


async def send_back(office: Office, response: UUID, notes: dict[str, str] | None = None, revision: int = 0) -> None:
    """Send it back as Sanne does, by default as it stands."""
    seen = revision or (await queries.response_of(response)).revision
    await operations.send_back(
        response,
        SendingBack(notes or {NAME: NOTE}, datetime.date(2026, 12, 11), seen),
        actor=office.accounts["sanne"].id,
        keys=office.adapters.keys,
        now=office.clock.now(),
        window=0,
    )


async def test_it_is_an_open_action_again_and_only_the_question_with_the_note_waits(
    office: Office, anna: Person, filling: Filling, response: UUID
) -> None:
    await sent(filling, {"wensen.bedrag": "", "wensen.toelichting": ""})
    await send_back(office, response)
    viewer = office.viewer("anna")
    (action,) = await actions.open_actions(viewer)
    assert (action.due_date, action.steps_done, action.steps_total) == (datetime.date(2026, 12, 11), 1, 2)
    page = await anna.get("/actions")
    assert "Teruggestuurd" in page.one("#actions .list li").text_content()
    await filling.open()
    assert filling.heading == "Uw gezin"
    assert filling.page is not None
    assert filling.page.value("gezin.naam") == "Anna de Vries"
    await filling.open("/check")
    assert "Nog niet klaar" in filling.page.text
    await filling.open()
    await filling.send("next")
    await filling.open("/check")
    assert "Nog niet klaar" not in filling.page.text


async def test_the_person_is_told_like_of_a_new_questionnaire(office: Office, filling: Filling, response: UUID) -> None:
    await sent(filling)
    await send_back(office, response)
    told = [row["kind"] for row in await OutboxEvent.select(OutboxEvent.kind).where(OutboxEvent.item == response)]
    assert told.count("questionnaire_sent_back") == 1


async def test_the_second_sending_has_a_pdf_of_its_own_that_lists_what_changed(
    office: Office, anna: Person, filling: Filling, dossier: UUID, response: UUID, maker: PdfMaker
) -> None:
    await sent(filling)
    await send_back(office, response)  # before the first PDF was made: it is made all the same
    await filling.open()
    await filling.send("next", {"gezin.naam": "Anna Maria de Vries"})
    await filling.open("/check")
    page = await filling.check_and_send()
    assert "VL-2026-0001-2" in page.text
    await maker.make_pdf(response)
    first, second = sorted(await documents(dossier), key=lambda each: str(each["reference"]))
    assert (first["reference"], second["reference"]) == ("VL-2026-0001", "VL-2026-0001-2")
    texts = [await _text(anna, document) for document in (first, second)]
    assert "Anna Maria" not in texts[0]
    assert "Veranderd sinds" not in texts[0]
    assert "Veranderd sinds 23 november" in texts[1]
    assert "Nu: Anna Maria de Vries" in texts[1]
    assert "Eerst: Anna de Vries" in texts[1]
    assert "Nu: 27 maart" not in texts[1]
    linked = (await anna.get(f"{filling.address}/result")).one("a[href^='/documents/']").get("href")
    assert linked == f"/documents/{second['id']}/download"


async def test_of_two_who_send_back_at_once_one_does(office: Office, filling: Filling, response: UUID) -> None:
    await sent(filling)
    tried = [send_back(office, response, {NAME: f"Opmerking {number}"}) for number in range(2)]
    outcomes = await asyncio.gather(*tried, return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "NotAsSeen"]
    assert len(await queries.earlier_answers(response)) == 1


async def test_answers_that_were_sent_again_meanwhile_are_not_sent_back_unseen(
    office: Office, filling: Filling, response: UUID
) -> None:
    await sent(filling)
    seen = (await queries.response_of(response)).revision
    await send_back(office, response)
    with pytest.raises(NotAsSeen):
        await send_back(office, response, revision=seen)
    await filling.open()
    await filling.send("next")
    await filling.open("/check")
    await filling.check_and_send()
    with pytest.raises(NotAsSeen):
        await send_back(office, response, revision=seen)
    await send_back(office, response)
    earlier = await queries.earlier_answers(response)
    assert [each.reference for each in earlier] == ["VL-2026-0001", "VL-2026-0001-2"]


@pytest.mark.parametrize(
    "notes", [{}, {"/data/gezin/bestaat_niet": "x"}, {"/data/gezin/partner_naam": "niet gevraagd"}]
)
async def test_a_note_stands_at_a_question_that_was_asked(
    office: Office, filling: Filling, response: UUID, notes: dict[str, str]
) -> None:
    await sent(filling)
    seen = (await queries.response_of(response)).revision
    with pytest.raises(NotFound):
        await operations.send_back(
            response,
            SendingBack(notes, None, seen),
            actor=office.accounts["sanne"].id,
            keys=office.adapters.keys,
            now=office.clock.now(),
            window=0,
        )
    assert (await queries.response_of(response)).is_completed


async def test_nothing_goes_back_in_a_closed_dossier(
    office: Office, filling: Filling, dossier: UUID, response: UUID
) -> None:
    await sent(filling)
    await dossiers.close(dossier, actor=office.accounts["sanne"].id, now=office.clock.now())
    with pytest.raises(Conflict):
        await send_back(office, response)
    assert (await queries.response_of(response)).is_completed


async def test_notes_and_earlier_answers_are_not_readable_in_the_database(
    office: Office, filling: Filling, response: UUID
) -> None:
    await sent(filling)
    await send_back(office, response)
    rows = await database.query("SELECT notes FROM questionnaire_response") + await database.query(
        "SELECT answers FROM earlier_answers"
    )
    assert len(rows) == 2
    for row in rows:
        content = bytes(next(iter(row.values())))
        assert content
        assert b"Anna" not in content
        assert b"paspoort" not in content


async def test_a_page_that_was_open_before_it_was_sent_is_not_saved_over_it(
    office: Office, filling: Filling, response: UUID
) -> None:
    old = await filling.open()
    await sent(filling)
    await send_back(office, response)
    filling.page = old
    page = await filling.send("next", {**FAMILY, "gezin.naam": "Uit een oud venster"})
    assert page.status == 409
    assert "Uit een oud venster" in page.text
    assert "Anna de Vries" in page.text


async def _text(person: Person, document: dict[str, object]) -> str:
    content = (await person.get(f"/documents/{document['id']}/download")).response.content
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
