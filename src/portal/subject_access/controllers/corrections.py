"""Telling the office that one's details are not right."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal import i18n
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.guards import signed_in_client
from portal.i18n import gettext as _
from portal.subject_access import corrections
from portal.text import clean
from portal.web.rendering import PortalRequest, Screen, done, refused, show

CORRECTION = Screen("templates/subject_access/correction.html", "partials/subject_access/correction.html", "account")
LONGEST = 2_000


class CorrectionController(Controller):
    """The form."""

    path = "/account/correction"
    guards = [signed_in_client]

    @get()
    async def form(self, request: PortalRequest) -> Response[Any]:
        """What is not right?"""
        return await show(request, CORRECTION, text="", error="")

    @post(status_code=200)
    async def send(self, request: PortalRequest, state: State) -> Response[Any]:
        """Send it to the office."""
        text = clean(str((await request.form()).get("text", ""))).strip()
        if error := _error(text):
            return await refused(request, CORRECTION, text=text, error=error)
        secret, now = state.settings.secret_key, state.clock.now()
        try:
            await corrections.send(request.user, text, keys=state.key_ring, secret=secret, now=now)
        except TooManyAttempts as too_many:
            error = _("You sent us a few messages already. Try again in %(minutes)s minutes, or call us.")
            error = error % {"minutes": too_many.minutes}
            return await show(request, CORRECTION, status=429, text=text, error=error)
        told = _("Your message was sent. We look at it, and contact you if we have a question.")
        return await done(request, "/account", lambda: show(request, CORRECTION, text="", error=""), told=told)


def _error(text: str) -> str:
    if not text:
        return _("Say what is not right.")
    if len(text) <= LONGEST:
        return ""
    counts = {"count": i18n.format_number(LONGEST), "used": i18n.format_number(len(text))}
    return _("Use at most %(count)s characters. You used %(used)s.") % counts
