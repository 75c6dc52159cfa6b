"""Sending the answers: all or nothing, once; and the PDF that follows."""

import asyncio
import hashlib
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from portal import database
from portal.jobs.tables import Job
from portal.questionnaires.operations.completion import PDF_JOB
from portal.questionnaires.operations.pdf import PdfMaker
from tests.questionnaires.filling import FAMILY, WISHES, Filling
from tests.support.browser import Person
from tests.support.office import Office

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} & \" ' </td> ${naam} <img src=x onerror=y>"


async def documents(dossier: UUID) -> list[dict[str, object]]:
    """The documents of a dossier, as they are in the database."""
    return await database.query("SELECT * FROM document WHERE dossier = {} ORDER BY language", dossier)


async def sent(filling: Filling, wishes: dict[str, object] | None = None) -> None:
    """Fill in everything and send it."""
    await filling.open()
    await filling.send("next", FAMILY)
    await filling.send("next", wishes or WISHES)
    await filling.check_and_send()


async def test_sending_needs_the_tick(filling: Filling, dossier: UUID) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    await filling.send("next", WISHES)
    page = await filling.check_and_send(truthful="")
    assert page.status == 422
    assert page.all(".error-summary a[href='#truthful']")
    assert await documents(dossier) == []


async def test_sending_twice_shows_the_result_again(filling: Filling, dossier: UUID) -> None:
    await sent(filling)
    revision = "2"
    for _time in range(2):
        data = {"revision": revision, "truthful": "1"}
        answer = await filling.person.post(f"{filling.address}/completion", data, htmx=filling.htmx)
        page = await filling.person.follow(answer) if answer.status == 303 else answer
        assert "VL-2026-0001" in page.text
    assert len(await documents(dossier)) == 1
    assert await Job.count().where(Job.kind == PDF_JOB) == 1


async def test_of_ten_who_send_at_once_one_does(filling: Filling, dossier: UUID) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    page = await filling.send("next", WISHES)
    data = {"revision": page.value("revision"), "truthful": "1"}
    address = f"{filling.address}/completion"
    pages = await asyncio.gather(*(filling.person.post(address, data, htmx=filling.htmx) for _click in range(10)))
    assert {page.status for page in pages} <= {200, 303, 422}
    assert [each["reference"] for each in await documents(dossier)] == ["VL-2026-0001"]


async def test_an_unfinished_questionnaire_cannot_be_sent(filling: Filling, dossier: UUID) -> None:
    await filling.open()
    data = {"revision": "0", "truthful": "1"}
    page = await filling.person.post(f"{filling.address}/completion", data, htmx=filling.htmx)
    assert page.status == 422
    assert "Nog niet klaar" in page.text
    assert await documents(dossier) == []


async def test_answers_that_changed_after_they_were_checked_are_shown_again(filling: Filling, dossier: UUID) -> None:
    await filling.open()
    await filling.send("next", FAMILY)
    checked = await filling.send("next", WISHES)
    await filling.open("/steps/gezin")
    await filling.send("", {"gezin.naam": "Een ander"})
    filling.page = checked
    page = await filling.check_and_send()
    assert page.status == 422
    assert "Een ander" in page.text
    assert await documents(dossier) == []


async def test_the_document_is_there_at_once_and_its_pdf_is_made_once(
    filling: Filling, anna: Person, dossier: UUID, response: UUID, maker: PdfMaker
) -> None:
    await sent(filling)
    assert filling.page is not None
    assert "De pdf wordt gemaakt" in filling.page.text
    assert filling.page.one("#response-pdf").get("hx-trigger") == "every 2s"
    assert "VL-2026-0001" in (await anna.get(f"/dossiers/{dossier}/supplied")).text
    await asyncio.gather(maker.make_pdf(response), maker.make_pdf(response))
    await maker.make_pdf(response)
    page = await anna.get(f"{filling.address}/result/pdf", htmx=True)
    assert page.one("#response-pdf").get("hx-trigger") is None
    link = page.one("a[href^='/documents/']").get("href")
    digests = {hashlib.sha256((await anna.get(link)).response.content).hexdigest() for _time in range(3)}
    assert len(digests) == 1
    text = _text((await anna.get(link)).response.content)
    for part in ("VL-2026-0001", "Anna de Vries", "27 maart 1958", "1.250,50", "Hond, Kat"):
        assert part in text
    assert "Regel één" in text


async def test_hostile_answers_stay_what_they_are(
    filling: Filling, anna: Person, response: UUID, maker: PdfMaker
) -> None:
    await filling.open()
    await filling.send("next", {**FAMILY, "gezin.naam": HOSTILE})
    page = await filling.send("next", {"wensen.toelichting": HOSTILE})
    assert page.text.count("{{ 7*7 }}") >= 2
    page = await filling.check_and_send()
    assert HOSTILE in page.text
    assert page.all("main script, main img") == []
    await maker.make_pdf(response)
    page = await anna.get(f"{filling.address}/result")
    pdf = (await anna.get(page.one("a[href^='/documents/']").get("href"))).response.content
    text = "".join(_text(pdf).split())
    assert "".join(HOSTILE.split()) in text


async def test_in_english_the_office_gets_a_dutch_copy_that_the_client_does_not_see(
    filling: Filling, anna: Person, dossier: UUID, response: UUID, maker: PdfMaker
) -> None:
    await anna.speak("en")
    await sent(filling, {"wensen.bedrag": "1,250.50", "wensen.dieren": ["hond"]})
    await maker.make_pdf(response)
    english, dutch = await documents(dossier)
    assert (english["language"], dutch["language"]) == ("en", "nl")
    assert english["title"] == "Trial"
    page = await anna.get(f"/dossiers/{dossier}/supplied")
    assert len(page.all(".list > li")) == 1
    assert (await anna.get(f"/documents/{dutch['id']}/download")).status == 404
    pdf = (await anna.get(f"/documents/{english['id']}/download")).response.content
    assert "1,250.50" in _text(pdf)
    assert "Dog" in _text(pdf)


@pytest.mark.parametrize("name", ["bas", "carla"])
async def test_others_do_not_find_the_result(
    filling: Filling, office: Office, dossier: UUID, response: UUID, maker: PdfMaker, name: str
) -> None:
    await sent(filling)
    await maker.make_pdf(response)
    other = await office.browser(name)
    document = (await documents(dossier))[0]["id"]
    for path in (f"{filling.address}/result", f"/documents/{document}/download"):
        assert (await other.get(path)).status == 404


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
