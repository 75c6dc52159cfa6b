"""Setting up an authenticator app: a key to scan or to type over, and a code that proves that the app has it."""

from typing import Any

import segno
from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts.controllers.door import tools_of
from portal.accounts.controllers.own import added, root_of
from portal.accounts.controllers.sealed_cookies import APP_KEY
from portal.accounts.factors import app, operations
from portal.accounts.factors.tables import FactorKind
from portal.accounts.guards import BEFORE_SET_UP, freshly_proved, signed_in_client, signed_in_staff
from portal.i18n import gettext as _
from portal.web.rendering import PortalRequest, Screen, elsewhere, show

SET_UP = Screen("templates/accounts/app_factor.html", "partials/accounts/two_step/app.html", "account")
INK = "#0d2a40"


class AppFactorController(Controller):
    """The page with the QR code."""

    opt = BEFORE_SET_UP

    @get()
    async def form(self, request: PortalRequest, state: State) -> Response[Any]:
        """The key, which this browser keeps until an app proved that it has it."""
        return await _show(request, APP_KEY.secret_in(request, tools_of(state)) or app.new_key())

    @post(status_code=200)
    async def confirm(self, request: PortalRequest, state: State) -> Response[Any]:
        """Let the app count when it shows the right code."""
        tools = tools_of(state)
        key = APP_KEY.secret_in(request, tools)
        if not key:
            return elsewhere(request, f"{root_of(request)}{_PATH}")
        typed = str((await request.form()).get("code", ""))
        if app.step_of(key, typed, now=state.clock.now()) is None:
            return await _show(
                request, key, _("This code is not right. Wait for the next one in your app, and type that.")
            )
        factor = await operations.begin(request.user.id, FactorKind.APP, key, tools=tools)
        await app.use_code(factor, key, typed, now=state.clock.now())
        response = await added(request, factor)
        APP_KEY.forget(response, state.settings)
        return response


async def _show(request: PortalRequest, key: str, error: str = "") -> Response[Any]:
    state, viewer = request.app.state, request.user
    address = app.address_of(key, email=viewer.email, office=state.settings.office_name)
    context = {
        "picture": segno.make(address, error="m").svg_data_uri(dark=INK, border=4, scale=4),
        "address": address,
        "key": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
        "error": error,
    }
    response = await show(request, SET_UP, status=422 if error else 200, **context)
    response.cookies.append(APP_KEY.holding(key, viewer.id, tools_of(state)))
    return response


_PATH = "/account/two-step/app"


class ClientAppFactorController(AppFactorController):
    """For clients."""

    path = _PATH
    guards = [signed_in_client, freshly_proved]


class StaffAppFactorController(AppFactorController):
    """For staff."""

    path = f"/staff{_PATH}"
    guards = [signed_in_staff, freshly_proved]
