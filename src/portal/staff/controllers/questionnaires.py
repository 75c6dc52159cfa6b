"""The questionnaires of the office: looking at them as a client would, publishing, taking out of use."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from portal.accounts.guards import signed_in_staff
from portal.files.names import content_disposition
from portal.i18n import gettext as _
from portal.questionnaires import operations, queries
from portal.questionnaires.compiled import form_of
from portal.questionnaires.operations import NothingToPublish
from portal.questionnaires.preview import count_questions, preview
from portal.web.downloads import ATTACHMENT, CLOSED
from portal.web.rendering import PortalRequest, Screen, done, show

ADDRESS = "/staff/questionnaires"
VERSION = "/staff/questionnaire-versions/{version_id:uuid}"
SECTION = "staff-questionnaires"
FOLDER = "staff/questionnaires"
LIST = Screen(f"templates/{FOLDER}/list.html", f"partials/{FOLDER}/list.html", SECTION)
ONE = Screen(f"templates/{FOLDER}/questionnaire.html", f"partials/{FOLDER}/questionnaire.html", SECTION)
PREVIEW = Screen(f"templates/{FOLDER}/version.html", f"partials/{FOLDER}/version.html", SECTION)


class QuestionnairesController(Controller):
    """All questionnaires, and one with its versions."""

    path = ADDRESS
    guards = [signed_in_staff]

    @get()
    async def all(self, request: PortalRequest) -> Response[Any]:
        """Every questionnaire, and which version is in use."""
        return await show(request, LIST, title=_("Questionnaires"), questionnaires=await queries.questionnaires())

    @get("/{questionnaire_id:uuid}")
    async def one(self, request: PortalRequest, questionnaire_id: FromPath[UUID]) -> Response[Any]:
        """A questionnaire with its versions."""
        return await _show_one(request, questionnaire_id)

    @post("/{questionnaire_id:uuid}/withdrawal", status_code=200)
    async def withdraw(self, request: PortalRequest, state: State, questionnaire_id: FromPath[UUID]) -> Response[Any]:
        """Stop asking for it; who has it can finish it."""
        await operations.withdraw_questionnaire(questionnaire_id, actor=request.user.id, now=state.clock.now())
        address = f"{ADDRESS}/{questionnaire_id}"
        told = _("The questionnaire was withdrawn.")
        return await done(request, address, lambda: _show_one(request, questionnaire_id), told=told)


class VersionsController(Controller):
    """One version of a questionnaire."""

    path = VERSION
    guards = [signed_in_staff]

    @get()
    async def version(self, request: PortalRequest, state: State, version_id: FromPath[UUID]) -> Response[Any]:
        """The version as a client sees it, in both languages."""
        return await show_version(request, state, version_id)

    @get("/source")
    async def source(self, version_id: FromPath[UUID]) -> Response[bytes]:
        """The spreadsheet as it was imported."""
        version = await queries.version(version_id)
        headers = {
            "Content-Disposition": content_disposition(ATTACHMENT, version.source_name),
            "Content-Security-Policy": f"sandbox; {CLOSED}",
        }
        source = await queries.source_of(version_id)
        return Response(source, media_type="application/octet-stream", headers=headers)

    @post("/publication", status_code=200)
    async def publish(self, request: PortalRequest, state: State, version_id: FromPath[UUID]) -> Response[Any]:
        """Make it the version that clients are asked to fill in; doing so twice changes nothing."""
        with suppress(NothingToPublish):  # the page shows that it is published
            await operations.publish(version_id, actor=request.user.id, now=state.clock.now())
        owner = (await queries.version(version_id)).questionnaire
        told = _("Published.")
        return await done(request, f"{ADDRESS}/{owner}", lambda: _show_one(request, owner), told=told)


async def _show_one(request: PortalRequest, questionnaire_id: UUID) -> Response[Any]:
    questionnaire = await queries.questionnaire(questionnaire_id)
    versions = await queries.versions(questionnaire_id)
    return await show(request, ONE, title=questionnaire.title, questionnaire=questionnaire, versions=versions)


async def show_version(request: PortalRequest, state: State, version_id: UUID) -> Response[Any]:
    """A version as a client sees it, in both languages."""
    version = await queries.version(version_id)
    form = await form_of(version_id)
    now = state.clock.now()
    return await show(
        request,
        PREVIEW,
        title=form.title("nl"),
        version=version,
        questionnaire=await queries.questionnaire(version.questionnaire),
        count=count_questions(form),
        warnings=form.definition.warnings,
        previews={language: preview(form, language, now=now) for language in form.definition.languages},
    )
