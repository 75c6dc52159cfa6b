"""A request is its addressee's own: for everybody else it does not exist."""

from uuid import UUID, uuid4

import pytest

from portal.dossiers.operations import dossiers
from tests.support.browser import Person
from tests.support.office import Office
from tests.uploads.sending import PDF, listed, post_form, put


@pytest.mark.parametrize("htmx", [True, False])
async def test_carla_finds_nothing_of_anna(anna: Person, carla: Person, upload_request: UUID, htmx: bool) -> None:
    file = uuid4()
    await put(anna, upload_request, file=file)
    assert (await carla.get(f"/upload-requests/{upload_request}", htmx=htmx)).status == 404
    assert (await carla.get(f"/upload-requests/{upload_request}/files", htmx=htmx)).status == 404
    assert (await carla.post(f"/upload-requests/{upload_request}/confirmation", htmx=htmx)).status == 404
    assert (await carla.post(f"/uploaded-files/{file}/removal", htmx=htmx)).status == 404
    assert (await put(carla, upload_request)).status == 404
    assert (await put(carla, upload_request, file=file)).status == 404
    assert (await post_form(carla, upload_request, [("x.pdf", PDF)])).status == 404
    assert await listed(anna, upload_request) == ["paspoort.pdf"]


async def test_another_client_of_the_same_dossier_finds_nothing(office: Office, carla: Person) -> None:
    from tests.uploads.conftest import ask

    shared = await office.dossier("2026.4000", clients=("anna", "carla"))
    asked = await ask(office, shared, "anna")
    assert (await carla.get(f"/upload-requests/{asked}")).status == 404


async def test_a_request_that_was_never_there_answers_alike(anna: Person, carla: Person, upload_request: UUID) -> None:
    absent = await carla.get(f"/upload-requests/{uuid4()}")
    foreign = await carla.get(f"/upload-requests/{upload_request}")
    assert (absent.status, absent.text) == (foreign.status, foreign.text)


async def test_who_lost_access_to_the_dossier_loses_its_requests(
    office: Office, anna: Person, dossier: UUID, upload_request: UUID
) -> None:
    sanne = office.accounts["sanne"].id
    await dossiers.take_access(dossier, office.accounts["anna"].id, actor=sanne, now=office.clock.now())
    assert (await anna.get(f"/upload-requests/{upload_request}")).status == 404
    assert (await put(anna, upload_request)).status == 404


async def test_a_visitor_is_asked_to_sign_in(office: Office, sanne: Person, upload_request: UUID) -> None:
    page = await office.visitor().get(f"/upload-requests/{upload_request}")
    assert (page.status, page.location) == (303, f"/login?next=/upload-requests/{upload_request}")
    assert (await sanne.get(f"/upload-requests/{upload_request}")).status == 303
