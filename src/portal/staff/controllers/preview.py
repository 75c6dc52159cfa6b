"""Trying a version as a client would have it: the same pages, and answers that are kept in the browser alone."""

from contextlib import aclosing
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import FormMultiDict, State
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.response import Redirect

from portal import i18n
from portal.accounts.guards import signed_in_staff
from portal.errors import NotFound
from portal.questionnaires import queries, reading, rows
from portal.questionnaires.acts import Verb
from portal.questionnaires.compiled import form_of
from portal.questionnaires.controllers.leaving import Leaving, address_of, then_of
from portal.questionnaires.controllers.posting import MOST_FIELDS, THEN, Form, posted_of
from portal.questionnaires.controllers.screens import show_check, show_removal, show_step
from portal.questionnaires.operations.answers import Opened
from portal.questionnaires.operations.trial import tried, tried_on
from portal.staff.controllers import preview_draft
from portal.web.bodies import form_of as parts_of_form
from portal.web.rendering import PortalRequest, elsewhere
from portal.web.security import is_multipart

PATH = "/staff/questionnaire-versions/{version_id:uuid}/preview/{language:str}"


class PreviewController(Controller):
    """A version as a client would fill it in, in one language."""

    path = PATH
    guards = [signed_in_staff]

    @get()
    async def start(
        self, request: PortalRequest, state: State, version_id: FromPath[UUID], language: FromPath[str]
    ) -> Response[Any]:
        """To the first step that is not finished."""
        opened = await _opened(request, state, version_id, language)
        return Redirect(address_of(opened, reading.first_incomplete(opened.state, opened.draft)), status_code=303)

    @post("/beginning", status_code=200)
    async def begin(
        self, request: PortalRequest, state: State, version_id: FromPath[UUID], language: FromPath[str]
    ) -> Response[Any]:
        """Forget the answers, and begin anew."""
        opened = await _opened(request, state, version_id, language)
        response = elsewhere(request, opened.response.address)
        preview_draft.forget(response, version_id, state.settings)
        return response

    @get("/steps/{step:str}")
    async def step(
        self,
        request: PortalRequest,
        state: State,
        version_id: FromPath[UUID],
        language: FromPath[str],
        step: FromPath[str],
    ) -> Response[Any]:
        """One step, or the page of a row."""
        opened = await _opened_at(request, state, version_id, language, step)
        found = opened.state.step(step)
        if found is None:
            return Redirect(opened.response.address, status_code=303)
        with i18n.speaking(language):
            return await show_step(request, opened, found, then=then_of(request.query_params.get(THEN)))

    @get("/steps/{step:str}/removal")
    async def removal(
        self,
        request: PortalRequest,
        state: State,
        version_id: FromPath[UUID],
        language: FromPath[str],
        step: FromPath[str],
    ) -> Response[Any]:
        """Whether a row should go."""
        opened = await _opened_at(request, state, version_id, language, step)
        row, page = rows.row_of(opened.state, step), opened.state.step(step)
        if row is None or page is None:
            return Redirect(opened.response.address, status_code=303)
        with i18n.speaking(language):
            return await show_removal(
                request, opened, row, page.parent_key, then=then_of(request.query_params.get(THEN))
            )

    @post("/steps/{step:str}", status_code=200, opt={"csrf_in_body": True})
    async def go_on(
        self,
        request: PortalRequest,
        state: State,
        version_id: FromPath[UUID],
        language: FromPath[str],
        step: FromPath[str],
    ) -> Response[Any]:
        """To where the button leads, with what was typed."""
        posted = posted_of(step, await _form(request))
        was = await _opened_at(request, state, version_id, language, step)
        with i18n.speaking(language):
            saved = tried_on(was, posted, now=state.clock.now())
            page = saved.state.step(step)
            if posted.act.verb in {Verb.ATTACH, Verb.DETACH} and page is not None:
                response = await show_step(request, saved, page)
            else:
                response = await Leaving(request, state, saved, posted, {}).go()
        if not preview_draft.keep(request, response, version_id, saved.draft, state.key_ring, state.settings):
            raise HTTPException(status_code=413)
        return response

    @get("/check")
    async def check(
        self, request: PortalRequest, state: State, version_id: FromPath[UUID], language: FromPath[str]
    ) -> Response[Any]:
        """All answers, as before they are sent."""
        opened = await _opened(request, state, version_id, language)
        with i18n.speaking(language):
            return await show_check(request, opened)

    @post("/completion", status_code=200)
    async def complete(
        self, request: PortalRequest, state: State, version_id: FromPath[UUID], language: FromPath[str]
    ) -> Response[Any]:
        """Nothing is sent; the preview is over."""
        opened = await _opened(request, state, version_id, language)
        response = elsewhere(request, opened.response.list_address)
        preview_draft.forget(response, version_id, state.settings)
        return response


async def _opened(request: PortalRequest, state: State, version_id: UUID, language: str) -> Opened:
    if language not in i18n.LANGUAGES:
        raise NotFound
    await queries.version(version_id)
    return tried(
        await form_of(version_id),
        version_id,
        preview_draft.kept(request, version_id, state.key_ring),
        language=language,
        name=request.user.name,
        phone=state.settings.office_phone,
        now=state.clock.now(),
    )


async def _opened_at(request: PortalRequest, state: State, version_id: UUID, language: str, step: str) -> Opened:
    """The same, for the page of a step that the questionnaire has, now or after other answers."""
    opened = await _opened(request, state, version_id, language)
    if not reading.has_step(opened.form, step):
        raise NotFound
    return opened


async def _form(request: PortalRequest) -> Form:
    """The fields of the form; what came with it as a file is read and forgotten."""
    if not is_multipart(request):
        return Form(await request.form())
    async with aclosing(parts_of_form(request, max_parts=MOST_FIELDS)) as parts:
        fields: list[tuple[str, Any]] = [(part.name, await part.text()) async for part in parts if not part.is_file]
    return Form(FormMultiDict(fields))
