"""Who may see a dossier."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts.guards import signed_in_staff
from portal.companies.operations.organisations import give_dossier, take_dossier
from portal.dossiers.operations import dossiers as operations
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.staff.controllers.screens import (
    NOBODY_FOUND,
    PEOPLE,
    Question,
    ask,
    dossier_address,
    show_dossier,
    typed_in,
)
from portal.staff.queries import dossiers, matches
from portal.staff.reading import Filled
from portal.staff.search import LONGEST
from portal.staff.views import PersonRow
from portal.web.rendering import PortalRequest, done

PANEL = "people"


class PeopleController(Controller):
    """The people of a dossier."""

    path = "/staff/dossiers/{dossier_id:uuid}/people"
    guards = [signed_in_staff]

    @post("/searches", status_code=200)
    async def search(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """The clients that may be meant, to choose from: a name alone does not say who it is."""
        typed = await typed_in(request)
        found = await matches.matching(typed.one("words")[:LONGEST], request.user)
        errors = {} if found else {"words": _(NOBODY_FOUND)}
        return await show_dossier(
            request,
            state,
            dossier_id,
            screen=PEOPLE,
            status=200 if found else 422,
            filled={PANEL: Filled(typed, errors)},
            matches=found,
        )

    @post(status_code=200)
    async def add(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Let a person or a company see the dossier; all its forms now know them."""
        await dossiers.dossier(dossier_id, request.user)
        typed, actor, now = await typed_in(request), request.user.id, state.clock.now()
        if company := typed.one("organisation"):
            await give_dossier(dossier_id, _id(company), actor=actor, now=now)
        else:
            await operations.give_access(dossier_id, _id(typed.one("account")), actor=actor, now=now)
        return await self._shown(request, state, dossier_id, _("The client can see the case file."))

    @get("/{account_id:uuid}/removal")
    async def ask_to_remove(
        self, request: PortalRequest, dossier_id: FromPath[UUID], account_id: FromPath[UUID]
    ) -> Response[Any]:
        """Ask first."""
        person = await self._person(request, dossier_id, account_id)
        question = Question(
            title=_("Stop the access of %(name)s?") % {"name": person.name},
            texts=[_("This client no longer sees the case file, nor what is asked in it. What they sent stays here.")],
            action=f"{dossier_address(dossier_id)}/people/{account_id}/removal",
            button=_("Stop access"),
            back=dossier_address(dossier_id, PANEL),
        )
        return await ask(request, question)

    @post("/{account_id:uuid}/removal", status_code=200)
    async def remove(
        self, request: PortalRequest, state: State, dossier_id: FromPath[UUID], account_id: FromPath[UUID]
    ) -> Response[Any]:
        """Stop a client from seeing the dossier."""
        person = await self._person(request, dossier_id, account_id)
        take = take_dossier if person.is_company else operations.take_access
        await take(dossier_id, account_id, actor=request.user.id, now=state.clock.now())
        return await self._shown(request, state, dossier_id, _("The client no longer sees the case file."))

    async def _person(self, request: PortalRequest, dossier_id: UUID, account_id: UUID) -> PersonRow:
        for person in await dossiers.people(dossier_id, request.user):
            if person.id == account_id:
                return person
        raise NotFound

    async def _shown(self, request: PortalRequest, state: State, dossier_id: UUID, told: str) -> Response[Any]:
        return await done(
            request,
            dossier_address(dossier_id, PANEL),
            lambda: show_dossier(request, state, dossier_id),
            told=told,
        )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
