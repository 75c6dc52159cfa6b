"""A session that ended while somebody typed without JavaScript, or from an old page: nothing that they typed is lost."""

from typing import Any
from uuid import UUID

import pytest

from portal.web import sessions
from portal.web.tables import Session
from tests.questionnaires.filling import FAMILY, Filling, fields_of
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.uploads.sending import BOUNDARY, END
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

    anna._keep(anna.cookie, await sessions.start(office.accounts["anna"].id, sessions.CLIENT, now=office.clock.now()))
    again = await anna.post(filling.step_address, hidden_in(page))
    assert (again.status, again.all("#stale-form") != []) == (403, True)
    assert (await anna.post(filling.step_address, hidden_in(again))).status == 303
    assert (await anna.get(filling.step_address)).value("gezin.naam") == TYPED


async def test_a_form_with_files_of_another_browser_is_not_read(anna: Person, response: UUID) -> None:
    filling = Filling(anna, f"/questionnaires/{response}")
    fields = {**fields_of(await filling.open()), "csrf_token": "0" * 64, "gezin.naam": TYPED}
    await Session.delete().where(Session.account == anna.id)
    page = await send(anna, filling.step_address, fields, is_multipart=True)
    assert (page.status, page.location) == (303, "/login")


async def send(person: Person, address: str, fields: dict[str, Any], *, is_multipart: bool) -> Page:
    """Send a form as a browser without JavaScript does."""
    fields = {"csrf_token": person.csrf_token} | fields
    if not is_multipart:
        return await person.post(address, fields)
    parts = [(name, each) for name, value in fields.items() for each in (value if isinstance(value, list) else [value])]
    body = b"".join(form_field(name, value) for name, value in parts) + END
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return Page(await person.client.post(address, content=body, headers=kind))


def hidden_in(page: Page) -> dict[str, list[str]]:
    """What a page sends again, its token included."""
    fields: dict[str, list[str]] = {}
    for element in page.all("main form input"):
        fields.setdefault(element.get("name", ""), []).append(element.get("value", ""))
    return fields
