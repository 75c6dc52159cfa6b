"""Whoever opens something of a company acts for that company from then on, and the other way round.

So every address opens for everybody who may see it, whatever they were looking at, and the page around it is of whom
it belongs to.
"""

from dataclasses import replace
from uuid import UUID

from portal.web.rendering import PortalRequest
from portal.web.tokens import digest


async def follow(request: PortalRequest, organisation: UUID | None) -> None:
    """Let the viewer act for whom the page at hand is of; costs nothing when they do already."""
    if request.user.organisation == organisation:
        return
    state, browser = request.app.state, request.auth
    await state.act_for(request.user, organisation, token=browser.token, now=state.clock.now())
    found = await state.find_viewer(digest(browser.token), browser.kind)
    if found is not None:
        request.scope["user"] = found.viewer
        request.scope["auth"] = replace(browser, counts=found.counts)
