"""Setting up codes by text message: a number, and the code that proves that it is the person's own."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

from portal import database
from portal.accounts.controllers.door import tools_of
from portal.accounts.controllers.own import added
from portal.accounts.factors import operations
from portal.accounts.factors.sms import setting_up
from portal.accounts.factors.sms.codes import Binding, TooSoon
from portal.accounts.factors.sms.delivery import told
from portal.accounts.factors.sms.limits import MessagesSpent, Whose
from portal.accounts.factors.sms.numbers import NoMobileNumber, countries, mobile_number, shown
from portal.accounts.factors.tables import FactorKind, SecondFactor
from portal.accounts.guards import BEFORE_SET_UP, freshly_proved, signed_in_client
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.web.rendering import PortalRequest, Screen, done, elsewhere, refused, show

NUMBER = Screen("templates/accounts/sms_number.html", "partials/accounts/sms/number.html", "account")
CODE = Screen("templates/accounts/sms_code.html", "partials/accounts/sms/code.html", "account")
DELIVERY = Screen("templates/accounts/sms_code.html", "partials/accounts/sms/delivery.html", "account")
PATH = "/account/two-step/sms"
CODE_PATH = f"{PATH}/code"


async def where_messages_go_out(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Only where the office has a gateway; elsewhere there is no such page."""
    if not connection.app.state.settings.has_sms:
        raise NotFound


class SmsNumberController(Controller):
    """The page that asks for the number."""

    path = PATH
    guards = [signed_in_client, where_messages_go_out, freshly_proved]
    opt = BEFORE_SET_UP

    @get()
    async def form(self, request: PortalRequest, state: State) -> Response[Any]:
        """The field, with the number that the person began with, or else the one that the office knows."""
        number = await setting_up.likely_number(request.user.id, tools_of(state))
        return await show(
            request, NUMBER, number=shown(number) if number else "", countries=_countries(state), error=""
        )

    @post(status_code=200)
    async def begin(self, request: PortalRequest, state: State) -> Response[Any]:
        """Have a code sent to the number."""
        typed, tools = str((await request.form()).get("number", "")), tools_of(state, request)
        try:
            number = mobile_number(typed, state.settings.sms_regions)
            await setting_up.begin(request.user.id, number, tools)
        except NoMobileNumber as wrong:
            error = str(wrong)
        except MessagesSpent as spent:
            error = _no_more(spent.whose)
        else:
            return elsewhere(request, CODE_PATH)
        return await refused(request, NUMBER, number=typed, countries=_countries(state), error=error)


class SmsCodeController(Controller):
    """The page that asks for the code."""

    path = CODE_PATH
    guards = [signed_in_client, where_messages_go_out, freshly_proved]
    opt = BEFORE_SET_UP

    @get()
    async def form(self, request: PortalRequest) -> Response[Any]:
        """The field, and how far the message is; who gave no number begins there."""
        factor = await operations.begun(request.user.id, FactorKind.SMS)
        return await _show(request, CODE, factor) if factor else elsewhere(request, PATH)

    @post(status_code=200)
    async def confirm(self, request: PortalRequest, state: State) -> Response[Any]:
        """Let the number count when its code came back."""
        factor = await operations.begun(request.user.id, FactorKind.SMS)
        if factor is None:
            return elsewhere(request, PATH)
        typed = str((await request.form()).get("code", ""))
        async with database.transaction():
            if news := await setting_up.prove(factor, request.user.id, typed, tools_of(state)):
                return await added(request, factor, news)
        return await _show(
            request, CODE, factor, error=_("This code is not right. Check it and try again."), status=422
        )

    @get("/message")
    async def delivery(self, request: PortalRequest) -> Response[Any]:
        """How far the message is: the page asks until it knows."""
        factor = await operations.begun(request.user.id, FactorKind.SMS)
        return await _show(request, DELIVERY, factor) if factor else elsewhere(request, PATH)

    @post("/message", status_code=200)
    async def again(self, request: PortalRequest, state: State) -> Response[Any]:
        """Send a new code, or say why not."""
        factor = await operations.begun(request.user.id, FactorKind.SMS)
        if factor is None:
            return elsewhere(request, PATH)
        try:
            await setting_up.send_again(factor, request.user.id, tools_of(state, request))
        except (TooSoon, MessagesSpent) as refusal:
            is_too_soon = isinstance(refusal, TooSoon)
            return await _show(request, DELIVERY, factor, is_too_soon=is_too_soon, status=429)
        return await done(request, CODE_PATH, lambda: _show(request, DELIVERY, factor))


async def _show(
    request: PortalRequest,
    screen: Screen,
    factor: SecondFactor,
    *,
    error: str = "",
    is_too_soon: bool = False,
    status: int = 200,
) -> Response[Any]:
    tools = tools_of(request.app.state)
    what = await told(Binding.set_up(factor.id, request.user.id), now=tools.clock.now())
    number = shown(tools.unseal(factor))
    places = {"address": CODE_PATH, "here": CODE_PATH}
    context = {"told": what, "number": number, **places, "is_too_soon": is_too_soon, "error": error}
    return await show(request, screen, status=status, **context)


def _countries(state: State) -> str:
    return countries(state.settings.sms_regions)


def _no_more(whose: Whose) -> str:
    if whose is Whose.OFFICE:
        return _("We can send no more text messages today. Use another way, or call us.")
    return _("Too many text messages were sent. Try again later, or use another way.")
