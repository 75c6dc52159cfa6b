"""Companies: finding them, making one with the person who decides for it, and adding more of them."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from portal.accounts.guards import signed_in_staff
from portal.companies.operations.inviting import AlreadyMember, invite, invite_again
from portal.companies.operations.organisations import create_organisation
from portal.database.pages import TOP, Position
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.staff.controllers.screens import BLANK, typed_in
from portal.staff.forms.people import read_administrator, read_organisation
from portal.staff.queries import organisations
from portal.staff.reading import Filled, Refused
from portal.staff.search import LONGEST, ClientSearch, SearchTokens
from portal.web.paging import PAGED
from portal.web.rendering import PortalRequest, Screen, done, show

ADDRESS = "/staff/organisations"
SECTION = "staff-clients"
ORGANISATIONS = Screen("templates/staff/organisations.html", "partials/staff/organisations.html", SECTION)
ORGANISATION = Screen("templates/staff/organisation.html", "partials/staff/organisation.html", SECTION)


class OrganisationsController(Controller):
    """All companies."""

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
        """One page of what was searched, or of all companies."""
        search = SearchTokens(state.key_ring, request.user.id).search(find, ClientSearch)
        return await _list(request, search, find, position)

    @post("/searches", status_code=200)
    async def search(self, request: PortalRequest, state: State) -> Response[Any]:
        """To the first page of what is searched."""
        search = ClientSearch((await typed_in(request)).one("words")[:LONGEST])
        find = SearchTokens(state.key_ring, request.user.id).token(search)
        address = f"{ADDRESS}?find={find}" if find else ADDRESS
        return await done(request, address, lambda: _list(request, search, find, TOP))

    @post(status_code=200)
    async def make(self, request: PortalRequest, state: State) -> Response[Any]:
        """Make a company, and have the person invited who decides for it."""
        typed, now = await typed_in(request), state.clock.now()
        try:
            name, administrator = read_organisation(typed)
            made = await create_organisation(name, administrator=administrator, actor=request.user.id, now=now)
        except Refused as error:
            filled = Filled(typed, error.errors)
            return await _list(request, ClientSearch(), "", TOP, form=filled, status=422)
        address, told = f"{ADDRESS}/{made.id}", _("The company was made, and the invitation is on its way.")
        return await done(request, address, lambda: _page(request, made.id), told=told)

    @get("/{organisation_id:uuid}")
    async def page(self, request: PortalRequest, organisation_id: FromPath[UUID]) -> Response[Any]:
        """A company: who acts for it, and its dossiers."""
        return await _page(request, organisation_id)

    @post("/{organisation_id:uuid}/people", status_code=200)
    async def add(self, request: PortalRequest, state: State, organisation_id: FromPath[UUID]) -> Response[Any]:
        """Invite one more person who decides for the company."""
        await organisations.organisation(organisation_id, request.user)
        typed, now = await typed_in(request), state.clock.now()
        try:
            member = read_administrator(typed)
            await invite(organisation_id, member, is_administrator=True, actor=request.user.id, now=now)
        except Refused as error:
            errors = error.errors
        except AlreadyMember:
            errors = {"email": _("This company has an account with this e-mail address already.")}
        else:
            return await _shown(request, organisation_id)
        return await _page(request, organisation_id, form=Filled(typed, errors), status=422)

    @post("/{organisation_id:uuid}/people/{member_id:uuid}/invitations", status_code=200)
    async def invite_again(
        self, request: PortalRequest, state: State, organisation_id: FromPath[UUID], member_id: FromPath[UUID]
    ) -> Response[Any]:
        """Have somebody who never came in told again."""
        if member_id not in {one.id for one in await organisations.members(organisation_id, request.user)}:
            raise NotFound
        await invite_again(member_id, actor=request.user.id, now=state.clock.now())
        return await _shown(request, organisation_id)


async def _shown(request: PortalRequest, organisation_id: UUID) -> Response[Any]:
    told = _("The invitation is on its way.")
    return await done(request, f"{ADDRESS}/{organisation_id}", lambda: _page(request, organisation_id), told=told)


async def _page(
    request: PortalRequest, organisation_id: UUID, *, form: Filled = BLANK, status: int = 200
) -> Response[Any]:
    return await show(
        request,
        ORGANISATION,
        status=status,
        organisation=await organisations.organisation(organisation_id, request.user),
        members=await organisations.members(organisation_id, request.user),
        dossiers=await organisations.dossiers(organisation_id, request.user),
        form=form,
    )


async def _list(
    request: PortalRequest,
    search: ClientSearch,
    find: str,
    position: Position,
    *,
    form: Filled = BLANK,
    status: int = 200,
) -> Response[Any]:
    found = await organisations.organisations(request.user, search, position)
    return await show(request, ORGANISATIONS, status=status, search=search, find=find, found=found, form=form)
