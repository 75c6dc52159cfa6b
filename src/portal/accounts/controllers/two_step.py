"""Two-step verification of somebody's own: what is set up, choosing a method, and turning one off."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts import passwords
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.controllers.advice import advise
from portal.accounts.controllers.door import tools_of
from portal.accounts.controllers.own import root_of
from portal.accounts.factors import operations, queries
from portal.accounts.factors.method import Method, Tools
from portal.accounts.factors.registry import BY_KIND, offered
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.forms import SHORTEST_PASSWORD, NewPassword
from portal.accounts.guards import BEFORE_SET_UP, freshly_proved, must_set_up, signed_in_client, signed_in_staff
from portal.accounts.passwords import WrongPassword
from portal.accounts.strength import refusal_of
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.i18n import today
from portal.text import clean
from portal.web import telling
from portal.web.rendering import PortalRequest, Screen, elsewhere, show

MANAGE = Screen("templates/accounts/two_step.html", "partials/accounts/two_step/manage.html", "account")
CHOOSE = Screen("templates/accounts/two_step_new.html", "partials/accounts/two_step/choose.html", "account")
REMOVE = Screen("templates/accounts/two_step_removal.html", "partials/accounts/two_step/removal.html", "account")


@dataclass(frozen=True, slots=True)
class Row:
    """A factor as its owner sees it: its method, and the line that tells it from others."""

    factor: SecondFactor
    method: Method
    line: str


def rows_of(factors: list[SecondFactor], tools: Tools) -> list[Row]:
    """The factors of a person as they are shown."""
    methods = ((factor, BY_KIND[FactorKind(factor.kind)]) for factor in factors)
    return [Row(factor, method, method.tell_apart(factor, tools)) for factor, method in methods]


class TwoStepController(Controller):
    """The pages about a person's second factors."""

    opt = BEFORE_SET_UP

    @get()
    async def manage(self, request: PortalRequest, state: State) -> Response[Any]:
        """What is set up; who has nothing chooses."""
        rows = rows_of(await queries.confirmed(request.user.id), tools_of(state))
        if not rows:
            return elsewhere(request, f"{root_of(request)}/account/two-step/new")
        code = await queries.recovery_code(request.user.id)
        return await show(request, MANAGE, rows=rows, code=code)

    @get("/new")
    async def choose(self, request: PortalRequest, state: State) -> Response[Any]:
        """The methods that there are."""
        viewer, settings = request.user, state.settings
        is_forced = must_set_up(viewer, settings, today(state.clock.now()))
        return await show(request, CHOOSE, methods=offered(viewer.kind, settings), is_forced=is_forced)

    @post("/{factor_id:uuid}/name", status_code=200)
    async def rename(self, request: PortalRequest, state: State, factor_id: FromPath[UUID]) -> Response[Any]:
        """Call a factor something else; an empty name changes nothing."""
        name = clean(str((await request.form()).get("name", ""))).strip()
        await operations.rename(factor_id, request.user.id, name, now=state.clock.now())
        response = elsewhere(request, f"{root_of(request)}/account/two-step")
        response.cookies.append(telling.cookie(_("Saved."), state.settings))
        return response

    @post("/advice", status_code=200, guards=[freshly_proved])
    async def advice(self, request: PortalRequest, state: State) -> Response[Any]:
        """Advice on the password that is to stand alone, while it is typed."""
        return await advise(request, state, request.user.name, request.user.email)

    @get("/{factor_id:uuid}/removal", guards=[freshly_proved])
    async def ask(self, request: PortalRequest, state: State, factor_id: FromPath[UUID]) -> Response[Any]:
        """Whether the person means it, and what that leaves."""
        return await self._ask(request, state, factor_id)

    @post("/{factor_id:uuid}/removal", status_code=200, guards=[freshly_proved])
    async def turn_off(self, request: PortalRequest, state: State, factor_id: FromPath[UUID]) -> Response[Any]:
        """Take the factor away; the last one only where the password can stand alone."""
        typed = await request.form()
        present, wanted = str(typed.get("current", "")), str(typed.get("password", ""))
        factors = await queries.confirmed(request.user.id)
        if factor_id not in {one.id for one in factors}:
            raise NotFound
        is_last = len(factors) == 1
        if is_last and (errors := await self._errors(request, state, present, wanted)):
            is_short = len(present) < SHORTEST_PASSWORD
            return await self._ask(request, state, factor_id, errors=errors, asks_new=is_short or bool(wanted))
        hashed = await state.passwords.hash(wanted) if is_last and wanted else ""
        tools, token = tools_of(state), request.auth.token
        await operations.turn_off(
            factor_id, request.user.id, tools=tools, token=token, is_last=is_last, password_hash=hashed
        )
        address = f"{root_of(request)}/account/two-step"
        told = _("Turned off. You are signed out on your other devices.")
        response = elsewhere(request, address)
        response.cookies.append(telling.cookie(told, state.settings))
        return response

    async def _errors(self, request: PortalRequest, state: State, present: str, wanted: str) -> dict[str, str]:
        secret = state.settings.secret_key
        try:
            await passwords.prove(request.user.id, present, secret=secret, passwords=state.passwords, clock=state.clock)
        except WrongPassword:
            return {"current": _("This is not your present password.")}
        except TooManyAttempts as too_many:
            return {"current": too_many.told}
        if len(present) >= SHORTEST_PASSWORD and not wanted:
            return {}
        chosen = NewPassword(wanted, request.user.name, request.user.email)
        error = await refusal_of(chosen, settings=state.settings, strength=state.strength)
        return {"password": error} if error else {}

    async def _ask(
        self,
        request: PortalRequest,
        state: State,
        factor_id: UUID,
        *,
        errors: dict[str, str] | None = None,
        asks_new: bool = False,
    ) -> Response[Any]:
        rows = rows_of(await queries.confirmed(request.user.id), tools_of(state))
        row = next((one for one in rows if one.factor.id == factor_id), None)
        if row is None:
            raise NotFound
        context = {"row": row, "is_last": len(rows) == 1, "asks_new": asks_new, "shortest": SHORTEST_PASSWORD}
        return await show(request, REMOVE, status=422 if errors else 200, errors=errors or {}, **context)


class ClientTwoStepController(TwoStepController):
    """For clients."""

    path = "/account/two-step"
    guards = [signed_in_client]


class StaffTwoStepController(TwoStepController):
    """For staff."""

    path = "/staff/account/two-step"
    guards = [signed_in_staff]
