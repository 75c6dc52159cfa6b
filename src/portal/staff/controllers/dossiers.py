"""Finding a dossier, and making one."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery

from portal import i18n
from portal.accounts import queries as accounts
from portal.accounts.guards import signed_in_staff
from portal.database.pages import TOP, Position
from portal.dossiers.tables import DossierState
from portal.staff.controllers import new_dossier
from portal.staff.controllers.screens import BLANK, SECTION, typed_in
from portal.staff.forms.dossiers import KINDS
from portal.staff.queries import dossiers, matches
from portal.staff.reading import Typed, as_id
from portal.staff.search import LONGEST, DossierSearch, SearchTokens
from portal.web.paging import PAGED
from portal.web.rendering import PortalRequest, Screen, done, show

LIST = Screen("templates/staff/dossiers.html", "partials/staff/dossiers.html", SECTION)
ADDRESS = "/staff/dossiers"


class DossiersController(Controller):
    """All dossiers of the office."""

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
    ) -> Response[Any]:
        """One page of what was searched, or of all dossiers."""
        search = SearchTokens(state.key_ring, request.user.id).search(find, DossierSearch)
        return await self._list(request, state, search, find, position)

    @post("/searches", status_code=200)
    async def search(self, request: PortalRequest, state: State) -> Response[Any]:
        """To the first page of what is searched; the address holds the search, but nothing to read."""
        search = _search(await typed_in(request))
        find = SearchTokens(state.key_ring, request.user.id).token(search)
        address = f"{ADDRESS}?find={find}" if find else ADDRESS
        return await done(request, address, lambda: self._list(request, state, search, find, TOP))

    @get("/new")
    async def new(self, request: PortalRequest, organisation: FromQuery[UUID | None] = None) -> Response[Any]:
        """The form for a new dossier, for a company or for nobody yet."""
        companies = [str(organisation)] if organisation else []
        return await new_dossier.show_form(request, BLANK, await matches.chosen(companies, [], request.user))

    @post(status_code=200)
    async def create(self, request: PortalRequest, state: State) -> Response[Any]:
        """Make a dossier, or show who may be meant by a name."""
        return await new_dossier.make(request, state)

    async def _list(
        self, request: PortalRequest, state: State, search: DossierSearch, find: str, position: Position
    ) -> Response[Any]:
        today = i18n.today(state.clock.now())
        return await show(
            request,
            LIST,
            search=search,
            find=find,
            kinds=KINDS,
            handlers=await accounts.staff(),
            found=await dossiers.dossiers(request.user, search, position, today=today),
        )


def _search(typed: Typed) -> DossierSearch:
    """What is searched; what makes no sense is left out."""
    state, handler = typed.one("state"), as_id(typed.one("handler"))
    return DossierSearch(typed.one("words")[:LONGEST], state if state in set(DossierState) else "", handler)
