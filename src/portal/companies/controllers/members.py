"""One colleague: what they may, blocking and removing them, and deciding for the company."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from portal.accounts.attempts import TooManyAttempts
from portal.accounts.guards import freshly_proved, signed_in_client
from portal.accounts.throttle import invitation_limit
from portal.companies import forms, queries
from portal.companies.controllers.colleagues import ADDRESS, SECTION, show_colleagues
from portal.companies.operations import members as operations
from portal.companies.operations.inviting import invite_again
from portal.companies.operations.members import LastAdministrator
from portal.database.pages import TOP, Position, here
from portal.i18n import gettext as _
from portal.web.acting import follow
from portal.web.paging import PAGED
from portal.web.rendering import PortalRequest, Screen, done, elsewhere, show

MEMBER = Screen("templates/companies/member.html", "partials/companies/member.html", SECTION)
REMOVAL = Screen("templates/companies/removal.html", "partials/companies/removal.html", SECTION)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who decides asks something about a member."""

    request: PortalRequest
    state: State
    member_id: UUID
    position: Position = TOP
    """The page of the rights."""

    async def act(self, what: Callable[..., Awaitable[None]], told: str, *values: Any) -> Response[Any]:
        """Do it, and show how the member stands; or why it cannot be done."""
        member = await queries.member(self.member_id, self.request.user)
        try:
            await what(self.member_id, *values, actor=self.request.user.id, now=self.state.clock.now())
        except LastAdministrator:
            return await self.show(error=_("There must be somebody else who decides for the company, and who came in."))
        except TooManyAttempts as too_many:
            return await self.show(error=too_many.told, status=429)
        if member.account == self.request.user.id:  # whoever shut themselves out has no business here any more
            return elsewhere(self.request, "/")
        return await done(self.request, f"{ADDRESS}/{self.member_id}{here(self.position)}", self.show, told=told)

    async def show(self, error: str = "", status: int = 409) -> Response[Any]:
        """The page of the member."""
        member = await queries.member(self.member_id, self.request.user)
        await follow(self.request, member.organisation)
        rights = await queries.rights(member, self.request.user, self.position)
        status, place = status if error else 200, here(self.position)
        return await show(self.request, MEMBER, status=status, member=member, rights=rights, here=place, error=error)


class MembersController(Controller):
    """Somebody who acts for a company, for those who decide for it."""

    path = f"{ADDRESS}/{{member_id:uuid}}"
    guards = [signed_in_client, freshly_proved]
    dependencies = PAGED

    @get()
    async def page(
        self,
        request: PortalRequest,
        state: State,
        member_id: FromPath[UUID],
        position: NamedDependency[Position],
    ) -> Response[Any]:
        """What they may, in one page of the dossiers."""
        return await Asked(request, state, member_id, position).show()

    @post("/rights", status_code=200)
    async def rights(
        self,
        request: PortalRequest,
        state: State,
        member_id: FromPath[UUID],
        position: NamedDependency[Position],
    ) -> Response[Any]:
        """Keep what they may, and stay on the same page of the dossiers."""
        typed = {name: str(value) for name, value in (await request.form()).items()}
        asked = Asked(request, state, member_id, position)
        return await asked.act(operations.decide, _("The rights were saved."), forms.decided(typed))

    @post("/invitations", status_code=200)
    async def invite_again(self, request: PortalRequest, state: State, member_id: FromPath[UUID]) -> Response[Any]:
        """Send the invitation once more."""
        limit = invitation_limit(state.settings.secret_key, str(request.user.id))
        again = partial(invite_again, limit=limit)
        return await Asked(request, state, member_id).act(again, _("The invitation is on its way."))

    @post("/blocking", status_code=200)
    async def block(self, request: PortalRequest, state: State, member_id: FromPath[UUID]) -> Response[Any]:
        """Shut them out at once."""
        return await Asked(request, state, member_id).act(operations.block, _("Your colleague was blocked."))

    @post("/unblocking", status_code=200)
    async def unblock(self, request: PortalRequest, state: State, member_id: FromPath[UUID]) -> Response[Any]:
        """Let them in again."""
        return await Asked(request, state, member_id).act(operations.unblock, _("Your colleague can come in again."))

    @post("/administration", status_code=200)
    async def promote(self, request: PortalRequest, state: State, member_id: FromPath[UUID]) -> Response[Any]:
        """Let them decide for the company too."""
        told = _("Your colleague is an administrator now.")
        return await Asked(request, state, member_id).act(operations.make_administrator, told, True)

    @post("/administration/ending", status_code=200)
    async def demote(self, request: PortalRequest, state: State, member_id: FromPath[UUID]) -> Response[Any]:
        """Let them decide no longer."""
        told = _("Your colleague is no administrator any more.")
        return await Asked(request, state, member_id).act(operations.make_administrator, told, False)

    @get("/removal")
    async def ask_to_remove(self, request: PortalRequest, member_id: FromPath[UUID]) -> Response[Any]:
        """Ask first."""
        member = await queries.member(member_id, request.user)
        await follow(request, member.organisation)
        return await show(request, REMOVAL, member=member, error="")

    @post("/removal", status_code=200)
    async def remove(self, request: PortalRequest, state: State, member_id: FromPath[UUID]) -> Response[Any]:
        """Take them out of the company at once."""
        member = await queries.member(member_id, request.user)
        try:
            await operations.remove(member_id, actor=request.user.id, now=state.clock.now())
        except LastAdministrator:
            error = _("There must be somebody else who decides for the company, and who came in.")
            return await show(request, REMOVAL, status=409, member=member, error=error)
        if member.account == request.user.id:
            return elsewhere(request, "/")
        told = _("Your colleague was removed.")
        return await done(request, ADDRESS, lambda: show_colleagues(request), told=told)
