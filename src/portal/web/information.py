"""The pages that everybody can read, and the answer that says the portal is alive."""

from math import ceil
from typing import Any

from litestar import Response, get

from portal import database
from portal.templating import render
from portal.web.rendering import PortalRequest, html, layout_for

PUBLIC = {"public": True}
AN_HOUR, A_DAY = 60 * 60, 24 * 60 * 60


async def _page(request: PortalRequest, template: str, **inputs: object) -> Response[str]:
    return html(request, render(template, {"layout": await layout_for(request, ""), **inputs}))


@get(["/help", "/staff/help"], opt=PUBLIC)
async def help_page(request: PortalRequest) -> Response[Any]:
    """Uitleg bij het portaal."""
    return await _page(request, "templates/information/help.html")


@get(["/privacy", "/staff/privacy"], opt=PUBLIC)
async def privacy(request: PortalRequest) -> Response[Any]:
    """What is kept, why, who can see it, and how long: that somebody is signed in is looked at every hour."""
    days = ceil((request.app.state.settings.session_total + AN_HOUR) / A_DAY)
    return await _page(request, "templates/information/privacy.html", days=days)


@get(["/accessibility", "/staff/accessibility"], opt=PUBLIC)
async def accessibility(request: PortalRequest) -> Response[Any]:
    """How accessible the portal is, and whom to tell when it is not."""
    return await _page(request, "templates/information/accessibility.html")


@get("/health", opt={"public": True, "no_session": True})
async def health() -> Response[str]:
    """That the portal answers and reaches its database."""
    await database.query("SELECT 1 AS one")
    return Response("ok", media_type="text/plain")


HANDLERS = [help_page, privacy, accessibility, health]
