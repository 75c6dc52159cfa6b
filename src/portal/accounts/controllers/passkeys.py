"""Passkeys at the door and in My details: what the browser is asked, and what it answers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts.attempts import TooManyAttempts
from portal.accounts.controllers.door import (
    SIGN_IN,
    address_of,
    halfway_token,
    let_in,
    own_path,
    place_of,
    spoken,
    tools_of,
)
from portal.accounts.controllers.own import added
from portal.accounts.factors import halfway, queries
from portal.accounts.factors.passkeys import making
from portal.accounts.factors.passkeys import sign_in as signing_in
from portal.accounts.factors.passkeys.challenges import Ceremony, ChallengeOver
from portal.accounts.factors.passkeys.checking import FIELD, PasskeyUnusable, options, party_of
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.guards import BEFORE_SET_UP, freshly_proved, signed_in_client, signed_in_staff
from portal.i18n import gettext as _
from portal.web.rendering import PortalRequest, Screen, elsewhere, show

SET_UP = Screen("templates/accounts/passkey.html", "partials/accounts/two_step/passkey.html", "account")


class PasskeySignInController(Controller):
    """Signing in without a password, and what the browser is asked for as a second step."""

    path = "/"
    opt = {"public": True}

    @post(["/login/passkey/options", "/staff/login/passkey/options"], status_code=200)
    async def ask(self, request: PortalRequest, state: State) -> Response[Any]:
        """What a browser is asked of which nobody knows yet who is at it."""
        browser = request.auth
        return _json(await signing_in.options_for(browser.token, browser.kind, address_of(request), tools_of(state)))

    @post(["/login/passkey", "/staff/login/passkey"], status_code=200)
    async def enter(self, request: PortalRequest, state: State) -> Response[Any]:
        """Sign in whoever proves a passkey."""
        typed, browser = await request.form(), request.auth
        target = str(typed.get("next", ""))
        try:
            entered = await signing_in.sign_in(
                str(typed.get(FIELD, "")),
                token=browser.token,
                kind=browser.kind,
                place=place_of(request),
                tools=tools_of(state),
            )
        except (PasskeyUnusable, ChallengeOver, TooManyAttempts) as refusal:
            error, status = explanation_of(refusal)
            return await show(request, SIGN_IN[browser.kind], status=status, email="", error=error, next=target)
        response = elsewhere(request, own_path(target, browser.kind))
        let_in(response, entered, state.settings)
        response.cookies.append(await spoken(request, state, entered.account))
        return response

    @post(["/login/code/passkey-options", "/staff/login/code/passkey-options"], status_code=200)
    async def second_step_options(self, request: PortalRequest, state: State) -> Response[Any]:
        """What the browser of somebody is asked whose password was right."""
        started = await halfway.of_token(halfway_token(request), request.auth.kind, now=state.clock.now())
        had = await _passkeys(started.account.id)
        text = await options(Ceremony.SECOND_STEP, started.id, started.kind, tools_of(state), had)
        return _json(text)


class PasskeyController(Controller):
    """Setting up a passkey."""

    opt = BEFORE_SET_UP

    @get()
    async def form(self, request: PortalRequest, state: State) -> Response[Any]:
        """What a passkey is, and a name for it; or why there can be none here."""
        return await self._show(request, state)

    @post("/options", status_code=200)
    async def ask(self, request: PortalRequest, state: State) -> Response[Any]:
        """What the browser is asked to make."""
        had = await _passkeys(request.user.id)
        return _json(await making.new_options(request.user, had, tools_of(state)))

    @post(status_code=200)
    async def confirm(self, request: PortalRequest, state: State) -> Response[Any]:
        """Keep what the browser made, and let it count."""
        typed = await request.form()
        name = str(typed.get("name", "")).strip() or place_of(request).device.name
        try:
            factor = await making.register(request.user, str(typed.get(FIELD, "")), name, tools_of(state))
        except (PasskeyUnusable, ChallengeOver) as refusal:
            return await self._show(request, state, name, explanation_of(refusal)[0])
        return await added(request, factor)

    async def _show(self, request: PortalRequest, state: State, name: str = "", error: str = "") -> Response[Any]:
        party = party_of(request.user.kind, state.settings)
        name = name or place_of(request).device.name
        context = {"is_possible": party is not None, "name": name, "error": error}
        return await show(request, SET_UP, status=422 if error else 200, **context)


class ClientPasskeyController(PasskeyController):
    """For clients."""

    path = "/account/two-step/passkey"
    guards = [signed_in_client, freshly_proved]


class StaffPasskeyController(PasskeyController):
    """For staff."""

    path = "/staff/account/two-step/passkey"
    guards = [signed_in_staff, freshly_proved]


class PasskeyProofController(Controller):
    """What the browser of somebody is asked who is signed in and proves again who they are."""

    opt = BEFORE_SET_UP

    @post("/passkey-options", status_code=200)
    async def ask(self, request: PortalRequest, state: State) -> Response[Any]:
        """The challenge, for the passkeys of this person."""
        viewer = request.user
        had = await _passkeys(viewer.id)
        return _json(await options(Ceremony.PROOF, str(viewer.id), viewer.kind, tools_of(state), had))


class ClientPasskeyProofController(PasskeyProofController):
    """For clients."""

    path = "/account/proof"
    guards = [signed_in_client]


class StaffPasskeyProofController(PasskeyProofController):
    """For staff."""

    path = "/staff/account/proof"
    guards = [signed_in_staff]


def explanation_of(refusal: Exception) -> tuple[str, int]:
    """What a person is told, and the status; the same whatever was wrong with the passkey."""
    match refusal:
        case TooManyAttempts():
            return refusal.told, 429
        case ChallengeOver():
            return _("That took too long, or it was sent twice. Try again."), 422
        case _:
            return _("This passkey cannot be used here. Try again, or take another way."), 422


async def _passkeys(account: UUID) -> list[SecondFactor]:
    return [one for one in await queries.confirmed(account) if one.kind == FactorKind.PASSKEY.value]


def _json(text: str) -> Response[str]:
    return Response(text, media_type="application/json")
