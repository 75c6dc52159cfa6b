"""Filling in: one route per step, for every way of leaving it and for what is saved on the way."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from portal.accounts.guards import signed_in_client
from portal.errors import NotFound
from portal.questionnaires import operations, reading
from portal.questionnaires.controllers.screens import (
    ACT,
    CHECKED,
    PAGE,
    REVISION,
    THEN,
    show_check,
    show_step,
    show_unsaved,
    show_withdrawn,
)
from portal.questionnaires.forms.steps import Step
from portal.questionnaires.operations import ResponseChanged, ResponseClosed, Saved
from portal.questionnaires.reading import Posted
from portal.web.rendering import PortalRequest, done, elsewhere

ACTIONS = "/actions"
TO_CHECK = "check"
LONGEST_MARK = 32  # of a page; ours have twelve characters


class StepsController(Controller):
    """A client at a questionnaire."""

    path = "/questionnaires/{response_id:uuid}"
    guards = [signed_in_client]

    @get()
    async def start(self, request: PortalRequest, state: State, response_id: FromPath[UUID]) -> Response[Any]:
        """To where the person left off, or to the result."""
        opened = await operations.open_response(response_id, request.user, keys=state.key_ring, now=state.clock.now())
        if opened.response.is_completed:
            return Redirect(f"{opened.response.address}/result", status_code=303)
        if not opened.response.is_open:
            return await show_withdrawn(request, opened)
        step = reading.first_incomplete(opened.state, opened.draft)
        return Redirect(_address(opened.response.address, step), status_code=303)

    @get("/steps/{step:str}")
    async def step(
        self, request: PortalRequest, state: State, response_id: FromPath[UUID], step: FromPath[str]
    ) -> Response[Any]:
        """One step; one that is not asked now leads to where the person left off."""
        opened = await operations.open_response(response_id, request.user, keys=state.key_ring, now=state.clock.now())
        if not reading.has_step(opened.form, step):
            raise NotFound
        found = opened.state.step(step)
        if found is None or not opened.response.is_open:
            return Redirect(opened.response.address, status_code=303)
        return await show_step(request, opened, found, then=_then(request.query_params.get(THEN)))

    @post("/steps/{step:str}", status_code=200)
    async def save(
        self, request: PortalRequest, state: State, response_id: FromPath[UUID], step: FromPath[str]
    ) -> Response[Any]:
        """Keep what was typed, and go where the person wants to."""
        fields: Any = await request.form()
        act = str(fields.get(ACT, ""))
        revision = str(fields.get(REVISION, ""))
        posted = Posted(
            step,
            fields,
            int(revision) if revision.isdecimal() and len(revision) < 10 else -1,
            str(fields.get(PAGE, ""))[:LONGEST_MARK],
            is_final=bool(act),
            is_next=act == "next",
        )
        try:
            saved = await operations.save_step(
                response_id, posted, request.user, keys=state.key_ring, now=state.clock.now()
            )
        except (ResponseChanged, ResponseClosed) as conflict:
            return await show_unsaved(request, state, conflict, step, fields)
        if act == "later":
            return elsewhere(request, ACTIONS)
        if not act:
            return await _saved_on_the_way(request, saved, posted)
        return await _go_on(request, saved, posted, act)


async def _saved_on_the_way(request: PortalRequest, saved: Saved, posted: Posted) -> Response[Any]:
    """The page again, with the questions that follow from the answers; what is being typed stays."""
    step = saved.state.step(posted.step)
    if step is None:
        return elsewhere(request, saved.response.address)
    errors = reading.verdict(step, saved.entries).errors if posted.fields.getall(CHECKED, []) else {}
    response = await show_step(
        request, saved, step, errors=errors, then=_then_of(posted), page=posted.page, is_quiet=True
    )
    response.headers["HX-Reswap"] = "outerMorph"
    return response


async def _go_on(request: PortalRequest, saved: Saved, posted: Posted, act: str) -> Response[Any]:
    """To the next step when this one is in order, or to the one before in any case."""
    steps, then = saved.state.steps, _then_of(posted)
    step = saved.state.step(posted.step)
    if step is None:
        return elsewhere(request, saved.response.address)
    if act == "back":
        if step.number == 1:
            return elsewhere(request, ACTIONS)
        return await _to(request, saved, steps[step.number - 2])
    verdict = reading.verdict(step, saved.entries)
    if verdict.errors or verdict.added:
        return await show_step(request, saved, step, errors=verdict.errors, added=verdict.added, then=then)
    is_last = step.number == len(steps)
    return await _to(request, saved, None if is_last or then else steps[step.number])


async def _to(request: PortalRequest, saved: Saved, step: Step | None) -> Response[Any]:
    """A step, or after the last one the check page, without asking the database again."""

    async def result() -> Response[Any]:
        return await (show_check(request, saved) if step is None else show_step(request, saved, step))

    return await done(request, _address(saved.response.address, step), result)


def _address(response: str, step: Step | None) -> str:
    return f"{response}/check" if step is None else f"{response}/steps/{step.key}"


def _then(value: Any) -> str:
    return TO_CHECK if value == TO_CHECK else ""


def _then_of(posted: Posted) -> str:
    return _then(next(iter(posted.fields.getall(THEN, [])), ""))
