"""A session that ended while somebody typed without JavaScript, or from an old page: nothing that they typed is lost."""

from typing import Any
from uuid import UUID

import pytest

from portal.web import sessions
from portal.web.tables import Session
from tests.questionnaires.filling import FAMILY, Filling, fields_of
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.support.sample_files import PDF
from tests.uploads.conftest import ask
from tests.uploads.sending import BOUNDARY, END, file_head, listed, raw_form
from tests.uploads.sending import field as form_field

TYPED = "Anna <b>Maria</b>"


@pytest.mark.parametrize("is_multipart", [True, False])
async def test_what_was_typed_is_kept_and_saved_after_signing_in_again(
    office: Office, anna: Person, response: UUID, *, is_multipart: bool
) -> None:
    filling = Filling(anna, f"/questionnaires/{response}")
    fields = {**fields_of(await filling.open()), **FAMILY, "gezin.naam": TYPED, "do": "later"}
    await Session.delete().where(Session.account == anna.id)
    page = await send(anna, filling.step_address, fields, is_multipart=is_multipart)
    assert page.status == 401
    assert page.one("#signed-out form").get("action") == filling.step_address

    await sign_in_again(office, anna)
    again = await anna.post(filling.step_address, hidden_in(page))
    assert (again.status, again.all("#stale-form") != []) == (403, True)
    assert (await anna.post(filling.step_address, hidden_in(again))).status == 303
    assert (await anna.get(filling.step_address)).value("gezin.naam") == TYPED


async def test_a_form_with_files_of_an_earlier_session_keeps_what_was_typed_and_says_that_files_are_not(
    office: Office, anna: Person, response: UUID
) -> None:
    filling = Filling(anna, f"/questionnaires/{response}")
    fields = {"csrf_token": anna.csrf_token, **fields_of(await filling.open()), **FAMILY, "gezin.naam": TYPED}
    await sign_in_again(office, anna)
    large = file_head("akte.pdf") + PDF + bytes(3_000_000) + b"\r\n"
    page = await send(anna, filling.step_address, {**fields, "do": "later"}, is_multipart=True, file=large)
    assert (page.status, page.all("#stale-form") != []) == (403, True)
    assert "Bestanden kunnen niet worden bewaard" in page.text
    assert (await anna.post(page.one("#stale-form form").get("action"), hidden_in(page))).status == 303
    assert (await anna.get(filling.step_address)).value("gezin.naam") == TYPED


async def test_without_files_nothing_is_said_of_them(office: Office, anna: Person, response: UUID) -> None:
    filling = Filling(anna, f"/questionnaires/{response}")
    fields = {"csrf_token": anna.csrf_token, **fields_of(await filling.open()), "gezin.naam": TYPED}
    await sign_in_again(office, anna)
    page = await send(anna, filling.step_address, fields, is_multipart=True, file=file_head("") + b"\r\n")
    assert page.value("gezin.naam") == TYPED
    assert "Bestanden" not in page.one("#stale-form").text_content()


async def test_files_of_an_earlier_session_alone_are_asked_for_again(office: Office, anna: Person) -> None:
    request = await ask(office, await office.dossier(), "anna")
    token = anna.csrf_token
    await sign_in_again(office, anna)
    body = form_field("csrf_token", token) + file_head("akte.pdf") + PDF + b"\r\n" + END
    page = await raw_form(anna, request, body)
    assert page.status == 403
    assert page.one("#stale-form a").get("href") == f"/upload-requests/{request}/files"
    assert (await anna.get(page.one("#stale-form a").get("href"))).status == 200
    assert await listed(anna, request) == []


@pytest.mark.parametrize("is_first", [True, False])
async def test_a_form_with_files_that_is_none_of_ours_is_refused(
    office: Office, anna: Person, response: UUID, *, is_first: bool
) -> None:
    """Without a token at its beginning it comes from no page of ours, and is not read."""
    fields = [("gezin.naam", TYPED), ("csrf_token", anna.csrf_token)]
    body = b"".join(form_field(*each) for each in (fields if is_first else fields[:1])) + END
    page = await post_parts(anna, f"/questionnaires/{response}/steps/gezin", body)
    assert (page.status, page.all("#stale-form")) == (403, [])
    assert TYPED not in page.text


async def test_more_than_a_form_of_ours_holds_is_not_kept(office: Office, anna: Person, response: UUID) -> None:
    token = anna.csrf_token
    await sign_in_again(office, anna)
    body = form_field("csrf_token", token) + form_field("gezin.naam", "x" * 1_000_001) + END
    page = await post_parts(anna, f"/questionnaires/{response}/steps/gezin", body)
    assert (page.status, page.all("#stale-form")) == (403, [])


async def test_a_form_with_files_of_another_browser_is_not_read(anna: Person, response: UUID) -> None:
    filling = Filling(anna, f"/questionnaires/{response}")
    fields = {**fields_of(await filling.open()), "csrf_token": "0" * 64, "gezin.naam": TYPED}
    await Session.delete().where(Session.account == anna.id)
    page = await send(anna, filling.step_address, fields, is_multipart=True)
    assert (page.status, page.location) == (303, "/login")


async def sign_in_again(office: Office, person: Person) -> None:
    """End the session of a browser, and begin another in it."""
    await Session.delete().where(Session.account == person.id)
    token = await sessions.start(office.accounts["anna"].id, sessions.CLIENT, now=office.clock.now())
    person._keep(person.cookie, token)


async def post_parts(person: Person, address: str, body: bytes) -> Page:
    """Send a multipart body that we make ourselves."""
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return Page(await person.client.post(address, content=body, headers=kind))


async def send(person: Person, address: str, fields: dict[str, Any], *, is_multipart: bool, file: bytes = b"") -> Page:
    """Send a form as a browser without JavaScript does."""
    fields = {"csrf_token": person.csrf_token} | fields
    if not is_multipart:
        return await person.post(address, fields)
    parts = [(name, each) for name, value in fields.items() for each in (value if isinstance(value, list) else [value])]
    return await post_parts(person, address, b"".join(form_field(name, value) for name, value in parts) + file + END)


def hidden_in(page: Page) -> dict[str, list[str]]:
    """What a page sends again, its token included."""
    fields: dict[str, list[str]] = {}
    for element in page.all("main form input"):
        fields.setdefault(element.get("name", ""), []).append(element.get("value", ""))
    return fields
