"""The screens of a response, whatever its state."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response

from portal import i18n
from portal.dossiers import queries as dossiers
from portal.files.limits import Limits, limits_of
from portal.i18n import gettext as _
from portal.questionnaires import planning, presenting, rows
from portal.questionnaires.attachments import fingerprint
from portal.questionnaires.forms.state import NodeState, RowState
from portal.questionnaires.forms.steps import Step
from portal.questionnaires.operations.answers import Opened
from portal.questionnaires.operations.moving import to_answer
from portal.questionnaires.page import Shown
from portal.questionnaires.rows import Going
from portal.questionnaires.sections import sections
from portal.web.rendering import PortalRequest, Screen, phone_href, show

STEP = Screen("templates/questionnaires/step.html", "partials/questionnaires/step.html", "actions")
CHECK = Screen("templates/questionnaires/check.html", "partials/questionnaires/check.html", "actions")
RESULT = Screen("templates/questionnaires/result.html", "partials/questionnaires/result.html", "actions")
PDF = Screen("templates/questionnaires/result.html", "partials/questionnaires/pdf.html", "actions")
WITHDRAWN = Screen("templates/questionnaires/withdrawn.html", "partials/questionnaires/withdrawn.html", "actions")
REMOVAL = Screen("templates/questionnaires/removal.html", "partials/questionnaires/removal.html", "actions")
FEWER = Screen("templates/questionnaires/fewer.html", "partials/questionnaires/fewer.html", "actions")


async def show_step(
    request: PortalRequest,
    opened: Opened,
    step: Step,
    *,
    errors: Mapping[str, str] | None = None,
    added: Sequence[NodeState] = (),
    then: str = "",
    page: str = "",
    focus: str = "",
    is_quiet: bool = False,
) -> Response[Any]:
    """The page of a step or a row; the focus goes to the heading, or to what has the id `focus`.

    `is_quiet` leaves the focus where it is, for a page that is being filled in.
    """
    errors = errors or {}
    return await show(
        request,
        STEP,
        status=422 if (errors or added) and not is_quiet else 200,
        title=f"{step.title} – {opened.response.title}",
        renewed=await to_answer(opened),
        removals=opened.draft.removals,
        added=[(node.html_name, node.label) for node in added] if not errors else [],
        page=page or secrets.token_urlsafe(9),
        saved_at=opened.saved_at,
        then=then,
        focus=focus,
        is_quiet=is_quiet,
        **_whole(opened),
        **_of_step(opened, step, errors, limits_of(request.app.state.settings)),
    )


def _whole(opened: Opened) -> dict[str, Any]:
    """What the pages of a response have in common; the check is the last of `total` steps."""
    plan = planning.plan(opened.state, opened.draft)
    return {**_of_response(opened), "plan": plan, "total": len(plan) + 1}


def _of_response(opened: Opened) -> dict[str, Any]:
    return {
        "response": opened.response,
        "revision": opened.revision,
        "handler_phone_href": phone_href(opened.response.handler_phone),
    }


def _of_step(opened: Opened, step: Step, errors: Mapping[str, str], limits: Limits) -> dict[str, Any]:
    address = opened.response.address
    shown = Shown(opened.form, opened.state, opened.draft, opened.files, limits, opened.notes, errors, address)
    return {
        "step": step,
        "row": presenting.row_place(opened.state, step),
        "picture": presenting.step_picture(shown, step),
        "blocks": presenting.blocks(shown, step),
        "summary": presenting.summary(step, errors),
        "limits": limits,
    }


async def show_check(
    request: PortalRequest, opened: Opened, *, errors: Sequence[tuple[str, str]] = (), is_stale: bool = False
) -> Response[Any]:
    """All answers, before they are sent; open steps first."""
    return await show(
        request,
        CHECK,
        title=f"{_('Check your answers')} – {opened.response.title}",
        status=422 if errors or is_stale else 200,
        renewed=await to_answer(opened),
        sections=sections(opened.state, opened.draft, i18n.language()),
        going=rows.rows_going(opened.form, opened.state, opened.draft),
        files=fingerprint(opened.files),
        summary=errors,
        is_stale=is_stale,
        **_whole(opened),
    )


async def show_removal(
    request: PortalRequest, opened: Opened, row: RowState, parent_key: str, *, then: str = ""
) -> Response[Any]:
    """Whether a row should go, with all that was filled in there."""
    return await show(
        request,
        REMOVAL,
        title=_("Remove %(row)s?") % {"row": row.title},
        row=row,
        parent_key=parent_key,
        removals=opened.draft.removals,
        page=secrets.token_urlsafe(9),
        then=then,
        **_of_response(opened),
    )


async def show_fewer(
    request: PortalRequest, opened: Opened, step: Step, going: Sequence[Going], *, then: str = ""
) -> Response[Any]:
    """That the answers leave fewer rows than were filled in, before that has a consequence."""
    return await show(
        request,
        FEWER,
        title=_("Some of what you filled in will not be sent"),
        status=422,
        step=step,
        going=going,
        removals=opened.draft.removals,
        page=secrets.token_urlsafe(9),
        then=then,
        **_of_response(opened),
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
        **_of_response(opened),
    )
