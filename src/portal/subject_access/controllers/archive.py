"""Taking all one's data along, as a zip archive."""

import datetime
from functools import partial
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.response import Stream

from portal import i18n
from portal.accounts import passwords
from portal.accounts import queries as accounts
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.guards import signed_in_client
from portal.accounts.passwords import WrongPassword
from portal.errors import NotFound
from portal.files.names import content_disposition
from portal.i18n import gettext as _
from portal.subject_access.archive import Archive
from portal.subject_access.contents import plan
from portal.subject_access.operations import note_taken
from portal.subject_access.zipping import zipped
from portal.web import sessions
from portal.web.downloads import ATTACHMENT, CLOSED, contents
from portal.web.rendering import PortalRequest, Screen, show

ARCHIVE = Screen("templates/subject_access/own_data.html", "partials/subject_access/own_data.html", "account")
FRESH_FOR = datetime.timedelta(minutes=10)


class ArchiveController(Controller):
    """All data of a client; who did not sign in just now gives the password again."""

    path = "/account/archive"
    guards = [signed_in_client]

    @get()
    async def page(self, request: PortalRequest, state: State) -> Response[Any]:
        """What is in it, and the button."""
        return await _show(request, state)

    @post(status_code=200)
    async def take(self, request: PortalRequest, state: State) -> Response[Any]:
        """The archive; it is made while it goes out."""
        now, secret = state.clock.now(), state.settings.secret_key
        try:
            await _prove(request, state)
            archive = await _archive(request, state)
            await note_taken(request.user.id, files=archive.count, secret=secret, now=now)
        except WrongPassword:
            return await _show(request, state, _("This is not your present password."))
        except TooManyAttempts as too_many:
            message = _("You downloaded everything a few times already. Try again in %(minutes)s minutes, or call us.")
            return await _show(request, state, message % {"minutes": too_many.minutes}, status=429)
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


def _is_fresh(request: PortalRequest, state: State) -> bool:
    proved_at = request.auth.proved_at
    return proved_at is not None and state.clock.now() - proved_at <= FRESH_FOR


async def _prove(request: PortalRequest, state: State) -> None:
    """Make sure that it is the person; raises `WrongPassword` or `TooManyAttempts`."""
    if _is_fresh(request, state):
        return
    typed = str((await request.form()).get("current", ""))
    secret, clock = state.settings.secret_key, state.clock
    await passwords.prove(request.user.id, typed, secret=secret, passwords=state.passwords, clock=clock)
    await sessions.note_proof(request.auth.token, now=clock.now())


async def _show(request: PortalRequest, state: State, error: str = "", status: int = 422) -> Response[Any]:
    is_fresh = _is_fresh(request, state)
    return await show(request, ARCHIVE, status=status if error else 200, error=error, is_fresh=is_fresh)
