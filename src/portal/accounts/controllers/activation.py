"""Choosing a password through a one-time link. A GET uses nothing up, for mail scanners open links too."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts import operations
from portal.accounts.forms import SHORTEST_PASSWORD, NewPassword
from portal.accounts.operations import LinkUnusable
from portal.accounts.tables import Account
from portal.web import locale, sessions
from portal.web.rendering import PortalRequest, Screen, elsewhere, refused, show

CHOOSE = Screen("templates/accounts/activate.html", "partials/accounts/activate.html")
UNUSABLE = Screen("templates/accounts/link_unusable.html", "partials/accounts/link_unusable.html")


class ActivationController(Controller):
    """The page behind the link in an invitation."""

    path = "/activate"
    opt = {"public": True}

    @get("/{token:str}")
    async def form(self, request: PortalRequest, state: State, token: FromPath[str]) -> Response[Any]:
        """The form to choose a password."""
        try:
            account = await operations.account_of_link(token, now=state.clock.now())
        except LinkUnusable:
            return await show(request, UNUSABLE, status=410)
        return await show(request, CHOOSE, **_context(token, account))

    @post("/{token:str}", status_code=200)
    async def choose(self, request: PortalRequest, state: State, token: FromPath[str]) -> Response[Any]:
        """Keep the password and sign in."""
        typed = str((await request.form()).get("password", ""))
        try:
            account = await operations.account_of_link(token, now=state.clock.now())
            if error := NewPassword(typed, account.name, account.email).error():
                return await refused(request, CHOOSE, **_context(token, account, error))
            session = await operations.activate(token, typed, passwords=state.passwords, now=state.clock.now())
        except LinkUnusable:
            return await show(request, UNUSABLE, status=410)
        response = elsewhere(request, "/staff" if account.kind == sessions.STAFF else "/")
        response.cookies += [
            sessions.cookie(account.kind, session, state.settings),
            locale.cookie(account.language, state.settings),
        ]
        return response


def _context(token: str, account: Account, error: str = "") -> dict[str, Any]:
    name = account.formal_name or account.name
    return {"token": token, "name": name, "email": account.email, "shortest": SHORTEST_PASSWORD, "error": error}
