"""A code by text message for who is signed in and proves again who they are: having it sent, and how far it is."""

from typing import Any
from urllib.parse import quote

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts.controllers.door import own_path, tools_of
from portal.accounts.controllers.proof import show_proof
from portal.accounts.controllers.sms_factor import where_messages_go_out
from portal.accounts.factors.sms.codes import Binding, TooSoon, send
from portal.accounts.factors.sms.delivery import told
from portal.accounts.factors.sms.limits import MessagesSpent
from portal.accounts.factors.sms.method import number_of
from portal.accounts.guards import BEFORE_SET_UP, signed_in_client
from portal.errors import NotFound
from portal.web import sessions
from portal.web.rendering import PortalRequest, Screen, elsewhere, show
from portal.web.tokens import digest

FRAGMENT = "partials/accounts/sms/delivery.html"
DELIVERY = Screen(FRAGMENT, FRAGMENT)


class SmsProofController(Controller):
    """For clients: staff have no codes by text message."""

    path = "/account/proof/message"
    guards = [signed_in_client, where_messages_go_out]
    opt = BEFORE_SET_UP

    @get()
    async def delivery(self, request: PortalRequest, state: State) -> Response[Any]:
        """How far the message is: the page asks until it knows."""
        what = await told(_binding(request), now=state.clock.now())
        address = "/account/proof"
        return await show(request, DELIVERY, told=what, address=address, here=address, is_too_soon=False)

    @post(status_code=200)
    async def send(self, request: PortalRequest, state: State) -> Response[Any]:
        """Have a code sent to the number of this person, or say why not."""
        target = own_path(str((await request.form()).get("next", "")), sessions.CLIENT)
        tools = tools_of(state, request)
        number = await number_of(request.user.id, tools)
        if not number:
            raise NotFound
        try:
            await send(_binding(request), number, address=tools.address, tools=tools)
        except TooSoon:
            return await show_proof(request, target, status=429, is_too_soon=True)
        except MessagesSpent:
            return await show_proof(request, target, status=429)
        return elsewhere(request, f"/account/proof?next={quote(target)}")


def _binding(request: PortalRequest) -> Binding:
    return Binding.proof(digest(request.auth.token), request.user.id)
