"""Reading what a client sent, and sending it back with notes at questions."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal import i18n
from portal.accounts.guards import signed_in_staff
from portal.errors import Conflict
from portal.i18n import gettext as _
from portal.questionnaires import operations
from portal.questionnaires.operations import NobodyToAsk, SendingBack
from portal.questionnaires.review import ReviewedSection, review
from portal.staff.controllers.screens import BLANK, SECTION, typed_in
from portal.staff.forms.requests import read_notes
from portal.staff.queries import documents, dossiers, responses
from portal.staff.queries.responses import Received
from portal.staff.reading import Filled, Refused
from portal.web.rendering import PortalRequest, Screen, done, show

REVIEW = Screen("templates/staff/response.html", "partials/staff/response.html", SECTION)
ADDRESS = "/staff/questionnaire-responses/{response_id:uuid}"


class ResponsesController(Controller):
    """A response that was sent, as the office reads it."""

    path = ADDRESS
    guards = [signed_in_staff]

    @get()
    async def read(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[Any]:
        """What was sent the last time; what was never sent is not there."""
        received = await _received(request, state, response_id)
        await operations.note_answers_opened(response_id, actor=request.user.id, now=state.clock.now(), form="page")
        return await _show(request, received)

    @post("/sending-back", status_code=200)
    async def send_back(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[Any]:
        """Ask the client to look at some questions once more."""
        typed, now = await typed_in(request), state.clock.now()
        received = await _received(request, state, response_id)
        questions = {f"note-{each.id}": each.ref for section in _sections(received) for each in section.answers}
        try:
            asked = read_notes(typed, questions=questions, today=i18n.today(now))
        except Refused as error:
            return await _show(request, received, filled=Filled(typed, error.errors), status=422)
        revision = typed.one("revision")
        sending = SendingBack(asked.notes, asked.due_date, int(revision) if revision.isdecimal() else -1)
        window, actor = state.settings.notify_window, request.user.id
        try:
            await operations.send_back(response_id, sending, actor=actor, keys=state.key_ring, now=now, window=window)
        except Conflict as conflict:
            now_received = await _received(request, state, response_id)
            if not (
                now_received.response.is_sent_back and now_received.notes == asked.notes
            ):  # or it was a second click
                told = _told(now_received, conflict)
                return await _show(request, now_received, filled=Filled(typed), status=409, told=told)
        address = f"/staff/questionnaire-responses/{response_id}"
        return await done(request, address, lambda: _sent_back(request, state, response_id))


async def _sent_back(request: PortalRequest, state: State, response_id: UUID) -> Response[Any]:
    received = await _received(request, state, response_id)
    return await _show(request, received, announcement=_("The questionnaire was sent back."))


async def _received(request: PortalRequest, state: State, response_id: UUID) -> Received:
    return await responses.received(response_id, request.user, keys=state.key_ring)


def _sections(received: Received) -> list[ReviewedSection]:
    before = received.before.state if received.before is not None else None
    return review(received.last.state, before, received.notes, i18n.language())


def _told(received: Received, conflict: Conflict) -> str:
    """Why nothing was sent back, for somebody whose notes are still on the page."""
    if isinstance(conflict, NobodyToAsk):
        return _("The client has no access to this case file any more, so nothing was sent back.")
    response = received.response
    if response.is_sent_back and response.sent_back_at is not None:
        return _("%(name)s sent this back already, on %(moment)s. Your notes were not sent; they are below.") % {
            "name": response.sent_back_by_name,
            "moment": i18n.format_moment(response.sent_back_at),
        }
    if response.is_completed:
        return _("The client sent new answers in the meantime. Read them first; your notes are still below.")
    return _("This can no longer be sent back. Your notes were not sent; they are below.")


async def _show(
    request: PortalRequest,
    received: Received,
    *,
    filled: Filled = BLANK,
    status: int = 200,
    told: str = "",
    announcement: str = "",
) -> Response[Any]:
    response = received.response
    sections = _sections(received)
    typed = {each.ref: filled.one(f"note-{each.id}") for section in sections for each in section.answers}
    return await show(
        request,
        REVIEW,
        status=status,
        announcement=announcement,
        title=_("%(title)s of %(name)s") % {"title": response.title, "name": response.addressee_name},
        response=response,
        dossier=await dossiers.dossier(response.dossier, request.user),
        last=received.last.response,
        earlier=[each.response for each in received.sent[:-1]],
        version=received.version,
        sections=sections,
        papers=await documents.of_answers(response.id, request.user),
        form=filled,
        typed={ref: text for ref, text in typed.items() if text},
        told=told,
    )
