"""Accounts, Extra accounts: who acts for a company, and inviting a colleague."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import State

from portal import i18n
from portal.accounts.attempts import TooManyAttempts
from portal.accounts.guards import freshly_proved, signed_in_client
from portal.accounts.throttle import invitation_limit
from portal.companies import forms, queries
from portal.companies.operations.inviting import AlreadyMember, invite
from portal.i18n import gettext as _
from portal.web.acting import follow
from portal.web.rendering import PortalRequest, Screen, done, show

ADDRESS = "/colleagues"
SECTION = "colleagues"
COLLEAGUES = Screen("templates/companies/colleagues.html", "partials/companies/colleagues.html", SECTION)


class ColleaguesController(Controller):
    """The accounts of a company, for those who decide for it."""

    path = ADDRESS
    guards = [signed_in_client, freshly_proved]

    @get()
    async def colleagues(self, request: PortalRequest) -> Response[Any]:
        """Who acts for the company, and the form to invite a colleague."""
        return await show_colleagues(request)

    @post(status_code=200)
    async def invite(self, request: PortalRequest, state: State) -> Response[Any]:
        """Add a colleague and have them told; whether they had an account already makes no difference to see."""
        organisation = (await queries.administered(request.user))[0]
        typed = {name: str(value) for name, value in (await request.form()).items()}
        member, errors = forms.new_member(typed, i18n.language())
        if not errors:
            limit = invitation_limit(state.settings.secret_key, str(request.user.id))
            try:
                await invite(organisation, member, actor=request.user.id, now=state.clock.now(), limit=limit)
            except AlreadyMember:
                errors = {"email": _("Your company has an account with this e-mail address already.")}
            except TooManyAttempts as too_many:
                errors = {"email": too_many.told}
        if errors:
            return await show_colleagues(request, typed=typed, errors=errors)
        told = _("The invitation is on its way. Choose the name of your colleague to say what they may see.")
        return await done(request, ADDRESS, lambda: show_colleagues(request), told=told)


async def show_colleagues(
    request: PortalRequest,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response[Any]:
    """Everybody who acts for the company; `errors` are those of the form."""
    organisation = (await queries.administered(request.user))[0]
    await follow(request, organisation)
    return await show(
        request,
        COLLEAGUES,
        status=422 if errors else 200,
        members=await queries.members(organisation, request.user),
        typed=typed or {},
        errors=errors or {},
    )
