"""Large files pass through and are never kept whole."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from portal.app import create_app
from tests.support.browser import Person
from tests.support.office import Office
from tests.uploads.sending import END, PDF, field, file_head, listed, put, raw_form

MEGABYTE = 1_000_000


def resident() -> int:
    """The memory of this process that is in RAM, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


async def test_memory_stays_flat_under_a_large_stream(office: Office, anna: Person, upload_request: UUID) -> None:
    settings = replace(office.settings, upload_max_bytes=300 * MEGABYTE)
    person = Person(create_app(settings, office.adapters), settings, anna.id, anna.kind, anna.email, anna.token)
    await put(person, upload_request, "warm.pdf", PDF + bytes(5 * MEGABYTE))
    peaks = []

    async def stream() -> AsyncIterator[bytes]:
        yield PDF
        for _megabyte in range(200):
            peaks.append(resident())
            yield bytes(MEGABYTE)

    assert (await put(person, upload_request, "groot.pdf", stream())).status == 200
    assert max(peaks) - peaks[0] < 50 * MEGABYTE
    assert await listed(person, upload_request) == ["groot.pdf", "warm.pdf"]


async def test_a_form_takes_files_one_after_the_other(office: Office, anna: Person, upload_request: UUID) -> None:
    peaks = []

    async def body() -> AsyncIterator[bytes]:
        yield field("csrf_token", anna.csrf_token)
        for number in range(5):
            yield file_head(f"{number}.pdf") + PDF
            for _megabyte in range(24):
                peaks.append(resident())
                yield bytes(MEGABYTE)
            yield b"\r\n"
        yield END

    assert (await raw_form(anna, upload_request, body())).status == 303
    assert max(peaks) - peaks[0] < 50 * MEGABYTE
    assert len(await listed(anna, upload_request)) == 5
