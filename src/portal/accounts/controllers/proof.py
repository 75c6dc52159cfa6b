"""Proving again who is there, before something that could lock the person out or let somebody else in."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromQuery

from portal.accounts import passwords
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.controllers.door import own_path, place_of, tools_of
from portal.accounts.controllers.own import renew_session
from portal.accounts.factors import queries, second_step
from portal.accounts.factors.guessing import OutOfTries
from portal.accounts.factors.passkeys.checking import FIELD
from portal.accounts.factors.second_step import WrongCode
from portal.accounts.factors.tables import FactorKind
from portal.accounts.guards import BEFORE_SET_UP, signed_in_client, signed_in_staff
from portal.accounts.passwords import WrongPassword
from portal.i18n import gettext as _
from portal.web.rendering import PortalRequest, Screen, elsewhere, show

PROOF = Screen("templates/accounts/proof.html", "partials/accounts/two_step/proof.html", "account")


BY_FIELD = {"code": FactorKind.APP, FIELD: FactorKind.PASSKEY}


class ProofController(Controller):
    """The page that asks for the password, or for the code of the app."""

    opt = BEFORE_SET_UP

    @get()
    async def form(self, request: PortalRequest, next: FromQuery[str] = "") -> Response[Any]:  # noqa: A002 (the name in the address)
        """The form; `next` is where the person was."""
        return await _show(request, own_path(next, request.auth.kind))

    @post(status_code=200)
    async def prove(self, request: PortalRequest, state: State) -> Response[Any]:
        """Note the proof, and go back to where the person was."""
        typed = {name: str(value) for name, value in (await request.form()).items()}
        target = own_path(typed.get("next", ""), request.auth.kind)
        try:
            await self._check(request, state, typed)
        except WrongPassword:
            return await _show(request, target, {"password": _("This is not your present password.")})
        except WrongCode:
            if FIELD in typed:
                error = _("This passkey cannot be used here. Try again, or take another way.")
                return await _show(request, target, {"proof": error})
            return await _show(request, target, {"code": _("This code is not right. Check it and try again.")})
        except TooManyAttempts as too_many:
            return await _show(request, target, {_field(typed): too_many.told}, status=429)
        except OutOfTries:
            message = _("Codes do not work any more. Use another way, or call us.")
            return await _show(request, target, {_field(typed): message}, status=429)
        response = elsewhere(request, target)
        await renew_session(request, response)
        return response

    async def _check(self, request: PortalRequest, state: State, typed: dict[str, str]) -> None:
        account = request.user.id
        for field, way in BY_FIELD.items():
            if field in typed:
                known = place_of(request).known
                await second_step.prove_again(account, way, typed, known=known, tools=tools_of(state))
                return
        await passwords.prove(
            account,
            typed.get("password", ""),
            secret=state.settings.secret_key,
            passwords=state.passwords,
            clock=state.clock,
        )


def _field(typed: Mapping[str, str]) -> str:
    """The field that an error stands at."""
    return "code" if "code" in typed else "proof" if FIELD in typed else "password"


async def _show(
    request: PortalRequest, target: str, errors: dict[str, str] | None = None, status: int = 422
) -> Response[Any]:
    kinds = await queries.kinds(request.user.id)
    has = {"has_app": FactorKind.APP in kinds, "has_passkey": FactorKind.PASSKEY in kinds}
    context = {"next": target, "errors": errors or {}, **has}
    return await show(request, PROOF, status=status if errors else 200, **context)


class ClientProofController(ProofController):
    """For clients."""

    path = "/account/proof"
    guards = [signed_in_client]


class StaffProofController(ProofController):
    """For staff."""

    path = "/staff/account/proof"
    guards = [signed_in_staff]
