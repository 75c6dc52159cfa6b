"""Bodies that are read as they arrive."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request, post
from litestar.exceptions import ClientException
from litestar.types import Receive

from portal.web.bodies import BodyInterrupted, body_of, parts_of

BOUNDARY = "x-boundary"


def request_of(chunks: list[bytes], *, ending: str = "done") -> Request[Any, Any, Any]:
    """A request whose body arrives in these chunks, and then is done, goes away, or stays silent."""
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    if ending == "done":
        messages.append({"type": "http.request", "body": b"", "more_body": False})
    elif ending == "gone":
        messages.append({"type": "http.disconnect"})

    async def receive() -> Any:
        if not messages:
            await asyncio.sleep(60)
        return messages.pop(0)

    @post("/", request_max_body_size=None)
    async def handler() -> None: ...

    headers = [(b"content-type", f"multipart/form-data; boundary={BOUNDARY}".encode())]
    scope: Any = {"type": "http", "method": "POST", "headers": headers, "path": "/", "route_handler": handler}
    taken: Receive = receive
    return Request(scope, receive=taken)


def form(files: list[bytes]) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'.encode()
    return b"".join(head + content + b"\r\n" for content in files) + f"--{BOUNDARY}--\r\n".encode()


async def joined(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


@given(st.lists(st.binary(max_size=60).filter(lambda b: BOUNDARY.encode() not in b), max_size=4), st.data())
async def test_a_form_reads_the_same_however_it_is_cut(files: list[bytes], data: st.DataObject) -> None:
    body = form(files)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=6)))
    chunks = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    request = request_of(chunks)
    assert [await joined(part.chunks) async for part in parts_of(request, max_parts=9)] == files


async def test_what_is_left_of_a_part_is_skipped() -> None:
    request = request_of([form([b"one" * 100, b"two"])])
    seen = []
    async for part in parts_of(request, max_parts=9):
        if seen:
            seen.append(await joined(part.chunks))
        else:
            seen.append(b"skipped")
    assert seen == [b"skipped", b"two"]


async def test_more_parts_than_allowed_are_refused() -> None:
    request = request_of([form([b"a", b"b", b"c"])])
    with pytest.raises(ClientException):
        assert [part async for part in parts_of(request, max_parts=2)]


async def test_a_silent_sender_is_given_up() -> None:
    with pytest.raises(BodyInterrupted):
        await joined(body_of(request_of([b"begin"], ending="silent"), idle=0.05))


async def test_a_sender_that_went_away_is_no_error_of_ours() -> None:
    with pytest.raises(BodyInterrupted):
        await joined(body_of(request_of([b"begin"], ending="gone")))
