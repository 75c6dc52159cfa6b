"""Checking the answers, sending them, and reading what was sent."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from portal.accounts.guards import signed_in_client
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.questionnaires import operations
from portal.questionnaires.controllers.posting import REVISION
from portal.questionnaires.controllers.screens import PDF, show_check, show_result
from portal.questionnaires.operations import Incomplete, ResponseChanged, ResponseClosed
from portal.questionnaires.operations.answers import Opened
from portal.web.acting import follow
from portal.web.rendering import PortalRequest, done

TRUTHFUL = "truthful"


class CompletionController(Controller):
    """A client at the end of a questionnaire."""

    path = "/questionnaires/{response_id:uuid}"
    guards = [signed_in_client]

    @get("/check")
    async def check(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[Any]:
        """All answers, before they are sent."""
        opened = await _open(request, state, response_id)
        if not opened.response.is_open:
            return Redirect(opened.response.address, status_code=303)
        return await show_check(request, opened)

    @post("/completion", status_code=200)
    async def complete(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[Any]:
        """Send the answers; who does so twice sees the result again."""
        fields = await request.form()
        revision = str(fields.get(REVISION, ""))
        seen = int(revision) if revision.isdecimal() and len(revision) < 10 else -1
        opened = await _open(request, state, response_id)
        if opened.response.is_open and not fields.get(TRUTHFUL):
            told = _("Tick the box to tell us that you answered the questions truthfully")
            return await show_check(request, opened, errors=[(TRUTHFUL, told)])
        try:
            await operations.complete(
                response_id,
                seen,
                request.user,
                keys=state.key_ring,
                now=state.clock.now(),
                files=str(fields.get("files", "")),
            )
        except (ResponseChanged, Incomplete):
            return await show_check(request, await _open(request, state, response_id), is_stale=True)
        except ResponseClosed:
            pass  # the page tells how it stands: the result, or that it was withdrawn
        return await self._ended(request, state, response_id)

    @get("/result")
    async def result(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[Any]:
        """What was sent."""
        opened = await _open(request, state, response_id)
        if not opened.response.is_completed:
            return Redirect(opened.response.address, status_code=303)
        return await show_result(request, opened)

    @get("/result/pdf")
    async def pdf(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[Any]:
        """Whether the PDF is there yet."""
        opened = await _open(request, state, response_id)
        if not opened.response.is_completed:
            raise NotFound
        return await show_result(request, opened, PDF)

    async def _ended(self, request: PortalRequest, state: State, response_id: UUID) -> Response[Any]:
        opened = await _open(request, state, response_id)
        if not opened.response.is_completed:
            return Redirect(opened.response.address, status_code=303)
        return await done(request, f"{opened.response.address}/result", lambda: show_result(request, opened))


async def _open(request: PortalRequest, state: State, response_id: UUID) -> Opened:
    opened = await operations.open_response(response_id, request.user, keys=state.key_ring, now=state.clock.now())
    await follow(request, opened.response.organisation)
    return opened
