"""Proving again who is there, before something that could lock the person out or let somebody else in."""

from typing import Any
from urllib.parse import quote

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
from portal.accounts.factors.sms.codes import Binding
from portal.accounts.factors.sms.delivery import told
from portal.accounts.factors.tables import FactorKind
from portal.accounts.guards import BEFORE_SET_UP, signed_in_client, signed_in_staff
from portal.accounts.passwords import WrongPassword
from portal.i18n import gettext as _
from portal.web.rendering import PortalRequest, Screen, elsewhere, show
from portal.web.tokens import digest

PROOF = Screen("templates/accounts/proof.html", "partials/accounts/two_step/proof.html", "account")
SMS_FIELD = "sms_code"  # of its own, for who has an app too is asked for both codes on one page
BY_FIELD = {"code": FactorKind.APP, SMS_FIELD: FactorKind.SMS, FIELD: FactorKind.PASSKEY}


class ProofController(Controller):
    """The page that asks for the password, or for any of the methods that the person has."""

    opt = BEFORE_SET_UP

    @get()
    async def form(self, request: PortalRequest, next: FromQuery[str] = "") -> Response[Any]:  # noqa: A002 (the name in the address)
        """The form; `next` is where the person was."""
        return await show_proof(request, own_path(next, request.auth.kind))

    @post(status_code=200)
    async def prove(self, request: PortalRequest, state: State) -> Response[Any]:
        """Note the proof, and go back to where the person was."""
        typed = {name: str(value) for name, value in (await request.form()).items()}
        target = own_path(typed.get("next", ""), request.auth.kind)
        try:
            await self._check(request, state, typed)
        except WrongPassword:
            return await show_proof(request, target, {"password": _("This is not your present password.")})
        except WrongCode:
            return await show_proof(request, target, {_place(typed): _wrong(typed)})
        except TooManyAttempts as too_many:
            return await show_proof(request, target, {_place(typed): too_many.told}, status=429)
        except OutOfTries:
            message = _("Codes do not work any more. Use another way, or call us.")
            return await show_proof(request, target, {_place(typed): message}, status=429)
        response = elsewhere(request, target)
        await renew_session(request, response)
        return response

    async def _check(self, request: PortalRequest, state: State, typed: dict[str, str]) -> None:
        account = request.user.id
        for field, way in BY_FIELD.items():
            if field in typed:
                brought = {**typed, "code": typed[field]}
                session, known = digest(request.auth.token), place_of(request).known
                await second_step.prove_again(
                    account, way, brought, session=session, known=known, tools=tools_of(state)
                )
                return
        await passwords.prove(
            account,
            typed.get("password", ""),
            secret=state.settings.secret_key,
            passwords=state.passwords,
            clock=state.clock,
        )


def _place(typed: dict[str, str]) -> str:
    """Where on the page an error belongs."""
    return next((field for field in ("code", SMS_FIELD) if field in typed), "proof" if FIELD in typed else "password")


def _wrong(typed: dict[str, str]) -> str:
    if FIELD in typed:
        return _("This passkey cannot be used here. Try again, or take another way.")
    return _("This code is not right. Check it and try again.")


async def show_proof(
    request: PortalRequest,
    target: str,
    errors: dict[str, str] | None = None,
    status: int = 0,
    *,
    is_too_soon: bool = False,
) -> Response[Any]:
    """The page, with every way that this person has; the text message is told of where one was asked for."""
    state, kinds = request.app.state, await queries.kinds(request.user.id)
    context = {
        "next": target,
        "errors": errors or {},
        "has_app": FactorKind.APP in kinds,
        "has_passkey": FactorKind.PASSKEY in kinds,
        "has_sms": FactorKind.SMS in kinds and state.settings.has_sms,
        "told": await told(Binding.proof(digest(request.auth.token), request.user.id), now=state.clock.now()),
        "address": "/account/proof",
        "here": f"/account/proof?next={quote(target)}",
        "is_too_soon": is_too_soon,
    }
    return await show(request, PROOF, status=status or (422 if errors else 200), **context)


class ClientProofController(ProofController):
    """For clients."""

    path = "/account/proof"
    guards = [signed_in_client]


class StaffProofController(ProofController):
    """For staff."""

    path = "/staff/account/proof"
    guards = [signed_in_staff]
