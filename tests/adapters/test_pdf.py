"""Real PDFs of real questionnaires: complete, readable, in the person's language, and deaf to what documents ask."""

import asyncio
import datetime
import io
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfbase.ttfonts import TTFontFile

from portal.adapters.pdf import PdfFailed, ProcessPdfRenderer
from portal.adapters.pdf_fonts import SANS, UNPRINTABLE, printable
from portal.questionnaires.document import Answer, ResponseDocument, Section, checksum, to_html
from portal.resources import folder

MM = 72 / 25.4
SENT = datetime.datetime(2026, 11, 23, 13, 12, tzinfo=datetime.UTC)


def questionnaire(*answers: tuple[str, str], language: str = "nl") -> ResponseDocument:
    return ResponseDocument(
        office_name="Van Aemstel Notariaat",
        office_phone="020 555 01 20",
        title="Vragenlijst testament",
        reference="VL-2026-0481",
        dossier_number="2026.1207",
        dossier_title="Testament De Vries",
        person_name="A. de Vries",
        completed_at=SENT,
        language=language,
        sections=(Section("Uw wensen", tuple(Answer(*answer) for answer in answers)),),
        checksum=checksum(b'{"naam":"Anna"}'),
    )


def page(body: str) -> str:
    return f'<!doctype html><html lang="nl"><head><title>Proef</title></head><body>{body}</body></html>'


def text_of(pdf: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)


def dense(text: str) -> str:
    """Without the white space that breaking into lines and pages adds."""
    return "".join(text.split())


async def test_every_answer_is_on_paper(pdf_renderer: ProcessPdfRenderer) -> None:
    pdf = await pdf_renderer.render(
        to_html(questionnaire(("Wie wordt executeur?", "Mijn dochter Anne"), ("Legaten", "")))
    )
    text = dense(text_of(pdf))
    facts = ("Vragenlijst testament", "VL-2026-0481", "2026.1207 Testament De Vries", "23 november 2026, 14.12 uur")
    answers = ("Uw wensen", "Wie wordt executeur?", "Mijn dochter Anne", "Niet ingevuld", "Pagina 1 van 1")
    assert [part for part in (*facts, *answers) if dense(part) not in text] == []


async def test_every_one_of_sixty_rows_is_on_paper(pdf_renderer: ProcessPdfRenderer) -> None:
    rows = tuple(
        Section(f"Kind {n}: Łukasz Öztürk", (Answer("Hoe heet dit kind?", f"Naam {n}."),), 3) for n in range(60)
    )
    document = replace(questionnaire(("Hoeveel kinderen?", "60")), sections=rows)
    text = dense(text_of(await pdf_renderer.render(to_html(document))))
    assert [n for n in range(60) if f"Kind{n}:ŁukaszÖztürk" not in text or f"Naam{n}." not in text] == []


async def test_it_speaks_the_language_of_the_person(pdf_renderer: ProcessPdfRenderer) -> None:
    pdf = await pdf_renderer.render(to_html(questionnaire(("Legaten", "Geen"), language="en")))
    assert "23 November 2026, 14:12" in " ".join(text_of(pdf).split())
    assert "Filled in by" in text_of(pdf)
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


async def test_it_has_a_title_for_the_window(pdf_renderer: ProcessPdfRenderer) -> None:
    metadata = PdfReader(io.BytesIO(await pdf_renderer.render(to_html(questionnaire())))).metadata
    assert metadata is not None
    assert metadata.title == "Vragenlijst testament – VL-2026-0481"


async def test_every_typeface_in_use_is_embedded(pdf_renderer: ProcessPdfRenderer) -> None:
    pdf = await pdf_renderer.render(to_html(questionnaire(("Naam", "Łukasz Şahin-Őry, é € “”"))))
    used: set[str] = set()
    for sheet in PdfReader(io.BytesIO(pdf)).pages:
        sheet.extract_text(
            visitor_text=lambda text, _c, _m, font, _s: used.add(font["/BaseFont"]) if text.strip() else None
        )
    assert {name.rpartition("+")[2] for name in used} == {
        "SourceSansPro-Regular", "SourceSansPro-Semibold", "SourceSerifPro-Semibold"
    }  # fmt: skip
    assert all("+" in name for name in used), "a subset has a prefix"
    assert "Łukasz Şahin-Őry, é € “”" in text_of(pdf)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(" ".join(f"woord{number}" for number in range(1_000))[:10_000], id="a long story"),
        pytest.param("".join(f"{number:04}" for number in range(2_500)), id="one long word"),
        pytest.param("\n".join(f"r{number}" for number in range(700)), id="many lines"),
        pytest.param("".join(f"{number:03}" for number in range(130)), id="a long word that is a short answer"),
    ],
)
async def test_no_answer_is_cut_off(pdf_renderer: ProcessPdfRenderer, answer: str) -> None:
    pdf = await pdf_renderer.render(to_html(questionnaire(("Toelichting", answer), ("Daarna", "Einde"))))
    sheets = PdfReader(io.BytesIO(pdf)).pages
    footers = [f"KenmerkVL-2026-0481Pagina{number}van{len(sheets)}" for number in range(1, len(sheets) + 1)]
    body = "".join(
        dense(sheet.extract_text()).replace(footer, "") for sheet, footer in zip(sheets, footers, strict=True)
    )
    assert dense(answer) in body
    assert "Einde" in body


