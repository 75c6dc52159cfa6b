"""The progress that clients see."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath

from portal.accounts.guards import signed_in_staff
from portal.dossiers import queries as shown
from portal.dossiers.operations import progress as operations
from portal.dossiers.views import StepView
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.staff.controllers.screens import BLANK, SECTION, Question, ask, dossier_address, typed_in
from portal.staff.forms.progress import TURNS, read_step, step_as_typed
from portal.staff.queries import dossiers
from portal.staff.reading import Filled, Refused
from portal.web.rendering import PortalRequest, Screen, done, show

PROGRESS = Screen("templates/staff/progress.html", "partials/staff/progress.html", SECTION)


async def progress_is_shown(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Where the office switched progress off, there is nothing to change."""
    if not connection.app.state.settings.show_progress:
        raise NotFound


class ProgressController(Controller):
    """The steps of a dossier."""

    path = "/staff/dossiers/{dossier_id:uuid}/progress-steps"
    guards = [signed_in_staff, progress_is_shown]

    @get()
    async def page(self, request: PortalRequest, dossier_id: FromPath[UUID]) -> Response[Any]:
        """The steps, and a form for one more."""
        return await _show(request, dossier_id)

    @post(status_code=200)
    async def add(self, request: PortalRequest, state: State, dossier_id: FromPath[UUID]) -> Response[Any]:
        """Add a step at the end."""
        await dossiers.dossier(dossier_id, request.user)
        typed = await typed_in(request)
        try:
            step = read_step(typed)
        except Refused as error:
            return await _show(request, dossier_id, form=Filled(typed, error.errors), status=422)
        await operations.add_step(dossier_id, step, actor=request.user.id, now=state.clock.now())
        return await _done(request, dossier_id, _("The step was added."))

    @get("/{step_id:uuid}")
    async def edit(self, request: PortalRequest, dossier_id: FromPath[UUID], step_id: FromPath[UUID]) -> Response[Any]:
        """The steps, one of them in a form."""
        step = await _step(request, dossier_id, step_id)
        return await _show(request, dossier_id, editing=step_id, form=Filled(step_as_typed(step)))

    @post("/{step_id:uuid}", status_code=200)
    async def change(
        self, request: PortalRequest, state: State, dossier_id: FromPath[UUID], step_id: FromPath[UUID]
    ) -> Response[Any]:
        """Change a step."""
        await _step(request, dossier_id, step_id)
        typed = await typed_in(request)
        try:
            step = read_step(typed)
        except Refused as error:
            filled = Filled(typed, error.errors)
            return await _show(request, dossier_id, editing=step_id, form=filled, status=422)
        await operations.change_step(dossier_id, step_id, step, actor=request.user.id, now=state.clock.now())
        return await _done(request, dossier_id, _("The step was changed."))

    @get("/{step_id:uuid}/removal")
    async def ask_to_remove(
        self, request: PortalRequest, dossier_id: FromPath[UUID], step_id: FromPath[UUID]
    ) -> Response[Any]:
        """Ask first."""
        step = await _step(request, dossier_id, step_id)
        address = f"{dossier_address(dossier_id)}/progress-steps"
        question = Question(
            title=_("Remove %(title)s?") % {"title": step.title},
            texts=[_("The client no longer sees this step.")],
            action=f"{address}/{step_id}/removal",
            button=_("Remove step"),
            back=address,
        )
        return await ask(request, question)

    @post("/{step_id:uuid}/removal", status_code=200)
    async def remove(
        self, request: PortalRequest, state: State, dossier_id: FromPath[UUID], step_id: FromPath[UUID]
    ) -> Response[Any]:
        """Remove a step."""
        await _step(request, dossier_id, step_id)
        await operations.remove_step(dossier_id, step_id, actor=request.user.id, now=state.clock.now())
        return await _done(request, dossier_id, _("The step was removed."))


async def _step(request: PortalRequest, dossier_id: UUID, step_id: UUID) -> StepView:
    dossier = await dossiers.dossier(dossier_id, request.user)
    for step in await shown.steps(dossier.id):
        if step.id == step_id:
            return step
    raise NotFound


async def _show(
    request: PortalRequest,
    dossier_id: UUID,
    *,
    editing: UUID | None = None,
    form: Filled = BLANK,
    status: int = 200,
) -> Response[Any]:
    dossier = await dossiers.dossier(dossier_id, request.user)
    return await show(
        request,
        PROGRESS,
        status=status,
        dossier=dossier,
        steps=await shown.steps(dossier_id),
        editing=editing,
        form=form,
        turns=TURNS,
    )


async def _done(request: PortalRequest, dossier_id: UUID, told: str) -> Response[Any]:
    address = f"{dossier_address(dossier_id)}/progress-steps"
    return await done(request, address, lambda: _show(request, dossier_id), told=told)
