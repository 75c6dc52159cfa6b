"""One dossier: looking at it, changing it, closing it and going on with it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal import i18n
from portal.accounts import queries as accounts
from portal.accounts.guards import signed_in_staff
from portal.dossiers.operations import dossiers as operations
from portal.dossiers.operations.dossiers import NumberTaken
from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.staff.controllers.screens import (
    NUMBER_TAKEN,
    SECTION,
    Question,
    ask,
    dossier_address,
    show_dossier,
    typed_in,
)
from portal.staff.forms.dossiers import KINDS, dossier_as_typed, read_dossier
from portal.staff.operations import close_dossier
from portal.staff.queries import dossiers, requests
from portal.staff.reading import Filled, Refused
from portal.staff.views import DossierRow
from portal.web.rendering import PortalRequest, Screen, done, show

DETAILS = Screen("templates/staff/dossier_details.html", "partials/staff/dossier_details.html", SECTION)


class DossierController(Controller):
    """A dossier as the office works in it."""

    path = "/staff/dossiers/{dossier_id:uuid}"
    guards = [signed_in_staff]

    @get()
    async def page(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Everything in the dossier."""
        return await show_dossier(request, state, dossier_id)

    @get("/details")
    async def edit(self, request: PortalRequest, dossier_id: FromPath[UUID]) -> Response[Any]:
        """What the office says of it, in a form."""
        dossier = await dossiers.dossier(dossier_id, request.user)
        return await self._form(request, dossier, Filled(dossier_as_typed(dossier)))

    @post("/details", status_code=200)
    async def change(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Change what the office says of it, or say what is missing."""
        dossier, typed = await dossiers.dossier(dossier_id, request.user), await typed_in(request)
        try:
            changed = read_dossier(typed, handlers=[one.id for one in await accounts.handlers_for(dossier.handler)])
            now = state.clock.now()
            await operations.change_dossier(dossier_id, **asdict(changed), actor=request.user.id, now=now)
        except Refused as error:
            errors = error.errors
        except NumberTaken:
            errors = {"number": _(NUMBER_TAKEN)}
        else:
            return await self._shown(request, state, dossier_id, _("The case file was changed."))
        return await self._form(request, dossier, Filled(typed, errors), status=422)

    @get("/closing")
    async def ask_to_close(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Ask first, and say what happens to what is still open."""
        dossier = await dossiers.dossier(dossier_id, request.user)
        asked = await requests.requests(dossier_id, request.user, today=i18n.today(state.clock.now()))
        count = sum(one.is_open for one in asked)
        texts = [_("Clients can go on reading everything. Nothing can be added until you reopen the case file.")]
        if count:
            told = ngettext(
                "%(count)s open request is withdrawn. The client gets a message.",
                "%(count)s open requests are withdrawn. The clients get a message.",
                count,
            )
            texts.append(told % {"count": count})
        question = Question(
            title=_("Close %(title)s?") % {"title": dossier.title},
            texts=texts,
            action=dossier_address(dossier_id) + "/closing",
            button=_("Close case file"),
            back=dossier_address(dossier_id),
        )
        return await ask(request, question)

    @post("/closing", status_code=200)
    async def close(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Close it and withdraw what is still asked."""
        await dossiers.dossier(dossier_id, request.user)
        await close_dossier(dossier_id, actor=request.user.id, now=state.clock.now())
        return await self._shown(request, state, dossier_id, _("The case file was closed."))

    @post("/reopening", status_code=200)
    async def reopen(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Go on with it."""
        await dossiers.dossier(dossier_id, request.user)
        await operations.reopen(dossier_id, actor=request.user.id, now=state.clock.now())
        return await self._shown(request, state, dossier_id, _("The case file is open again."))

    async def _form(
        self, request: PortalRequest, dossier: DossierRow, form: Filled, *, status: int = 200
    ) -> Response[Any]:
        handlers = await accounts.handlers_for(dossier.handler)
        return await show(request, DETAILS, status=status, dossier=dossier, form=form, kinds=KINDS, handlers=handlers)

    async def _shown(self, request: PortalRequest, state: State, dossier_id: UUID, told: str) -> Response[Any]:
        address = dossier_address(dossier_id)
        return await done(request, address, lambda: show_dossier(request, state, dossier_id), told=told)
