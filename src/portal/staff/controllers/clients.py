"""The clients of the office: finding them, and inviting new ones."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery

from portal.accounts import operations
from portal.accounts.guards import signed_in_staff
from portal.accounts.operations import EmailTaken
from portal.i18n import gettext as _
from portal.staff import forms
from portal.staff.controllers.screens import BLANK, typed_in
from portal.staff.operations import invite_client
from portal.staff.queries import clients
from portal.staff.queries.pages import Position
from portal.staff.reading import Filled, Refused
from portal.staff.search import LONGEST, ClientSearch, SearchTokens
from portal.web.rendering import PortalRequest, Screen, done, show

ADDRESS = "/staff/clients"
CLIENTS = Screen("templates/staff/clients.html", "partials/staff/clients.html", "staff-clients")
CLIENT = Screen("templates/staff/client.html", "partials/staff/client.html", "staff-clients")


class ClientsController(Controller):
    """All clients."""

    path = ADDRESS
    guards = [signed_in_staff]

    @get()
    async def list(
        self,
        request: PortalRequest,
        state: State,
        find: FromQuery[str] = "",
        after: FromQuery[UUID | None] = None,
        before: FromQuery[UUID | None] = None,
    ) -> Response[Any]:
        """One page of what was searched, or of all clients."""
        search = SearchTokens(state.key_ring, request.user.id).search(find, ClientSearch)
        return await _show(request, search, find, Position(after, before))

    @post("/searches", status_code=200)
    async def search(self, request: PortalRequest, state: State) -> Response[Any]:
        """To the first page of what is searched."""
        search = ClientSearch((await typed_in(request)).one("words")[:LONGEST])
        find = SearchTokens(state.key_ring, request.user.id).token(search)
        return await done(
            request, f"{ADDRESS}?find={find}" if find else ADDRESS, lambda: _show(request, search, find, Position())
        )

    @post(status_code=200)
    async def invite(self, request: PortalRequest, state: State) -> Response[Any]:
        """Make an account and have its person sent a link."""
        typed = await typed_in(request)
        try:
            client = forms.new_client(typed)
            await invite_client(client, actor=request.user.id, now=state.clock.now())
        except Refused as error:
            errors = error.errors
        except EmailTaken:
            errors = {"email": _("There is an account with this e-mail address already.")}
        else:
            return await self._done(request, _("The invitation is on its way."))
        filled = Filled(typed, errors)
        return await _show(request, ClientSearch(), "", Position(), form=filled, status=422)

    @get("/{client_id:uuid}")
    async def client(self, request: PortalRequest, client_id: FromPath[UUID]) -> Response[Any]:
        """One client and the dossiers that they may see."""
        return await show(
            request,
            CLIENT,
            client=await clients.client(client_id, request.user),
            dossiers=await clients.dossiers_of(client_id, request.user),
        )

    @post("/{client_id:uuid}/invitations", status_code=200)
    async def invite_again(self, request: PortalRequest, state: State, client_id: FromPath[UUID]) -> Response[Any]:
        """Have the link sent again to somebody who never signed in."""
        await clients.client(client_id, request.user)
        await operations.invite(client_id, now=state.clock.now(), actor=request.user.id)
        return await self._done(request, _("The invitation is on its way."))

    async def _done(self, request: PortalRequest, told: str) -> Response[Any]:
        return await done(request, ADDRESS, lambda: _show(request, ClientSearch(), "", Position()), told=told)


async def _show(
    request: PortalRequest,
    search: ClientSearch,
    find: str,
    position: Position,
    *,
    form: Filled = BLANK,
    status: int = 200,
) -> Response[Any]:
    return await show(
        request,
        CLIENTS,
        status=status,
        search=search,
        find=find,
        found=await clients.clients(request.user, search, position),
        form=form,
    )
