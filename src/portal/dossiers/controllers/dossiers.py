"""The list of dossiers, and the four parts of one, each at its own address."""

from collections import Counter
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from portal.accounts.guards import signed_in_client
from portal.database.pages import Position
from portal.dossiers import queries
from portal.dossiers.tables import Category
from portal.dossiers.views import DocumentView, Tab
from portal.errors import NotFound
from portal.outbox.operations import note_seen
from portal.web.acting import follow
from portal.web.paging import PAGED
from portal.web.rendering import PortalRequest, Screen, phone_href, show

LIST = Screen("templates/dossiers/dossiers.html", "partials/dossiers/dossiers.html", "dossiers")
PROGRESS = "progress"
TABS = {"documents": Category.PUBLISHED, "correspondence": Category.CORRESPONDENCE, "supplied": Category.SUPPLIED}
SCREENS = {
    tab: Screen("templates/dossiers/dossier.html", f"partials/dossiers/{tab}.html", "dossiers")
    for tab in (PROGRESS, *TABS)
}


def tabs_of(documents: list[DocumentView]) -> list[Tab]:
    """How much is in each part, and whether something in it is new."""
    count = Counter(document.category for document in documents)
    new = {document.category for document in documents if document.is_new}
    return [Tab(key, count[category], category in new) for key, category in TABS.items()]


class DossiersController(Controller):
    """The cases of a client."""

    path = "/dossiers"
    guards = [signed_in_client]
    dependencies = PAGED

    @get()
    async def dossiers(
        self,
        request: PortalRequest,
        state: State,
        position: NamedDependency[Position],
    ) -> Response[Any]:
        """One page of the dossiers of this person."""
        found = await queries.page(request.user, position)
        actions_of = await state.action_counts(request.user, [dossier.id for dossier in found.rows])
        return await show(request, LIST, found=found, actions_of=actions_of)

    @get("/{dossier_id:uuid}")
    async def dossier(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """To the first part of a dossier."""
        dossier = await queries.dossier(dossier_id, request.user)
        first = PROGRESS if state.settings.show_progress else "documents"
        return Redirect(f"/dossiers/{dossier.id}/{first}", status_code=303)

    @get("/{dossier_id:uuid}/{tab:str}")
    async def part(
        self, request: PortalRequest, state: State, dossier_id: FromPath[UUID], tab: FromPath[str]
    ) -> Response[Any]:
        """One part of a dossier."""
        if tab not in SCREENS or (tab == PROGRESS and not state.settings.show_progress):
            raise NotFound
        dossier = await queries.dossier(dossier_id, request.user)
        await follow(request, dossier.organisation)
        documents = await queries.documents(dossier_id, request.user)
        await note_seen(request.user.id, dossier=dossier_id, now=state.clock.now())
        return await show(
            request,
            SCREENS[tab],
            dossier=dossier,
            tab=tab,
            tabs=tabs_of(documents),
            documents=[document for document in documents if document.category is TABS.get(tab)],
            steps=await queries.steps(dossier_id) if tab == PROGRESS else [],
            requests=await self._requests(request, state, dossier_id) if tab == "supplied" else [],
            handler_phone_href=phone_href(dossier.handler_phone),
        )

    async def _requests(self, request: PortalRequest, state: State, dossier_id: UUID) -> list[Any]:
        """The open upload requests of this dossier: the only way in for files."""
        actions = await state.open_actions(request.user, dossier_id)
        return [action for action in actions if not action.is_questionnaire]
