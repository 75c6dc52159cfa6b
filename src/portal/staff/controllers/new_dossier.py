"""Making a dossier, with the people who see it at once."""

from collections.abc import Collection
from typing import Any

from litestar import Response
from litestar.datastructures import State

from portal.accounts import queries as accounts
from portal.dossiers.operations.dossiers import NumberTaken
from portal.i18n import gettext as _
from portal.staff.controllers.screens import (
    NOBODY_FOUND,
    NUMBER_TAKEN,
    SECTION,
    dossier_address,
    show_dossier,
    typed_in,
)
from portal.staff.forms.dossiers import KINDS, read_dossier
from portal.staff.operations import make_dossier
from portal.staff.people import Match
from portal.staff.queries import matches
from portal.staff.reading import Filled, Refused, Typed
from portal.staff.search import LONGEST
from portal.web.rendering import PortalRequest, Screen, done, show

NEW = Screen("templates/staff/dossier_new.html", "partials/staff/dossier_new.html", SECTION)


async def make(request: PortalRequest, state: State) -> Response[Any]:
    """Make it, or say what is missing; as long as a name is looked for, show who may be meant and make nothing."""
    typed = await typed_in(request)
    chosen = await matches.chosen(typed.every("organisation"), typed.every("account"), request.user)
    if typed.one("words") or "search" in typed.values:
        return await _search(request, typed, chosen)
    handlers, now = [handler.id for handler in await accounts.staff()], state.clock.now()
    try:
        dossier = await make_dossier(read_dossier(typed, handlers=handlers), chosen, actor=request.user.id, now=now)
    except Refused as error:
        return await show_form(request, Filled(typed, error.errors), chosen)
    except NumberTaken:
        return await show_form(request, Filled(typed, {"number": _(NUMBER_TAKEN)}), chosen)
    told = _("The case file was made.")
    return await done(request, dossier_address(dossier), lambda: show_dossier(request, state, dossier), told=told)


async def _search(request: PortalRequest, typed: Typed, chosen: Collection[Match]) -> Response[Any]:
    found = await matches.matching(typed.one("words")[:LONGEST], request.user)
    errors = {} if found else {"words": _(NOBODY_FOUND)}
    return await show_form(request, Filled(typed, errors), chosen, [one for one in found if one not in chosen])


async def show_form(
    request: PortalRequest, form: Filled, chosen: Collection[Match], found: Collection[Match] = ()
) -> Response[Any]:
    """The form with what was typed, who was chosen, and who may be meant."""
    return await show(
        request,
        NEW,
        status=422 if form.errors else 200,
        form=form,
        kinds=KINDS,
        handlers=await accounts.staff(),
        chosen=chosen,
        found=found,
    )
