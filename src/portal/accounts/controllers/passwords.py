"""A forgotten password, and one that is changed."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts import passwords
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.controllers.advice import advise
from portal.accounts.controllers.door import address_of
from portal.accounts.forms import NewPassword, shortest_password
from portal.accounts.guards import freshly_proved_beside_password, signed_in_client
from portal.accounts.passwords import WrongPassword
from portal.accounts.strength import refusal_of
from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.rendering import PortalRequest, Screen, done, refused, show

FORGOTTEN = Screen("templates/accounts/forgotten.html", "partials/accounts/forgotten.html")
SENT = Screen("templates/accounts/link_sent.html", "partials/accounts/link_sent.html")
CHANGE = Screen("templates/accounts/password.html", "partials/accounts/password.html", "account")
CHANGED = Screen("templates/accounts/password_changed.html", "partials/accounts/password_changed.html", "account")


class ForgottenController(Controller):
    """Asking for a link to choose a new password; the answer never tells whether there is such an account."""

    opt = {"public": True}

    @get(["/forgotten", "/staff/forgotten"])
    async def form(self, request: PortalRequest) -> Response[Any]:
        """The form that asks for the e-mail address."""
        return await show(request, FORGOTTEN, email="", error="")

    @post(["/forgotten", "/staff/forgotten"], status_code=200)
    async def send(self, request: PortalRequest, state: State) -> Response[Any]:
        """Send the link, if the address is known; say the same in any case."""
        kind = sessions.kind_of(request.scope["path"])
        email = str((await request.form()).get("email", ""))
        if "@" not in email:
            error = _("Fill in your e-mail address, such as name@example.com")
            return await refused(request, FORGOTTEN, email=email, error=error)
        try:
            await passwords.request_reset(
                email, kind=kind, address=address_of(request), secret=state.settings.secret_key, clock=state.clock
            )
        except TooManyAttempts as too_many:
            return await show(request, FORGOTTEN, status=429, email=email, error=too_many.told)
        sent = "/staff/forgotten/sent" if kind == sessions.STAFF else "/forgotten/sent"
        return await done(request, sent, lambda: show(request, SENT))

    @get(["/forgotten/sent", "/staff/forgotten/sent"])
    async def sent(self, request: PortalRequest) -> Response[Any]:
        """That a link is under way, if the address is known."""
        return await show(request, SENT)


class PasswordController(Controller):
    """Another password, for who knows the present one."""

    path = "/account/password"
    guards = [signed_in_client, freshly_proved_beside_password]

    @get()
    async def form(self, request: PortalRequest) -> Response[Any]:
        """The form with the present and the new password."""
        return await _form(request)

    @post(status_code=200)
    async def change(self, request: PortalRequest, state: State) -> Response[Any]:
        """Keep the new password and sign out everywhere else."""
        typed = await request.form()
        viewer = request.user
        wanted = NewPassword(str(typed.get("password", "")), viewer.name, viewer.email, _shortest(request))
        if error := await refusal_of(wanted, settings=state.settings, strength=state.strength):
            return await _form(request, {"password": error})
        try:
            await passwords.change_password(
                request.user,
                str(typed.get("current", "")),
                wanted.typed,
                token=request.auth.token,
                secret=state.settings.secret_key,
                passwords=state.passwords,
                clock=state.clock,
            )
        except WrongPassword:
            return await _form(request, {"current": _("This is not your present password.")})
        except TooManyAttempts as too_many:
            return await _form(request, {"current": too_many.told}, status=429)
        return await done(request, "/account/password/changed", lambda: show(request, CHANGED))

    @post("/advice", status_code=200)
    async def advice(self, request: PortalRequest, state: State) -> Response[Any]:
        """Advice on the new password, while it is typed."""
        return await advise(request, state, request.user.name, request.user.email, _shortest(request))

    @get("/changed")
    async def changed(self, request: PortalRequest) -> Response[Any]:
        """That the password was changed."""
        return await show(request, CHANGED)


async def _form(request: PortalRequest, errors: dict[str, str] | None = None, status: int = 422) -> Response[Any]:
    shown = {"errors": errors or {}, "shortest": _shortest(request)}
    return await show(request, CHANGE, status=status if errors else 200, **shown)


def _shortest(request: PortalRequest) -> int:
    return shortest_password(has_second_step=request.user.has_second_step)
