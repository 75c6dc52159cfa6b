"""The page of a dossier, whole or one panel of it; and what all pages of the office share."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.datastructures import State

from portal import i18n
from portal.dossiers import queries as shown
from portal.files.limits import limits_of
from portal.i18n import gettext as _
from portal.i18n import mark
from portal.questionnaires import queries as questionnaires
from portal.staff.forms.dossiers import KINDS
from portal.staff.queries import documents, dossiers, requests
from portal.staff.reading import Filled, Typed
from portal.staff.views import Reader
from portal.web.rendering import PortalRequest, Screen, show

SECTION = "staff-dossiers"
PAGE = "templates/staff/dossier.html"
PUBLICATIONS = Screen(PAGE, "partials/staff/publications.html", SECTION)
REQUESTS = Screen(PAGE, "partials/staff/requests.html", SECTION)
PEOPLE = Screen(PAGE, "partials/staff/people.html", SECTION)
DOSSIER = Screen(PAGE, "partials/staff/dossier.html", SECTION)
CONFIRM = Screen("templates/staff/confirm.html", "partials/staff/confirm.html", SECTION)
CONFIRM_CLIENT = Screen(CONFIRM.page, CONFIRM.fragment, "staff-clients")
FILES_AT_ONCE = 4
NOBODY_FOUND = mark("No client was found. Check the name, or invite a new client.")
NUMBER_TAKEN = mark("There is a case file with this number already.")
BLANK = Filled()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before something that cannot be taken back; texts are translated already."""

    title: str
    texts: list[str]
    action: str
    button: str
    back: str
    back_text: str = ""
    readers: list[Reader] = field(default_factory=list)


async def typed_in(request: PortalRequest) -> Typed:
    """What was typed in a urlencoded form."""
    form = await request.form()
    return Typed({name: [str(value) for value in form.getall(name)] for name in form})


def dossier_address(dossier: UUID, panel: str = "") -> str:
    """The page of a dossier, at one of its panels."""
    return f"/staff/dossiers/{dossier}{'#' + panel if panel else ''}"


async def ask(request: PortalRequest, question: Question, screen: Screen = CONFIRM) -> Response[Any]:
    """The page that asks first."""
    return await show(request, screen, question=question)


async def show_dossier(
    request: PortalRequest,
    state: State,
    dossier_id: UUID,
    *,
    screen: Screen = DOSSIER,
    status: int = 200,
    filled: dict[str, Filled] | None = None,
    **context: Any,
) -> Response[Any]:
    """A dossier as the office sees it; `filled` are forms that were refused, by name."""
    viewer, today = request.user, i18n.today(state.clock.now())
    dossier = await dossiers.dossier(dossier_id, viewer)
    blank = dict.fromkeys(("publish", "upload", "questionnaire", "people"), BLANK)
    return await show(
        request,
        screen,
        status=status,
        dossier=dossier,
        kind=_(KINDS.get(dossier.kind, KINDS["other"])),
        people=await dossiers.people(dossier_id, viewer),
        published=await documents.published(dossier_id, viewer),
        supplied=await documents.supplied(dossier_id, viewer),
        requests=await requests.requests(dossier_id, viewer, today=today),
        steps=await shown.steps(dossier_id),
        questionnaires=[one for one in await questionnaires.questionnaires() if one.can_be_asked],
        limits=limits_of(state.settings),
        files_at_once=FILES_AT_ONCE,
        forms={**blank, **(filled or {})},
        **{"matches": None, **context},
    )
