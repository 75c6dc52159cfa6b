"""Filling in: one route per step or row, for every way of leaving it and for what is saved on the way."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, Router, get, post, put
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from portal.accounts.guards import signed_in_client
from portal.errors import NotFound
from portal.files.limits import limits_of
from portal.outbox.operations import note_seen
from portal.questionnaires import operations, reading, rows
from portal.questionnaires.controllers.conflicts import show_unsaved
from portal.questionnaires.controllers.leaving import Leaving, address_of, then_of
from portal.questionnaires.controllers.posting import THEN, form_of_step, keeping, posted_of
from portal.questionnaires.controllers.screens import show_removal, show_step, show_withdrawn
from portal.questionnaires.operations import ResponseChanged, ResponseClosed
from portal.questionnaires.operations.answers import Opened
from portal.questionnaires.operations.files import Place
from portal.settings import Settings
from portal.web.acting import follow
from portal.web.deliveries import receive_raw
from portal.web.rendering import PortalRequest

MARGIN = 1_000_000
PATH = "/questionnaires/{response_id:uuid}"


class QuestionnaireController(Controller):
    """A client at a questionnaire."""

    path = PATH
    guards = [signed_in_client]

    @get()
    async def start(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[Any]:
        """To where the person left off, or to the result."""
        opened = await _open(request, state, response_id)
        await note_seen(request.user.id, item=response_id, now=state.clock.now())
        if opened.response.is_completed:
            return Redirect(f"{opened.response.address}/result", status_code=303)
        if not opened.response.is_open:
            return await show_withdrawn(request, opened)
        step = reading.first_incomplete(opened.state, opened.draft)
        return Redirect(address_of(opened, step), status_code=303)

    @get("/steps/{step:str}/removal")
    async def removal(
        self, request: PortalRequest, state: State, response_id: FromPath[UUID], step: FromPath[str]
    ) -> Response[Any]:
        """Whether the row with this page should go."""
        opened = await _open(request, state, response_id)
        if not reading.has_step(opened.form, step):
            raise NotFound
        row, repeat, page = rows.row_of(opened.state, step), rows.repeat_of(opened.state, step), opened.state.step(step)
        if row is None or repeat is None or page is None or repeat.is_fixed or not opened.response.is_open:
            return Redirect(opened.response.address, status_code=303)
        return await show_removal(request, opened, row, page.parent_key, then=then_of(request.query_params.get(THEN)))


class StepController(Controller):
    """One step; what is sent from it may bring files along, where there is no JavaScript."""

    path = PATH
    guards = [signed_in_client]

    @get("/steps/{step:str}")
    async def step(
        self, request: PortalRequest, state: State, response_id: FromPath[UUID], step: FromPath[str]
    ) -> Response[Any]:
        """One step, or the page of a row; one that is not asked now leads to where the person left off."""
        opened = await _open(request, state, response_id)
        if not reading.has_step(opened.form, step):
            raise NotFound
        found = opened.state.step(step)
        if found is None or not opened.response.is_open:
            return Redirect(opened.response.address, status_code=303)
        return await show_step(request, opened, found, then=then_of(request.query_params.get(THEN)))

    @post("/steps/{step:str}", status_code=200, opt={"csrf_in_body": True})
    async def save(
        self, request: PortalRequest, state: State, response_id: FromPath[UUID], step: FromPath[str]
    ) -> Response[Any]:
        """Keep what was typed, and go where the person wants to."""
        form = await form_of_step(request, state, response_id)
        posted = posted_of(step, form)
        try:
            saved = await operations.save_step(
                response_id, posted, request.user, keys=state.key_ring, now=state.clock.now()
            )
        except (ResponseChanged, ResponseClosed) as conflict:
            return await show_unsaved(request, state, conflict, step, form.fields)
        return await Leaving(request, state, saved, posted, form.refusals).go()


class AnswerFileController(Controller):
    """One file for a question, as the raw body of a request: what the uploader sends."""

    path = PATH
    guards = [signed_in_client]

    @put("/questions/{question:str}/files/{file_id:uuid}", status_code=200)
    async def put(
        self,
        request: PortalRequest,
        state: State,
        response_id: FromPath[UUID],
        question: FromPath[str],
        file_id: FromPath[UUID],
        removals: FromQuery[int] = 0,
    ) -> Response[Any]:
        """Receive a file; once answered, it is durable. The same again is answered the same."""
        deliver = keeping(request, state, Place(response_id, question, removals))
        return await receive_raw(request, file_id, deliver, limits_of(state.settings))


async def _open(request: PortalRequest, state: State, response_id: UUID) -> Opened:
    opened = await operations.open_response(response_id, request.user, keys=state.key_ring, now=state.clock.now())
    await follow(request, opened.response.organisation)
    return opened


def step_routers(settings: Settings) -> list[Router]:
    """The routes of filling in; those that take files have room for as many bytes as the settings allow."""
    one = settings.upload_max_bytes + MARGIN
    return [
        Router(path="/", route_handlers=[QuestionnaireController]),
        Router(path="/", route_handlers=[AnswerFileController], request_max_body_size=one),
        Router(path="/", route_handlers=[StepController], request_max_body_size=one * settings.upload_max_files),
    ]
