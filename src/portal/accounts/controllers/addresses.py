"""Another e-mail address: asking for it, confirming it at the new one, and undoing it from the old one."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal.accounts import addresses, passwords
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.controllers.door import place_of
from portal.accounts.controllers.links import ArrivalController, LinkController, forget_token, token_of
from portal.accounts.forms import address_error
from portal.accounts.guards import freshly_proved_beside_password, signed_in_client
from portal.accounts.links import LinkUnusable
from portal.accounts.passwords import WrongPassword
from portal.accounts.sign_in import Halfway, SignedIn
from portal.accounts.tables import Account, LinkPurpose
from portal.i18n import gettext as _
from portal.i18n import mark
from portal.web.rendering import PortalRequest, Screen, done, refused, show

CHANGE = Screen("templates/accounts/address.html", "partials/accounts/address.html", "account")
SENT = Screen("templates/accounts/address_sent.html", "partials/accounts/address_sent.html", "account")
CONFIRM = Screen("templates/accounts/address_confirm.html", "partials/accounts/address_confirm.html")
CONFIRMED = Screen("templates/accounts/address_confirmed.html", "partials/accounts/address_confirmed.html")
UNDO = Screen("templates/accounts/address_undo.html", "partials/accounts/choose_password.html")
UNUSABLE = Screen("templates/accounts/address_unusable.html", "partials/accounts/address_unusable.html")


class AddressController(Controller):
    """Another address, for who knows the password."""

    path = "/account/email"
    guards = [signed_in_client, freshly_proved_beside_password]

    @get()
    async def form(self, request: PortalRequest) -> Response[Any]:
        """The form with the new address and the password."""
        return await show(request, CHANGE, email="", errors={})

    @post(status_code=200)
    async def ask(self, request: PortalRequest, state: State) -> Response[Any]:
        """Have a link sent to the new address; say the same whoever has it."""
        typed = {name: str(value) for name, value in (await request.form()).items()}
        email, secret = typed.get("email", ""), state.settings.secret_key
        if error := address_error(email, request.user.email):
            return await refused(request, CHANGE, email=email, errors={"email": error})
        try:
            await passwords.prove(
                request.user.id, typed.get("current", ""), secret=secret, passwords=state.passwords, clock=state.clock
            )
            await addresses.request_change(request.user, email, secret=secret, now=state.clock.now())
        except WrongPassword:
            errors = {"current": _("This is not your present password.")}
            return await refused(request, CHANGE, email=email, errors=errors)
        except TooManyAttempts as too_many:
            return await show(request, CHANGE, status=429, email=email, errors={"email": too_many.told})
        return await done(request, "/account/email/sent", lambda: show(request, SENT))

    @get("/sent")
    async def sent(self, request: PortalRequest) -> Response[Any]:
        """That a link is under way."""
        return await show(request, SENT)


class ConfirmationController(ArrivalController):
    """The page behind the link that went to the new address."""

    path = "/email-change"

    @get()
    async def form(self, request: PortalRequest, state: State) -> Response[Any]:
        """The new address, with a button to confirm it."""
        try:
            change = await addresses.of_link(token_of(request), purpose=LinkPurpose.EMAIL_CHANGE, now=state.clock.now())
        except LinkUnusable:
            return await show(request, UNUSABLE, status=410)
        return await show(request, CONFIRM, email=change.new_address)

    @post(status_code=200)
    async def confirm(self, request: PortalRequest, state: State) -> Response[Any]:
        """Let the new address hold."""
        try:
            await addresses.confirm(token_of(request), note_person=state.note_person, now=state.clock.now())
        except LinkUnusable:
            return await show(request, UNUSABLE, status=410)
        response = await done(request, f"{self.path}/done", lambda: show(request, CONFIRMED))
        forget_token(response, state.settings)
        return response

    @get("/done")
    async def confirmed(self, request: PortalRequest) -> Response[Any]:
        """That the new address holds."""
        return await show(request, CONFIRMED)


class UndoController(LinkController):
    """The page behind the link that went to the old address: it holds again, with a new password."""

    path = "/email-undo"
    purpose = LinkPurpose.EMAIL_UNDO
    screen = UNDO
    unusable = UNUSABLE
    title = mark("Undo the change of your e-mail address")
    text = mark(
        "Choose a new password. Your old address then holds again, and whoever is signed in to your account is "
        "signed out."
    )

    async def _enter(self, request: PortalRequest, state: State, password: str) -> SignedIn | Halfway:
        return await addresses.undo(
            token_of(request),
            password,
            place=place_of(request),
            note_person=state.note_person,
            passwords=state.passwords,
            now=state.clock.now(),
        )

    async def _account(self, request: PortalRequest, state: State) -> Account:
        change = await addresses.of_link(token_of(request), purpose=self.purpose, now=state.clock.now())
        account: Account = change.account
        account.email = change.old_address  # the one to sign in with from then on
        return account
