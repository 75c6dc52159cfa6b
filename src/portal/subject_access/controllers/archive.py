"""Taking all one's data along, as a zip archive."""

from functools import partial
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.response import Stream

from portal import i18n
from portal.accounts import queries as accounts
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.guards import freshly_proved, signed_in_client
from portal.errors import NotFound
from portal.files.names import content_disposition
from portal.i18n import gettext as _
from portal.subject_access.archive import Archive
from portal.subject_access.contents import plan
from portal.subject_access.operations import note_taken, refuse_again
from portal.subject_access.zipping import zipped
from portal.web.downloads import ATTACHMENT, CLOSED, contents
from portal.web.rendering import PortalRequest, Screen, show

ARCHIVE = Screen("templates/subject_access/own_data.html", "partials/subject_access/own_data.html", "account")


class ArchiveController(Controller):
    """All data of a client, for who proved just now to be that person."""

    path = "/account/archive"
    guards = [signed_in_client, freshly_proved]

    @get()
    async def page(self, request: PortalRequest) -> Response[Any]:
        """What is in it, and the button."""
        return await _show(request)

    @post(status_code=200)
    async def take(self, request: PortalRequest, state: State) -> Response[Any]:
        """The archive; it is made while it goes out."""
        now, secret = state.clock.now(), state.settings.secret_key
        try:
            await refuse_again(request.user.id, secret=secret, now=now)
        except TooManyAttempts as too_many:
            message = _("You downloaded everything a few times already. Try again in %(minutes)s minutes, or call us.")
            return await _show(request, message % {"minutes": too_many.minutes}, status=429)
        archive = await _archive(request, state)
        await note_taken(request.user.id, files=archive.count, secret=secret, now=now)
        name = _("My data %(day)s") % {"day": i18n.today(now).isoformat()}
        headers = {
            "Content-Disposition": content_disposition(ATTACHMENT, f"{name}.zip"),
            "Content-Security-Policy": f"sandbox; {CLOSED}",
            "Cache-Control": "private, no-store",
        }
        return Stream(zipped(archive.members()), media_type="application/zip", headers=headers)


async def _archive(request: PortalRequest, state: State) -> Archive:
    account = await accounts.by_id(request.user.id)
    if account is None:
        raise NotFound
    return Archive(
        viewer=request.user,
        account=account,
        dossiers=await plan(request.user, state.key_ring),
        keys=state.key_ring,
        read=partial(contents, request),
        office=state.settings.office_name,
        now=state.clock.now(),
    )


async def _show(request: PortalRequest, error: str = "", status: int = 200) -> Response[Any]:
    return await show(request, ARCHIVE, status=status, error=error)
