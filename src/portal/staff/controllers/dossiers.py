"""Finding a dossier, and making one."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromQuery

from portal import i18n
from portal.accounts import queries as accounts
from portal.accounts.guards import signed_in_staff
from portal.dossiers.operations.dossiers import NumberTaken
from portal.dossiers.tables import DossierState
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.staff import forms
from portal.staff.controllers.screens import BLANK, NUMBER_TAKEN, SECTION, dossier_address, show_dossier, typed_in
from portal.staff.operations import make_dossier
from portal.staff.people import OrganisationRow
from portal.staff.queries import dossiers, organisations
from portal.staff.queries.pages import Position
from portal.staff.reading import Filled, Refused, Typed
from portal.staff.search import LONGEST, DossierSearch, SearchTokens
from portal.web.rendering import PortalRequest, Screen, done, refused, show

LIST = Screen("templates/staff/dossiers.html", "partials/staff/dossiers.html", SECTION)
NEW = Screen("templates/staff/dossier_new.html", "partials/staff/dossier_new.html", SECTION)
ADDRESS = "/staff/dossiers"


class DossiersController(Controller):
    """All dossiers of the office."""

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
        """One page of what was searched, or of all dossiers."""
        search = SearchTokens(state.key_ring, request.user.id).search(find, DossierSearch)
        return await self._list(request, state, search, find, Position(after, before))

    @post("/searches", status_code=200)
    async def search(self, request: PortalRequest, state: State) -> Response[Any]:
        """To the first page of what is searched; the address holds the search, but nothing to read."""
        search = _search(await typed_in(request))
        find = SearchTokens(state.key_ring, request.user.id).token(search)
        address = f"{ADDRESS}?find={find}" if find else ADDRESS
        return await done(request, address, lambda: self._list(request, state, search, find, Position()))

    @get("/new")
    async def new(self, request: PortalRequest, organisation: FromQuery[UUID | None] = None) -> Response[Any]:
        """The form for a new dossier, of a company or of nobody yet."""
        company = await organisations.organisation(organisation, request.user) if organisation else None
        return await show(request, NEW, form=BLANK, kinds=forms.KINDS, handlers=await accounts.staff(), company=company)

    @post(status_code=200)
    async def create(self, request: PortalRequest, state: State) -> Response[Any]:
        """Make a dossier, or say what is missing."""
        typed, handlers, now = await typed_in(request), await accounts.staff(), state.clock.now()
        company = await _company(typed, request)
        try:
            made = forms.dossier(typed, handlers=[handler.id for handler in handlers])
            dossier = await make_dossier(made, company.id if company else None, actor=request.user.id, now=now)
        except Refused as error:
            errors = error.errors
        except NumberTaken:
            errors = {"number": _(NUMBER_TAKEN)}
        else:
            address, told = dossier_address(dossier), _("The case file was made.")
            return await done(request, address, lambda: show_dossier(request, state, dossier), told=told)
        filled = Filled(typed, errors)
        return await refused(request, NEW, form=filled, kinds=forms.KINDS, handlers=handlers, company=company)

    async def _list(
        self, request: PortalRequest, state: State, search: DossierSearch, find: str, position: Position
    ) -> Response[Any]:
        today = i18n.today(state.clock.now())
        return await show(
            request,
            LIST,
            search=search,
            find=find,
            kinds=forms.KINDS,
            handlers=await accounts.staff(),
            found=await dossiers.dossiers(request.user, search, position, today=today),
        )


async def _company(typed: Typed, request: PortalRequest) -> OrganisationRow | None:
    """The company that a new dossier is of, if any; raises `NotFound`."""
    text = typed.one("organisation")
    try:
        return await organisations.organisation(UUID(text), request.user) if text else None
    except ValueError:
        raise NotFound from None


def _search(typed: Typed) -> DossierSearch:
    """What is searched; what makes no sense is left out."""
    state, handler = typed.one("state"), typed.one("handler")
    try:
        wanted = UUID(handler) if handler else None
    except ValueError:
        wanted = None
    return DossierSearch(typed.one("words")[:LONGEST], state if state in set(DossierState) else "", wanted)
