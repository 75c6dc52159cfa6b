"""Sending files as browsers do: a raw body by the uploader, or a form without JavaScript."""

from collections.abc import AsyncIterator, Iterable
from urllib.parse import quote
from uuid import UUID, uuid4

from portal import database
from tests.support.browser import Page, Person
from tests.support.sample_files import PDF, png

PNG = png()

BOUNDARY = "portal-test-boundary"
END = f"--{BOUNDARY}--\r\n".encode()


async def put(
    person: Person,
    request: UUID,
    name: str = "paspoort.pdf",
    content: bytes | AsyncIterator[bytes] = PDF,
    *,
    file: UUID | None = None,
    **headers: str,
) -> Page:
    """Send one file as the uploader does."""
    sent = {"X-File-Name": quote(name, safe=""), "X-CSRF-Token": person.csrf_token, **headers}
    path = f"/upload-requests/{request}/files/{file or uuid4()}"
    return Page(await person.client.put(path, content=content, headers=sent))


async def post_form(person: Person, request: UUID, files: Iterable[tuple[str, bytes]]) -> Page:
    """Send a form with files as a browser without JavaScript does."""
    parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
    fields = {"csrf_token": person.csrf_token}
    page = Page(await person.client.post(f"/upload-requests/{request}/files", data=fields, files=parts))
    page.check()
    return page


async def listed(person: Person, request: UUID) -> list[str]:
    """The names in the list of files, as the person sees them."""
    page = await person.get(f"/upload-requests/{request}/files", htmx=True)
    return [" ".join(name.text_content().split()) for name in page.all("#uploaded-files .name")]


async def raw_form(person: Person, request: UUID, body: AsyncIterator[bytes] | bytes) -> Page:
    """Send a multipart body that we make ourselves."""
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    page = Page(await person.client.post(f"/upload-requests/{request}/files", content=body, headers=headers))
    page.check()
    return page


def field(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def file_head(name: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()


async def counted(table: str) -> int:
    return int((await database.query(f"SELECT count(*) AS n FROM {table}"))[0]["n"])
