"""Sending files without JavaScript: several in one form."""

from collections.abc import AsyncIterator
from uuid import UUID

from tests.support.browser import Page, Person
from tests.uploads.sending import BOUNDARY, END, PDF, PNG, field, file_head, listed, post_form, raw_form


async def test_several_files_are_added_at_once(anna: Person, upload_request: UUID) -> None:
    page = await post_form(anna, upload_request, [("een.pdf", PDF), ("twee.png", PNG)])
    assert (page.status, page.location) == (303, f"/upload-requests/{upload_request}")
    assert await listed(anna, upload_request) == ["een.pdf", "twee.png"]


async def test_refused_files_are_named_and_the_others_stay(anna: Person, upload_request: UUID) -> None:
    page = await post_form(
        anna,
        upload_request,
        [("een.pdf", PDF), ("leeg.pdf", b""), ("virus.exe", b"MZ" + bytes(99)), ("groot.pdf", PDF + bytes(25_000_000))],
    )
    assert page.status == 422
    told = [" ".join(item.text_content().split()) for item in page.all("#errors li")]
    assert [line.split()[0] for line in told] == ["leeg.pdf", "virus.exe", "groot.pdf"]
    assert page.title.startswith("Fout:")
    assert await listed(anna, upload_request) == ["een.pdf"]


async def test_a_form_without_a_file_is_refused_with_a_sentence(anna: Person, upload_request: UUID) -> None:
    nothing = field("csrf_token", anna.csrf_token) + file_head("") + b"\r\n" + END
    page = await raw_form(anna, upload_request, nothing)
    assert page.status == 422
    assert "Kies eerst een bestand" in page.text


async def test_a_form_of_an_earlier_session_is_refused_before_its_file_is_read(
    anna: Person, upload_request: UUID
) -> None:
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        yield field("csrf_token", "an-old-token") + file_head("paspoort.pdf")
        for _chunk in range(50):
            read += 1
            yield PDF
        yield b"\r\n" + END

    page = await raw_form(anna, upload_request, body())
    assert page.status == 403
    assert read == 0
    assert await listed(anna, upload_request) == []


async def test_a_form_whose_token_does_not_come_first_is_refused(anna: Person, upload_request: UUID) -> None:
    body = (
        file_head("paspoort.pdf")
        + PDF
        + b"\r\n"
        + field("csrf_token", anna.csrf_token)
        + f"--{BOUNDARY}--\r\n".encode()
    )
    assert (await raw_form(anna, upload_request, body)).status == 403


async def test_a_token_that_is_sent_as_a_file_is_refused(anna: Person, upload_request: UUID) -> None:
    disposition = f'Content-Disposition: form-data; name="csrf_token"; filename="x"\r\n\r\n{anna.csrf_token}'
    body = f"--{BOUNDARY}\r\n{disposition}\r\n".encode() + file_head("paspoort.pdf") + PDF + b"\r\n" + END
    assert (await raw_form(anna, upload_request, body)).status == 403


async def test_a_form_that_is_cut_off_is_refused_and_leaves_no_half_file(anna: Person, upload_request: UUID) -> None:
    body = field("csrf_token", anna.csrf_token) + file_head("half.pdf") + PDF
    assert (await raw_form(anna, upload_request, body)).status == 400
    assert await listed(anna, upload_request) == []


async def test_garbage_is_no_form(anna: Person, upload_request: UUID) -> None:
    assert (await raw_form(anna, upload_request, bytes(5_000))).status == 400
    page = Page(
        await anna.client.post(f"/upload-requests/{upload_request}/files", headers={"X-CSRF-Token": anna.csrf_token})
    )
    assert page.status == 400


async def test_more_files_than_fit_are_told_apart(anna: Person, upload_request: UUID) -> None:
    await post_form(anna, upload_request, [(f"{number}.pdf", PDF) for number in range(49)])
    page = await post_form(anna, upload_request, [("49.pdf", PDF), ("50.pdf", PDF)])
    assert page.status == 422
    assert [item.text_content().split()[0] for item in page.all("#errors li")] == ["50.pdf"]
    assert len(await listed(anna, upload_request)) == 50
