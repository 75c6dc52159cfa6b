"""The mails of the demo office, so that nobody needs a mail server to try the portal. Routed in the demo only."""

from typing import Any

from litestar import Response, get
from litestar.datastructures import State

from portal.adapters.mail import recipient, text_of
from portal.templating import render
from portal.web.rendering import PortalRequest, html, layout_for


@get("/demo/mails", opt={"public": True})
async def demo_mails(request: PortalRequest, state: State) -> Response[Any]:
    """The mails of this run, newest first."""
    mails = [
        {"subject": mail["Subject"], "to": recipient(mail), "sent_at": mail["Date"].datetime, "text": text_of(mail)}
        for mail in state.mail.mails
    ]
    context = {"layout": await layout_for(request, ""), "mails": mails}
    return html(request, render("templates/notifications/demo_mails.html", context))
