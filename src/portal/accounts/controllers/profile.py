"""Mijn gegevens, and the language switch that is on every page."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal import i18n
from portal.accounts import mobile, operations, queries
from portal.accounts.controllers.door import own_path, tools_of
from portal.accounts.controllers.two_step import rows_of
from portal.accounts.factors import queries as factors
from portal.accounts.factors.sms.numbers import shown
from portal.accounts.guards import signed_in_client
from portal.accounts.tables import Account
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.web import locale, sessions
from portal.web.rendering import PortalRequest, Screen, done, elsewhere, show

PROFILE = Screen("templates/accounts/profile.html", "partials/accounts/cards/notifications.html", "account")


class ProfileController(Controller):
    """What a client sets up for themselves."""

    path = "/account"
    guards = [signed_in_client]

    @get()
    async def page(self, request: PortalRequest) -> Response[Any]:
        """Language, notifications and what we know of this person."""
        return await self._show(request)

    @post("/notifications", status_code=200)
    async def notifications(self, request: PortalRequest, state: State) -> Response[Any]:
        """Keep which news this person wants by e-mail."""
        chosen = await request.form()
        await operations.choose_notifications(
            request.user.id,
            documents="documents" in chosen,
            questionnaires="questionnaires" in chosen,
            upload_requests="upload_requests" in chosen,
            reminders="reminders" in chosen,
            now=state.clock.now(),
        )
        told = _("Notifications saved")
        return await done(request, "/account", lambda: self._show(request, is_saved=True), told=told)

    async def _show(self, request: PortalRequest, *, is_saved: bool = False) -> Response[Any]:
        return await show(request, PROFILE, is_saved=is_saved, **await _cards(request))


async def _cards(request: PortalRequest) -> dict[str, Any]:
    """What the cards of the page take, each its own."""
    account: Account | None = await queries.by_id(request.user.id)
    if account is None:
        raise NotFound
    tools = tools_of(request.app.state)
    number = mobile.opened(account.mobile, account.id, tools.keys)
    rows = rows_of(await factors.confirmed(account.id), tools)
    return {"account": account, "mobile": shown(number) if number else "", "rows": rows}


@post(["/language", "/staff/language"], status_code=200, opt={"public": True})
async def choose_language(request: PortalRequest, state: State) -> Response[Any]:
    """Switch between Dutch and English, at once and for later; signed in or not, client or staff."""
    typed = await request.form()
    language = str(typed.get("language", ""))
    if language not in i18n.LANGUAGES:
        raise NotFound
    viewer = request.scope.get("user")
    if viewer is not None:
        await operations.choose_language(viewer.id, language, now=state.clock.now())
    target = str(typed.get("next", ""))
    response = elsewhere(request, own_path(target, sessions.kind_of(request.scope["path"])))
    response.cookies.append(locale.cookie(language, state.settings, is_chosen=viewer is None))
    return response
