"""The clients of the office: finding them, and inviting new ones."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery

from portal.accounts.guards import signed_in_staff
from portal.accounts.operations import EmailTaken
from portal.database.pages import TOP, Position
from portal.i18n import gettext as _
from portal.staff.controllers.screens import BLANK, typed_in
from portal.staff.forms.people import read_client
from portal.staff.operations import invite_client
from portal.staff.queries import clients, dossiers
from portal.staff.reading import Filled, Refused
from portal.staff.search import LONGEST, ClientSearch, SearchTokens
from portal.web.paging import PAGED
from portal.web.rendering import PortalRequest, Screen, done, show

ADDRESS = "/staff/clients"
CLIENTS = Screen("templates/staff/clients.html", "partials/staff/clients.html", "staff-clients")


class ClientsController(Controller):
    """All clients."""

    path = ADDRESS
    guards = [signed_in_staff]
    dependencies = PAGED

    @get()
    async def list(
        self,
        request: PortalRequest,
        state: State,
        position: NamedDependency[Position],
        find: FromQuery[str] = "",
        dossier: FromQuery[UUID | None] = None,
    ) -> Response[Any]:
        """One page of what was searched, or of all clients; `dossier` is the one to invite somebody for."""
        search = SearchTokens(state.key_ring, request.user.id).search(find, ClientSearch)
        return await _show(request, state, search, find, position, dossier=dossier)

    @post("/searches", status_code=200)
    async def search(self, request: PortalRequest, state: State) -> Response[Any]:
        """To the first page of what is searched."""
        typed = await typed_in(request)
        search = ClientSearch(typed.one("words")[:LONGEST], typed.one("access")[:LONGEST])
        find = SearchTokens(state.key_ring, request.user.id).token(search)
        return await done(
            request,
            f"{ADDRESS}?find={find}" if find else ADDRESS,
            lambda: _show(request, state, search, find, TOP),
        )

    @post(status_code=200)
    async def invite(self, request: PortalRequest, state: State) -> Response[Any]:
        """Make an account and have its person sent a link."""
        typed = await typed_in(request)
        try:
            client = read_client(
                typed,
                dossiers=[one.id for one in await dossiers.open_dossiers(request.user)],
                countries=state.settings.sms_regions,
            )
            await invite_client(client, keys=state.key_ring, actor=request.user.id, now=state.clock.now())
        except Refused as error:
            errors = error.errors
        except EmailTaken:
            errors = {"email": _("There is an account with this e-mail address already.")}
        else:
            told = _("The invitation is on its way.")
            return await done(request, ADDRESS, lambda: _show(request, state, ClientSearch(), "", TOP), told=told)
        filled = Filled(typed, errors)
        return await _show(request, state, ClientSearch(), "", TOP, form=filled, status=422)


async def _show(
    request: PortalRequest,
    state: State,
    search: ClientSearch,
    find: str,
    position: Position,
    *,
    form: Filled = BLANK,
    dossier: UUID | None = None,
    status: int = 200,
) -> Response[Any]:
    return await show(
        request,
        CLIENTS,
        status=status,
        search=search,
        find=find,
        found=await clients.clients(request.user, search, position, now=state.clock.now()),
        dossiers=await dossiers.open_dossiers(request.user, also=dossier),
        chosen=dossier,
        form=form,
    )
