"""The screens of a response, whatever its state."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response
from litestar.datastructures import State

from portal import i18n
from portal.dossiers import queries as dossiers
from portal.i18n import gettext as _
from portal.questionnaires import presenting
from portal.questionnaires.forms.state import NodeState
from portal.questionnaires.forms.steps import Step
from portal.questionnaires.operations.answers import Opened, opened_at
from portal.questionnaires.operations.held import ResponseChanged, ResponseClosed
from portal.questionnaires.sections import sections
from portal.web.rendering import PortalRequest, Screen, phone_href, show
from portal.web.security import CSRF_FIELD

STEP = Screen("templates/questionnaires/step.html", "partials/questionnaires/step.html", "actions")
CHECK = Screen("templates/questionnaires/check.html", "partials/questionnaires/check.html", "actions")
RESULT = Screen("templates/questionnaires/result.html", "partials/questionnaires/result.html", "actions")
PDF = Screen("templates/questionnaires/result.html", "partials/questionnaires/pdf.html", "actions")
WITHDRAWN = Screen("templates/questionnaires/withdrawn.html", "partials/questionnaires/withdrawn.html", "actions")
UNSAVED = Screen("templates/questionnaires/unsaved.html", "partials/questionnaires/unsaved.html", "actions")

REVISION, PAGE, ACT, THEN, CHECKED = "revision", "page", "do", "then", "checked"
OWN_FIELDS = {REVISION, PAGE, ACT, CHECKED, CSRF_FIELD}


async def show_step(
    request: PortalRequest,
    opened: Opened,
    step: Step,
    *,
    errors: Mapping[str, str] | None = None,
    added: Sequence[NodeState] = (),
    then: str = "",
    page: str = "",
    is_quiet: bool = False,
) -> Response[Any]:
    """The page of a step; `is_quiet` leaves the focus where it is, for a page that is being filled in."""
    errors = errors or {}
    plan = presenting.plan(opened.state, opened.draft)
    return await show(
        request,
        STEP,
        status=422 if (errors or added) and not is_quiet else 200,
        title=f"{step.title} – {opened.response.title}",
        response=opened.response,
        step=step,
        plan=plan,
        total=len(plan) + 1,
        blocks=presenting.blocks(opened.form, opened.state, step, opened.draft, errors),
        summary=presenting.summary(step, errors),
        added=[(node.html_name, node.label) for node in added] if not errors else [],
        revision=opened.revision,
        page=page or secrets.token_urlsafe(9),
        saved_at=opened.saved_at,
        then=then,
        is_quiet=is_quiet,
        handler_phone_href=phone_href(opened.response.handler_phone),
    )


async def show_check(
    request: PortalRequest, opened: Opened, *, errors: Sequence[tuple[str, str]] = (), is_stale: bool = False
) -> Response[Any]:
    """All answers, before they are sent; open steps first."""
    plan = presenting.plan(opened.state, opened.draft)
    return await show(
        request,
        CHECK,
        title=f"{_('Check your answers')} – {opened.response.title}",
        status=422 if errors or is_stale else 200,
        response=opened.response,
        plan=plan,
        total=len(plan) + 1,
        sections=sections(opened.state, opened.draft, i18n.language()),
        revision=opened.revision,
        summary=errors,
        is_stale=is_stale,
        handler_phone_href=phone_href(opened.response.handler_phone),
    )


async def show_result(request: PortalRequest, opened: Opened, screen: Screen = RESULT) -> Response[Any]:
    """What was sent, and its PDF as soon as that is there."""
    response = opened.response
    documents = await dossiers.documents(response.dossier, request.user)
    return await show(
        request,
        screen,
        title=_("Your questionnaire was sent"),
        response=response,
        sections=sections(opened.state, opened.draft, i18n.language()),
        document=next((each for each in documents if each.is_of(response.id, response.reference)), None),
    )


async def show_withdrawn(request: PortalRequest, opened: Opened) -> Response[Any]:
    """That the office took the request back."""
    return await show(
        request,
        WITHDRAWN,
        title=opened.response.title,
        response=opened.response,
        handler_phone_href=phone_href(opened.response.handler_phone),
    )


async def show_unsaved(
    request: PortalRequest, state: State, conflict: ResponseChanged | ResponseClosed, step: str, fields: Any
) -> Response[Any]:
    """What was typed and not saved, beside what is kept: nothing is lost, and the person decides."""
    opened = await opened_at(conflict.response, keys=state.key_ring, now=state.clock.now())
    typed = {ref: entry.value for ref, entry in conflict.entries.items() if entry.error is None}
    mine = opened.form.evaluate({**opened.draft.answers, **typed}, language=i18n.language(), now=state.clock.now())
    return await show(
        request,
        UNSAVED,
        status=409,
        title=_("Not saved yet"),
        response=opened.response,
        step=step,
        differences=presenting.differences(opened.state, mine, opened.draft, conflict.entries),
        fields=_typed_fields(fields),
        revision=opened.revision,
        page=secrets.token_urlsafe(9),
        handler_phone_href=phone_href(opened.response.handler_phone),
    )


def _typed_fields(fields: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields.multi_items() if name not in OWN_FIELDS and isinstance(value, str)]
