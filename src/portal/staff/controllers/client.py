"""One client: how far they are on their way in, what was sent to them, and whether they may come in at all."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts import invitations
from portal.accounts.factors.sms.numbers import masked
from portal.accounts.guards import signed_in_staff
from portal.accounts.operations import EmailTaken
from portal.i18n import gettext as _
from portal.staff import operations
from portal.staff.controllers import reset_form
from portal.staff.controllers.screens import BLANK, CONFIRM_CLIENT, Question, ask, typed_in
from portal.staff.forms.people import read_address
from portal.staff.queries import clients, mails
from portal.staff.reading import Filled, Refused
from portal.subject_access import corrections
from portal.web.rendering import PortalRequest, Screen, done, show

CLIENT = Screen("templates/staff/client.html", "partials/staff/client.html", "staff-clients")


class ClientController(Controller):
    """A client as the office sees them."""

    path = "/staff/clients/{client_id:uuid}"
    guards = [signed_in_staff]

    @get()
    async def page(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Their details, their dossiers and what was sent to them."""
        return await show_client(request, state, client_id)

    @post("/invitations", status_code=200)
    async def invite_again(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Have another link sent; the earlier one opens nothing any more."""
        await clients.client(client_id, request.user, now=state.clock.now())
        await invitations.invite_again(client_id, actor=request.user.id, now=state.clock.now())
        return await _done(request, state, client_id, _("The invitation is on its way."))

    @post("/address", status_code=200)
    async def correct_address(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Invite them at another address."""
        await clients.client(client_id, request.user, now=state.clock.now())
        typed = await typed_in(request)
        try:
            email = read_address(typed)
            await operations.correct_address(client_id, email, actor=request.user.id, now=state.clock.now())
        except Refused as error:
            errors = error.errors
        except EmailTaken:
            errors = {"email": _("There is an account with this e-mail address already.")}
        else:
            told = _("The address was corrected and the invitation is on its way.")
            return await _done(request, state, client_id, told)
        return await show_client(request, state, client_id, form=Filled(typed, errors), status=422)

    @get("/blocking")
    async def ask_to_block(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Ask first."""
        client = await clients.client(client_id, request.user, now=state.clock.now())
        question = Question(
            title=_("Block the access of %(name)s?") % {"name": client.name},
            texts=[_("They can no longer sign in, and get no more e-mail. Nothing is thrown away.")],
            action=f"{client_address(client_id)}/blocking",
            button=_("Block access"),
            back=client_address(client_id),
            back_text=_("Back to the client"),
        )
        return await ask(request, question, CONFIRM_CLIENT)

    @post("/blocking", status_code=200)
    async def block(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Let them in no more."""
        await clients.client(client_id, request.user, now=state.clock.now())
        await invitations.block(client_id, actor=request.user.id, now=state.clock.now())
        return await _done(request, state, client_id, _("The client can no longer sign in."))

    @post("/unblocking", status_code=200)
    async def unblock(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Let them in again."""
        await clients.client(client_id, request.user, now=state.clock.now())
        await invitations.unblock(client_id, actor=request.user.id, now=state.clock.now())
        return await _done(request, state, client_id, _("The client can sign in again."))


async def _done(request: PortalRequest, state: State, client: UUID, told: str) -> Response[Any]:
    return await done(request, client_address(client), lambda: show_client(request, state, client), told=told)


async def show_client(
    request: PortalRequest,
    state: State,
    client_id: UUID,
    *,
    form: Filled = BLANK,
    reset: Filled = BLANK,
    status: int = 200,
) -> Response[Any]:
    """The page of a client, with a form that was refused if there is one."""
    number = await clients.mobile_of(client_id, request.user, state.key_ring)
    return await show(
        request,
        CLIENT,
        status=status,
        client=await clients.client(client_id, request.user, now=state.clock.now()),
        mobile=masked(number) if number else "",
        dossiers=await clients.dossiers_of(client_id, request.user),
        tried=await clients.sign_ins_of(client_id, request.user),
        sent=await mails.sent_to(client_id, request.user, now=state.clock.now()),
        corrections=await corrections.open_of(client_id, request.user, keys=state.key_ring),
        form=form,
        reset=reset,
        reset_address=f"{client_address(client_id)}/two-step-reset",
        **await reset_form.shown(client_id),
    )


def client_address(client: UUID) -> str:
    """Where a client is."""
    return f"/staff/clients/{client}"
