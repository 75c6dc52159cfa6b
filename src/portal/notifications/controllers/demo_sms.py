"""The text messages of the demo office, so that nobody needs a gateway to try the portal. Routed in the demo only."""

from typing import Any

from litestar import Response, get
from litestar.datastructures import State

from portal.adapters.sms import DemoTexter
from portal.templating import render
from portal.web.rendering import PortalRequest, html, layout_for


@get("/demo/sms", opt={"public": True})
async def demo_sms(request: PortalRequest, state: State) -> Response[Any]:
    """The text messages of this run, newest first; none where a gateway sends them."""
    messages = list(state.sms.messages) if isinstance(state.sms, DemoTexter) else []
    context = {"layout": await layout_for(request, ""), "messages": messages}
    return html(request, render("templates/notifications/demo_sms.html", context))
