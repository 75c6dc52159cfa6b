"""Where somebody is signed in, and signing out there."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery

from portal import database
from portal.accounts.guards import signed_in_client
from portal.accounts.history import sign_ins
from portal.audit.operations import record
from portal.audit.queries import Position
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.devices import Device
from portal.web.rendering import PortalRequest, Screen, done, show
from portal.web.tokens import digest

SESSIONS = Screen("templates/accounts/sessions.html", "partials/accounts/sessions.html", "account")
SIGN_INS = Screen("templates/accounts/sign_ins.html", "partials/accounts/sign_ins.html", "account")


class SessionsController(Controller):
    """The devices on which a client is signed in."""

    path = "/account/sessions"
    guards = [signed_in_client]

    @get()
    async def page(self, request: PortalRequest, state: State) -> Response[Any]:
        """The sessions that are open, and the last times that somebody signed in."""
        return await _show(request, state)

    @post("/{number:uuid}/ending", status_code=200)
    async def end_one(self, request: PortalRequest, state: State, number: FromPath[UUID]) -> Response[Any]:
        """Sign out on another device."""
        async with database.transaction():
            if not await sessions.end_numbered(request.user.id, number):
                raise NotFound
            await record("session_ended", at=state.clock.now(), actor=request.user.id)
        told = _("Signed out on that device")
        return await done(request, self.path, lambda: _show(request, state, told), told=told)

    @post("/others/ending", status_code=200)
    async def end_others(self, request: PortalRequest, state: State) -> Response[Any]:
        """Sign out everywhere but here."""
        async with database.transaction():
            await sessions.end_others(request.user.id, request.auth.token)
            await record("sessions_ended", at=state.clock.now(), actor=request.user.id)
        told = _("Signed out everywhere else")
        return await done(request, self.path, lambda: _show(request, state, told), told=told)


@get("/account/sign-ins", guards=[signed_in_client])
async def all_sign_ins(
    request: PortalRequest,
    which: FromQuery[str] = "",
    before: FromQuery[int | None] = None,
    after: FromQuery[int | None] = None,
) -> Response[Any]:
    """One page of the times that somebody signed in to this account or tried to, or of the tries only."""
    only_refused = which == "refused"
    found = await sign_ins(request.user.id, Position(before, after), only_refused=only_refused)
    which = "refused" if only_refused else ""
    return await show(request, SIGN_INS, tried=found.rows, which=which, found=found)


async def _show(request: PortalRequest, state: State, announcement: str = "") -> Response[Any]:
    me, kind = request.user.id, request.auth.kind
    opened = await sessions.of_account(me, kind, now=state.clock.now(), settings=state.settings)
    here = digest(request.auth.token)
    devices = [(session, Device(session.browser, session.system).name) for session in opened]
    devices.sort(key=lambda pair: pair[0].id != here)
    found = await sign_ins(request.user.id)
    return await show(
        request,
        SESSIONS,
        devices=devices,
        here=here,
        tried=found.rows,
        has_older=found.older is not None,
        announcement=announcement,
    )
