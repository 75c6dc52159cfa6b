"""Switching between one's own dossiers and those of a company, without signing out."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts.guards import signed_in_client
from portal.accounts.viewer import Viewer
from portal.companies import queries
from portal.companies.views import Capacity
from portal.errors import NotFound
from portal.web.rendering import PortalRequest, Screen, elsewhere, show

ACTING = Screen("templates/companies/acting.html", "partials/companies/acting.html", "acting")
SELF = "self"


class ActingController(Controller):
    """For whom somebody acts."""

    path = "/acting"
    guards = [signed_in_client]

    @get()
    async def choices(self, request: PortalRequest, state: State) -> Response[Any]:
        """What this person may act for, and how much is there."""
        return await show(request, ACTING, capacities=await _capacities(request.user, state))

    @post(status_code=200)
    async def switch(self, request: PortalRequest, state: State) -> Response[Any]:
        """Act for a company from now on, or for nobody but oneself; to the start page, for all of it is different."""
        chosen = str((await request.form()).get("for", ""))
        organisation = None if chosen == SELF else _id(chosen)
        await state.act_for(request.user, organisation, token=request.auth.token, now=state.clock.now())
        return elsewhere(request, "/")


async def _capacities(viewer: Viewer, state: State) -> list[Capacity]:
    """The companies of this person, and themselves where there is something of their own."""
    found = []
    for organisation, name in [*await queries.companies(viewer), (None, "")]:
        counts = await state.counts(replace(viewer, organisation=organisation))
        is_now = organisation == viewer.organisation
        if organisation or is_now or counts.dossiers:
            found.append(Capacity(organisation, name, counts.dossiers, counts.actions, is_now))
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
