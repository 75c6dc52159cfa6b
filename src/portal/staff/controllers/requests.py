"""Asking clients for documents and answers, reminding them, and taking a request back."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal import i18n
from portal.accounts.guards import signed_in_staff
from portal.i18n import gettext as _
from portal.questionnaires import operations as questionnaire_operations
from portal.questionnaires import queries as questionnaires
from portal.staff.controllers.screens import REQUESTS, Question, ask, dossier_address, show_dossier, typed_in
from portal.staff.forms.requests import read_questionnaire_request, read_upload_request
from portal.staff.operations import request_responses, request_uploads
from portal.staff.queries import dossiers, requests
from portal.staff.reading import Filled, Refused
from portal.staff.views import Kind, RequestRow
from portal.uploads import operations as upload_operations
from portal.web.rendering import PortalRequest, done

PANEL = "requests"
OPERATIONS: dict[Kind, Any] = {Kind.UPLOAD: upload_operations, Kind.QUESTIONNAIRE: questionnaire_operations}


class AskingController(Controller):
    """New requests in a dossier."""

    path = "/staff/dossiers/{dossier_id:uuid}"
    guards = [signed_in_staff]

    @post("/upload-requests", status_code=200)
    async def upload(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Ask for documents."""
        typed, now = await typed_in(request), state.clock.now()
        people = [person.id for person in await dossiers.people(dossier_id, request.user)]
        try:
            asked = read_upload_request(typed, people=people, today=i18n.today(now))
        except Refused as error:
            return await _refused(request, state, dossier_id, "upload", Filled(typed, error.errors))
        window = state.settings.notify_window
        await request_uploads(dossier_id, asked, actor=request.user.id, keys=state.key_ring, now=now, window=window)
        return await _shown(request, state, dossier_id, _("The request was placed."))

    @post("/questionnaire-requests", status_code=200)
    async def questionnaire(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Ask to fill in a questionnaire."""
        typed, now = await typed_in(request), state.clock.now()
        people = [person.id for person in await dossiers.people(dossier_id, request.user)]
        offered = [one.id for one in await questionnaires.questionnaires() if one.can_be_asked]
        try:
            asked = read_questionnaire_request(typed, people=people, questionnaires=offered, today=i18n.today(now))
        except Refused as error:
            return await _refused(request, state, dossier_id, "questionnaire", Filled(typed, error.errors))
        window = state.settings.notify_window
        await request_responses(dossier_id, asked, actor=request.user.id, now=now, window=window)
        return await _shown(request, state, dossier_id, _("The request was placed."))


class RequestsController(Controller):
    """A request that was placed."""

    path = "/staff"
    guards = [signed_in_staff]

    @post([f"/{kind.value}-requests/{{request_id:uuid}}/reminders" for kind in Kind], status_code=200)
    async def remind(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """Have the client told again."""
        found = await _request(request, state, request_id)
        await OPERATIONS[found.kind].remind(found.id, actor=request.user.id, now=state.clock.now())
        return await _shown(request, state, found.dossier, _("The client gets a reminder."))

    @get([f"/{kind.value}-requests/{{request_id:uuid}}/withdrawal" for kind in Kind])
    async def ask_to_withdraw(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """Ask first."""
        found = await _request(request, state, request_id)
        question = Question(
            title=_("Withdraw %(title)s?") % {"title": found.title},
            texts=[_("%(name)s no longer sees this request and gets a message.") % {"name": found.addressee_name}],
            action=f"{found.address}/withdrawal",
            button=_("Withdraw request"),
            back=dossier_address(found.dossier, PANEL),
        )
        return await ask(request, question)

    @post([f"/{kind.value}-requests/{{request_id:uuid}}/withdrawal" for kind in Kind], status_code=200)
    async def withdraw(self, request: PortalRequest, state: State, request_id: FromPath[UUID]) -> Response[Any]:
        """Take it back; the client is told."""
        found = await _request(request, state, request_id)
        await OPERATIONS[found.kind].withdraw(found.id, actor=request.user.id, now=state.clock.now())
        return await _shown(request, state, found.dossier, _("The request was withdrawn."))


async def _request(request: PortalRequest, state: State, request_id: UUID) -> RequestRow:
    """The request of the kind that the address names."""
    is_upload = request.scope["path"].startswith("/staff/upload-requests/")
    kind = Kind.UPLOAD if is_upload else Kind.QUESTIONNAIRE
    return await requests.request(request_id, kind, request.user, today=i18n.today(state.clock.now()))


async def _shown(request: PortalRequest, state: State, dossier_id: UUID, told: str) -> Response[Any]:
    return await done(
        request,
        dossier_address(dossier_id, PANEL),
        lambda: show_dossier(request, state, dossier_id, screen=REQUESTS),
        told=told,
    )


async def _refused(request: PortalRequest, state: State, dossier_id: UUID, form: str, filled: Filled) -> Response[Any]:
    return await show_dossier(request, state, dossier_id, screen=REQUESTS, status=422, filled={form: filled})