@pytest.mark.parametrize(("length", "room"), [(390, 106 * MM), (5_000, 166 * MM)], ids=["beside", "below"])
async def test_a_long_word_stays_within_its_column(pdf_renderer: ProcessPdfRenderer, length: int, room: float) -> None:
    text = text_of(await pdf_renderer.render(to_html(questionnaire(("", "W" * length)))))
    widths = TTFontFile(str(SANS / "SourceSansPro-Regular.ttf")).charWidths
    longest = max(line.count("W") for line in text.splitlines())
    assert 0.9 * room < longest * widths[ord("W")] / 1_000 * 10.5 <= room


@pytest.mark.parametrize(
    "typed",
    [
        "<b>vet</b>",
        "<pdf:pagenumber>",
        "<pdf:nextpage/>",
        "{{ 7*7 }}",
        "{% raw %}",
        "&amp;",
        "<!-- weg -->",
        "<img src=x>",
    ],
)
async def test_markup_is_printed_as_it_was_typed(pdf_renderer: ProcessPdfRenderer, typed: str) -> None:
    pdf = await pdf_renderer.render(to_html(questionnaire((typed, typed))))
    assert dense(text_of(pdf)).count(dense(typed)) == 2


async def test_two_renders_of_one_document_say_the_same(pdf_renderer: ProcessPdfRenderer) -> None:
    html = to_html(questionnaire(("Legaten", "Geen")))
    assert text_of(await pdf_renderer.render(html)) == text_of(await pdf_renderer.render(html))


async def test_what_cannot_be_printed_is_shown_and_said(pdf_renderer: ProcessPdfRenderer) -> None:
    text = dense(text_of(await pdf_renderer.render(to_html(questionnaire(("Hoe gaat het?", "Goed 😀"))))))
    assert f"Goed{UNPRINTABLE}" in text
    assert dense("Sommige tekens kunnen niet worden afgedrukt") in text
    assert "Sommigetekens" not in dense(to_html(questionnaire(("Hoe gaat het?", "Goed"))))


async def test_nothing_is_fetched_and_no_file_is_read(pdf_renderer: ProcessPdfRenderer, tmp_path: Path) -> None:
    visits: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(await reader.readline())
        writer.close()

    secret = tmp_path / "geheim.png"
    secret.write_bytes((folder("static") / "images" / "letterhead.png").read_bytes())
    async with await asyncio.start_server(note, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
        sources = [address + ".png", secret.as_uri(), str(secret), "../../" * 8 + str(secret)[1:], "/etc/passwd"]
        body = "".join(
            f'<img src="{source}"><div style="background-image: url({source})">x</div>' for source in sources
        )
        link = f'<link rel="stylesheet" href="{address}.css"><style>@import url("{address}2.css");</style>'
        pdf = await pdf_renderer.render(page(body).replace("</head>", link + "</head>"))
    assert visits == []
    assert [image.name for sheet in PdfReader(io.BytesIO(pdf)).pages for image in sheet.images] == []


async def test_a_document_that_takes_too_long_costs_its_process_and_nothing_else() -> None:
    renderer = ProcessPdfRenderer(time_limit=0.5)
    try:
        await renderer.render(page("eerst"))
        before = children()
        began = time.monotonic()
        with pytest.raises(PdfFailed):
            await renderer.render(page("woord<br/>" * 30_000))
        assert time.monotonic() - began < 3
        assert "daarna" in text_of(await renderer.render(page("daarna")))
        assert len(children() - before) == 1
    finally:
        await renderer.close()


async def test_a_render_that_nobody_waits_for_does_not_answer_the_next(pdf_renderer: ProcessPdfRenderer) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pdf_renderer.render(to_html(questionnaire(("Eerst", "woord " * 1_600)))), 0.05)
    assert "tweede" in text_of(await pdf_renderer.render(page("tweede")))


async def test_documents_at_the_same_time_each_get_their_own(pdf_renderer: ProcessPdfRenderer) -> None:
    pdfs = await asyncio.gather(*(pdf_renderer.render(page(f"document {number}")) for number in range(4)))
    assert [text_of(pdf).strip() for pdf in pdfs] == [f"document {number}" for number in range(4)]


async def test_a_child_that_died_is_replaced(pdf_renderer: ProcessPdfRenderer) -> None:
    await pdf_renderer.render(page("eerst"))
    process = pdf_renderer._process
    assert process is not None
    process.kill()
    await process.wait()
    assert "daarna" in text_of(await pdf_renderer.render(page("daarna")))


async def test_the_child_inherits_no_secret(pdf_renderer: ProcessPdfRenderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_KEYS", "geheim")
    await pdf_renderer.close()
    await pdf_renderer.render(page("x"))
    assert pdf_renderer._process is not None
    assert "geheim" not in environment_of(pdf_renderer._process.pid)


def test_the_server_never_imports_the_renderer() -> None:
    code = "import sys, portal.adapters.pdf, portal.questionnaires.document; print('xhtml2pdf' in sys.modules)"
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, text=True).stdout
        == "False\n"
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Łódź, Şahin, Őry, İstanbul, ç", "Łódź, Şahin, Őry, İstanbul, ç"),
        ("e\u0301e\u0301n", "één"),
        ("👍 goed", "■ goed"),
        ("日本", "■■"),
        ("a\u200bb\u202ec\x00", "abc"),
        ("a\tb\u2009c\nd", "a b c\nd"),
    ],
)
def test_text_as_it_can_be_printed(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@given(st.text())
def test_printable_text_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def environment_of(process: int) -> str:
    return Path(f"/proc/{process}/environ").read_text()


def children() -> set[int]:
    return set(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()))
