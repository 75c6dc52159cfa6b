"""Having an open response go over to the newest version of its questionnaire."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal import i18n
from portal.accounts.guards import signed_in_staff
from portal.i18n import gettext as _
from portal.questionnaires import operations
from portal.questionnaires.differences import title_of
from portal.questionnaires.operations import NothingNewer, Proposal
from portal.staff.controllers.screens import REQUESTS, SECTION, dossier_address, show_dossier, typed_in
from portal.staff.queries import requests
from portal.staff.views import Kind, RequestRow
from portal.web.rendering import PortalRequest, Screen, done, show

MOVING = Screen("templates/staff/moving.html", "partials/staff/moving.html", SECTION)
PANEL = "requests"


class MovingController(Controller):
    """The version that an open response is filled in with."""

    path = "/staff/questionnaire-requests/{request_id:uuid}/version"
    guards = [signed_in_staff]

    @get()
    async def ask(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """What would be kept and dropped, whatever the client has filled in."""
        return await _show(request, await _found(request, state, request_id))

    @post(status_code=200)
    async def move(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """Go over to the version that was looked at."""
        found, typed = await _found(request, state, request_id), await typed_in(request)
        version = _uuid(typed.one("version"))
        try:
            await operations.move_over(
                found.id, version, actor=request.user.id, keys=state.key_ring, now=state.clock.now()
            )
        except NothingNewer:
            return await _show(request, await _found(request, state, request_id), status=409)
        told = _("The questionnaire went over to the newest version. The client sees that on the page.")
        return await done(
            request,
            dossier_address(found.dossier, PANEL),
            lambda: show_dossier(request, state, found.dossier, screen=REQUESTS, announcement=told),
        )


async def _found(request: PortalRequest, state: State, request_id: UUID) -> RequestRow:
    today = i18n.today(state.clock.now())
    return await requests.request(request_id, Kind.QUESTIONNAIRE, request.user, today=today)


async def _proposal(found: RequestRow) -> Proposal | None:
    try:
        return await operations.proposal(found.id)
    except NothingNewer:
        return None


async def _show(request: PortalRequest, found: RequestRow, *, status: int = 200) -> Response[Any]:
    proposed, language = await _proposal(found), i18n.language()
    move = proposed.move if proposed else None
    return await show(
        request,
        MOVING,
        status=status,
        title=_("Move %(title)s to the newest version?") % {"title": found.title},
        found=found,
        proposed=proposed,
        kept=len(move.kept) if move else 0,
        dropped=[title_of(node, language) for node in move.dropped] if move else [],
        required=[title_of(node, language) for node in move.required] if move else [],
        optional=[title_of(node, language) for node in move.added if not node.required] if move else [],
        has_changed=status == 409,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
