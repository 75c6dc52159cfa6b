"""The recovery code: shown once, kept by its owner, replaced when they ask."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal import database
from portal.accounts.controllers.door import tools_of
from portal.accounts.controllers.own import root_of
from portal.accounts.controllers.sealed_cookies import RECOVERY_CODE
from portal.accounts.factors import operations, queries, recovery
from portal.accounts.guards import BEFORE_SET_UP, freshly_proved, signed_in_client, signed_in_staff
from portal.audit.operations import record
from portal.i18n import gettext as _
from portal.web import sessions, telling
from portal.web.rendering import PortalRequest, Screen, elsewhere, show
from portal.web.tokens import digest

SHOW = Screen("templates/accounts/recovery_code.html", "partials/accounts/two_step/recovery_code.html", "account")
MAKE = Screen(
    "templates/accounts/recovery_code_new.html", "partials/accounts/two_step/recovery_code_new.html", "account"
)


class RecoveryCodeController(Controller):
    """The pages of the recovery code."""

    opt = BEFORE_SET_UP

    @get()
    async def page(self, request: PortalRequest, state: State) -> Response[Any]:
        """The code, to this browser until it was kept; after that only how to get another."""
        if not request.user.has_second_step:
            return elsewhere(request, f"{root_of(request)}/account/two-step/new")
        return await self._show(request, state)

    @post(status_code=200, guards=[freshly_proved])
    async def make(self, request: PortalRequest, state: State) -> Response[Any]:
        """Replace the code, and show the new one."""
        if not request.user.has_second_step:
            return elsewhere(request, f"{root_of(request)}/account/two-step/new")
        tools = tools_of(state)
        code = await operations.make_recovery_code(request.user.id, tools=tools)
        response = elsewhere(request, f"{root_of(request)}/account/recovery-code")
        response.cookies.append(RECOVERY_CODE.holding(code, request.user.id, tools))
        return response

    @post("/keeping", status_code=200)
    async def keep(self, request: PortalRequest, state: State) -> Response[Any]:
        """Note that it was kept, and show it no more."""
        typed = await request.form()
        if "kept" not in typed:
            return await self._show(request, state, _("Keep the code first, and then tick this box."))
        await operations.keep_recovery_code(request.user.id, tools=tools_of(state))
        if "others" in typed:
            async with database.transaction():
                await sessions.end_others(request.user.id, request.auth.token)
                await record("sessions_ended", at=state.clock.now(), actor=request.user.id)
        response = elsewhere(request, f"{root_of(request)}/account/two-step")
        RECOVERY_CODE.forget(response, state.settings)
        response.cookies.append(telling.cookie(_("Two-step verification is on."), state.settings))
        return response

    async def _show(self, request: PortalRequest, state: State, error: str = "") -> Response[Any]:
        viewer = request.user
        code = RECOVERY_CODE.secret_in(request, tools_of(state))
        row = await queries.recovery_code(viewer.id)
        if row is None or row.code != digest(recovery.folded(code)):
            return await show(request, MAKE, has_code=row is not None)
        opened = await sessions.of_account(viewer.id, viewer.kind, now=state.clock.now(), settings=state.settings)
        status = 422 if error else 200
        return await show(request, SHOW, status=status, code=code, has_others=len(opened) > 1, error=error)


class ClientRecoveryCodeController(RecoveryCodeController):
    """For clients."""

    path = "/account/recovery-code"
    guards = [signed_in_client]


class StaffRecoveryCodeController(RecoveryCodeController):
    """For staff."""

    path = "/staff/account/recovery-code"
    guards = [signed_in_staff]
