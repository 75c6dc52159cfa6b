"""The clients of the office: finding them, and inviting new ones."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery

from portal import i18n
from portal.accounts.guards import signed_in_staff
from portal.accounts.operations import EmailTaken
from portal.database.pages import TOP, Position
from portal.i18n import gettext as _
from portal.staff.controllers.screens import BLANK, typed_in
from portal.staff.forms.people import read_client
from portal.staff.operations import invite_client
from portal.staff.queries import clients, dossiers
from portal.staff.reading import Filled, Refused, Typed, as_id
from portal.staff.search import LONGEST, ClientSearch, SearchTokens
from portal.staff.views import DossierRow
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
        form = Filled(Typed({"dossier": [str(dossier)], "language": [i18n.DEFAULT_LANGUAGE]})) if dossier else BLANK
        offered = await dossiers.open_dossiers(request.user, also=dossier)
        return await _show(request, state, search, find, position, form=form, offered=offered)

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
        """Make an account and have its person sent a link, or show the dossiers that may be meant."""
        typed = await typed_in(request)
        if typed.one("dossier_words") or "search" in typed.values:
            return await _dossiers_to_choose(request, state, typed)
        offered = await dossiers.open_dossiers(request.user, also=as_id(typed.one("dossier")))
        try:
            ids, countries = [one.id for one in offered], state.settings.sms_regions
            client = read_client(typed, dossiers=ids, countries=countries)
            await invite_client(client, keys=state.key_ring, actor=request.user.id, now=state.clock.now())
        except Refused as error:
            errors = error.errors
        except EmailTaken:
            errors = {"email": _("There is an account with this e-mail address already.")}
        else:
            told = _("The invitation is on its way.")
            return await done(request, ADDRESS, lambda: _show(request, state, ClientSearch(), "", TOP), told=told)
        return await _show_again(request, state, Filled(typed, errors), offered)


async def _dossiers_to_choose(request: PortalRequest, state: State, typed: Typed) -> Response[Any]:
    words, chosen = typed.one("dossier_words")[:LONGEST], as_id(typed.one("dossier"))
    offered = await dossiers.open_dossiers(request.user, words, also=chosen)
    if all(one.id == chosen for one in offered):
        errors = {"dossier": _("No open case file was found. Check the number or the name.")}
        return await _show_again(request, state, Filled(typed, errors), offered)
    request.state.told = _("Choose the case file from the list.")
    return await _show_again(request, state, Filled(typed, {}), offered)


async def _show_again(
    request: PortalRequest, state: State, form: Filled, offered: Sequence[DossierRow]
) -> Response[Any]:
    status = 422 if form.errors else 200
    return await _show(request, state, ClientSearch(), "", TOP, form=form, offered=offered, status=status)


async def _show(
    request: PortalRequest,
    state: State,
    search: ClientSearch,
    find: str,
    position: Position,
    *,
    form: Filled = BLANK,
    offered: Sequence[DossierRow] = (),
    status: int = 200,
) -> Response[Any]:
    return await show(
        request,
        CLIENTS,
        status=status,
        search=search,
        find=find,
        found=await clients.clients(request.user, search, position, now=state.clock.now()),
        dossiers=offered,
        form=form,
    )
