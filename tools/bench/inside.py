"""The same requests inside this process: how many statements they take, and where their time goes."""

import cProfile
import datetime
import io
import pstats
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar

from portal import database
from portal.adapters.pdf import ProcessPdfRenderer
from portal.app import adapters_for, create_app
from portal.questionnaires.document import Answer, ResponseDocument, Section, to_html
from portal.settings import Settings, load
from tools.bench.office import QUESTIONS, STEPS, BenchOffice
from tools.bench.operations import Operation, Sent
from tools.bench.server import cpu_of


def settings_of(office: BenchOffice) -> Settings:
    """The settings of an application on this office."""
    return load({}, environment="test", data=office.data, worker=False, log_level="ERROR", upload_max_files=1000)


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application, which runs until the block ends."""
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000") as client,
    ):
        yield client


async def statements(office: BenchOffice, operations: list[Operation]) -> dict[str, list[str]]:
    """The SQL of one request of each operation."""
    settings, counted = settings_of(office), {}
    async with running(create_app(settings, adapters_for(settings))) as client:
        for operation in operations:
            await ask(client, operation.request(0))
            with database.counting() as counter:
                await ask(client, operation.request(1))
            counted[operation.name] = counter.sql
    return counted


async def ask(client: httpx.AsyncClient, request: Sent) -> None:
    """Send one request; the answer must have the status that is expected."""
    content = b"".join(request.content) if callable(request.body) else request.content
    response = await client.request(request.method, request.path, content=content, headers=request.headers)
    if response.status_code != request.expects:
        raise RuntimeError(f"{request.method} {request.path} was answered {response.status_code}")


async def profile(office: BenchOffice, operation: Operation, lines: int = 45) -> str:
    """Where the time of an operation goes."""
    settings, out = settings_of(office), io.StringIO()
    async with running(create_app(settings, adapters_for(settings))) as client:
        for number in range(5):
            await ask(client, operation.request(number))
        profiler = cProfile.Profile()
        profiler.enable()
        for number in range(operation.times):
            await ask(client, operation.request(number))
        profiler.disable()
    pstats.Stats(profiler, stream=out).sort_stats("tottime").print_stats(lines)
    return out.getvalue()


async def pdf_of_48_answers(times: int) -> tuple[float, float]:
    """The CPU of the process that renders, and the time that passes, in ms for each PDF."""
    section = tuple(Answer(f"Vraag {number}", "Lindengracht 112, Amsterdam") for number in range(QUESTIONS))
    html = to_html(_document(tuple(Section(f"Stap {number}", section) for number in range(STEPS))))
    renderer = ProcessPdfRenderer()
    await renderer.render(html)
    assert renderer._process is not None
    pid = renderer._process.pid
    used, started = cpu_of(pid), time.perf_counter()
    for _time in range(times):
        await renderer.render(html)
    passed, used = time.perf_counter() - started, cpu_of(pid) - used
    await renderer.close()
    return used * 1000 / times, passed * 1000 / times


def _document(sections: tuple[Section, ...]) -> ResponseDocument:
    return ResponseDocument(
        office_name="Van Aemstel Notariaat",
        office_phone="020 555 01 20",
        title="Meting",
        reference="VL-2026-0001",
        dossier_number="2026.1",
        dossier_title="Koopwoning Lindengracht 112",
        person_name="Anna de Vries",
        completed_at=datetime.datetime.now(datetime.UTC),
        language="nl",
        sections=sections,
        checksum="0" * 64,
    )
