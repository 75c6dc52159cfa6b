"""The pages that everybody can read, and the answer that says the portal is alive."""

from typing import Any

from litestar import Response, get

from portal import database
from portal.templating import render
from portal.web.rendering import PortalRequest, html, layout_for

PUBLIC = {"public": True}


async def _page(request: PortalRequest, template: str) -> Response[str]:
    return html(request, render(template, {"layout": await layout_for(request, "")}))


@get(["/help", "/staff/help"], opt=PUBLIC)
async def help_page(request: PortalRequest) -> Response[Any]:
    """Uitleg bij het portaal."""
    return await _page(request, "templates/information/help.html")


@get(["/privacy", "/staff/privacy"], opt=PUBLIC)
async def privacy(request: PortalRequest) -> Response[Any]:
    """What is kept, why, and who can see it."""
    return await _page(request, "templates/information/privacy.html")


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
