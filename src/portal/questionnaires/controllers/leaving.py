"""Where a person goes from a step that was saved, by the button that they pressed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.datastructures import State

from portal.i18n import gettext as _
from portal.questionnaires import operations, reading, rows
from portal.questionnaires.acts import Verb
from portal.questionnaires.controllers.posting import CHECKED, THEN
from portal.questionnaires.controllers.screens import show_check, show_fewer, show_removal, show_step
from portal.questionnaires.forms.steps import Step
from portal.questionnaires.operations.answers import Opened, Saved
from portal.questionnaires.reading import Posted
from portal.web.rendering import PortalRequest, done, elsewhere

TO_CHECK = "check"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A step that was saved, on the way to what comes next; `refusals` are of files, by question."""

    request: PortalRequest
    state: State
    saved: Saved
    posted: Posted
    refusals: Mapping[str, str]

    async def go(self) -> Response[Any]:
        """The page that the button leads to, or this one again with what is still to be done."""
        act, step = self.posted.act, self.saved.state.step(self.posted.step)
        if act.verb is Verb.LATER:
            return elsewhere(self.request, self.saved.response.list_address)
        if step is None:
            return elsewhere(self.request, self.saved.response.address)
        ways: dict[Verb, Callable[[Step], Awaitable[Response[Any]]]] = {
            Verb.NEXT: self._next,
            Verb.BACK: self._back,
            Verb.OPEN: self._open,
            Verb.ADD: self._to_new_row,
            Verb.ASK: self._ask,
            Verb.REMOVE: self._without_row,
            Verb.ATTACH: self._stay,
            Verb.DETACH: self._detach,
            Verb.SAVE: self._saved_on_the_way,
        }
        return await ways[act.verb](step)

    @property
    def then(self) -> str:
        """`check` where the person came from the check page."""
        return then_of(next(iter(self.posted.fields.getall(THEN, [])), ""))

    async def _next(self, step: Step) -> Response[Any]:
        errors = self._errors(step)
        added = reading.verdict(step, self.saved.draft, self.saved.entries).added
        if errors or added:
            return await show_step(self.request, self.saved, step, errors=errors, added=added, then=self.then)
        going = rows.not_agreed(rows.rows_going(self.saved.form, self.saved.state, self.saved.draft), self.saved.draft)
        if going:
            return await show_fewer(self.request, self.saved, step, going, then=self.then)
        if self.then:
            return await self._to(None)
        if step.parent_key:
            return await self._to(self.saved.state.step(step.parent_key))
        steps = self.saved.state.steps
        return await self._to(None if step.number == len(steps) else steps[step.number])

    async def _back(self, step: Step) -> Response[Any]:
        if step.parent_key:
            return await self._to(self.saved.state.step(step.parent_key))
        if step.number == 1:
            return elsewhere(self.request, self.saved.response.list_address)
        return await self._to(self.saved.state.steps[step.number - 2])

    async def _open(self, step: Step) -> Response[Any]:
        return await self._to(self.saved.state.step(self.posted.act.about) or step)

    async def _without_row(self, step: Step) -> Response[Any]:
        return await self._to(step, told=_("It was removed."), focus=_list_of(step, self.posted.act.about))

    async def _to_new_row(self, step: Step) -> Response[Any]:
        """To the row that was added; from the page of a row only when that row is in order."""
        repeat = rows.repeat_named(self.saved.state, self.posted.act.about)
        if repeat is None or not repeat.rows:
            return await self._to(step)
        return await self._to(self.saved.state.step(repeat.rows[-1].step_key))

    async def _ask(self, step: Step) -> Response[Any]:
        row = rows.row_of(self.saved.state, self.posted.act.about)
        if row is None:
            return await self._to(step)
        address = f"{self.saved.response.address}/steps/{row.step_key}/removal"

        async def asked() -> Response[Any]:
            return await show_removal(self.request, self.saved, row, step.key, then=self.then)

        return await done(self.request, _with(address, self.then), asked)

    async def _detach(self, step: Step) -> Response[Any]:
        """Without the file; the page then shows what follows from that."""
        file_id = _uuid(self.posted.act.about)
        question = next((each.question for each in self.saved.files if each.id == file_id), "")
        keys, now = self.state.key_ring, self.state.clock.now()
        if file_id is not None:
            await operations.remove_file(self.saved.response.id, file_id, self.request.user, keys=keys, now=now)
        opened = await operations.open_response(self.saved.response.id, self.request.user, keys=keys, now=now)
        node = opened.state.node(question)
        page = opened.state.step(self.posted.step)
        if page is None:
            return elsewhere(self.request, opened.response.address)
        focus = f"{node.html_name}-files" if node is not None else ""
        return await self._show(opened, page, told=_("The file was removed."), focus=focus)

    async def _stay(self, step: Step) -> Response[Any]:
        """The page again, after the files that came along."""
        errors = self._refused(step)
        if not errors:
            return await self._to(step)
        return await show_step(self.request, self.saved, step, errors=errors, then=self.then)

    async def _saved_on_the_way(self, step: Step) -> Response[Any]:
        """The page again, with the questions that follow from the answers; what is being typed stays."""
        is_checked = bool(self.posted.fields.getall(CHECKED, []))
        response = await show_step(
            self.request,
            self.saved,
            step,
            errors=self._errors(step) if is_checked else {},
            then=self.then,
            page=self.posted.page,
            is_quiet=True,
        )
        response.headers["HX-Reswap"] = "outerMorph"
        return response

    def _errors(self, step: Step) -> dict[str, str]:
        return reading.verdict(step, self.saved.draft, self.saved.entries).errors | self._refused(step)

    def _refused(self, step: Step) -> dict[str, str]:
        return {node.ref: self.refusals[node.html_name] for node in step.nodes if node.html_name in self.refusals}

    async def _to(self, step: Step | None, *, told: str = "", focus: str = "") -> Response[Any]:
        """A step, or after the last one the check page, without asking the database again."""
        return await self._show(self.saved, step, told=told, focus=focus)

    async def _show(self, opened: Opened, step: Step | None, *, told: str = "", focus: str = "") -> Response[Any]:
        then = "" if step is None else self.then

        async def result() -> Response[Any]:
            if step is None:
                return await show_check(self.request, opened)
            return await show_step(self.request, opened, step, then=then, focus=focus)

        return await done(self.request, _with(address_of(opened, step), then), result, told=told)


def address_of(opened: Opened, step: Step | None) -> str:
    """Where a step is, or the check page."""
    return f"{opened.response.address}/check" if step is None else f"{opened.response.address}/steps/{step.key}"


def then_of(value: Any) -> str:
    """`check` where the person came from the check page."""
    return TO_CHECK if value == TO_CHECK else ""


def _list_of(step: Step, row_key: str) -> str:
    """The id of the list on a page that a row was in."""
    name = row_key.rpartition(".")[0].replace("~", ".")
    return next((node.html_name for node in step.nodes if node.html_name.removeprefix(".") == name), "")


def _with(address: str, then: str) -> str:
    return f"{address}?{THEN}={then}" if then else address


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
