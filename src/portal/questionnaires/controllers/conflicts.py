"""What was typed and not saved: nothing is lost, and the person decides."""

import secrets
from typing import Any

from litestar import Response
from litestar.datastructures import State

from portal.i18n import gettext as _
from portal.questionnaires import differing
from portal.questionnaires.compiled import form_of
from portal.questionnaires.controllers.posting import ACT, CHECKED, FEWER, OF_FILES, PAGE, REVISION
from portal.questionnaires.evaluating import evaluated
from portal.questionnaires.operations.answers import opened_at
from portal.questionnaires.operations.held import ResponseChanged, ResponseClosed
from portal.web.rendering import PortalRequest, Screen, phone_href, show
from portal.web.security import CSRF_FIELD

UNSAVED = Screen("templates/questionnaires/unsaved.html", "partials/questionnaires/unsaved.html", "actions")
OWN_FIELDS = {REVISION, PAGE, ACT, CHECKED, FEWER, CSRF_FIELD}


async def show_unsaved(
    request: PortalRequest, state: State, conflict: ResponseChanged | ResponseClosed, step: str, fields: Any
) -> Response[Any]:
    """What was typed and not saved, beside what is kept: nothing is lost, and the person decides."""
    opened = await opened_at(conflict.response, keys=state.key_ring, now=state.clock.now())
    typed = {ref: entry.value for ref, entry in conflict.entries.items() if entry.error is None}
    mine = evaluated(opened.form, opened.response, {**opened.draft.answers, **typed}, now=state.clock.now())
    is_moved = isinstance(conflict, ResponseChanged) and conflict.is_moved
    lost = differing.typed_texts(opened.form, fields) if is_moved else []
    if is_moved and not lost and conflict.response.moved_from is not None:
        lost = differing.typed_texts(await form_of(conflict.response.moved_from), fields)
    differences = differing.differences(opened.state, mine, opened.draft, conflict.entries)
    return await show(
        request,
        UNSAVED,
        status=409,
        title=_("Not saved yet"),
        response=opened.response,
        step=step,
        is_moved=is_moved,
        lost=lost,
        differences=[] if is_moved else differences,
        fields=_typed_fields(fields),
        revision=opened.revision,
        page=secrets.token_urlsafe(9),
        handler_phone_href=phone_href(opened.response.handler_phone),
    )


def _typed_fields(fields: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields.multi_items() if _is_kept(name) and isinstance(value, str)]


def _is_kept(name: str) -> bool:
    return name not in OWN_FIELDS and not name.startswith(OF_FILES)
