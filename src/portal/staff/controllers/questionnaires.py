"""The questionnaires of the office: looking at them as a client would, publishing, taking out of use."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from portal import i18n
from portal.accounts.guards import signed_in_staff
from portal.files.names import content_disposition
from portal.i18n import gettext as _
from portal.questionnaires import operations, queries
from portal.questionnaires.compiled import definition_of, form_of
from portal.questionnaires.differences import counts, differences
from portal.questionnaires.operations import NothingToPublish
from portal.questionnaires.preview import count_questions, preview
from portal.questionnaires.views import VersionView
from portal.staff.controllers.screens import Question
from portal.web.downloads import ATTACHMENT, CLOSED
from portal.web.rendering import PortalRequest, Screen, done, show

ADDRESS = "/staff/questionnaires"
VERSION = "/staff/questionnaire-versions/{version_id:uuid}"
SECTION = "staff-questionnaires"
FOLDER = "staff/questionnaires"
LIST = Screen(f"templates/{FOLDER}/list.html", f"partials/{FOLDER}/list.html", SECTION)
ONE = Screen(f"templates/{FOLDER}/questionnaire.html", f"partials/{FOLDER}/questionnaire.html", SECTION)
WITHDRAWAL = Screen("templates/staff/confirm.html", "partials/staff/confirm.html", SECTION)
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

    @get("/withdrawal")
    async def ask_to_withdraw(self, request: PortalRequest, version_id: FromPath[UUID]) -> Response[Any]:
        """Ask first, and say what clients get after it."""
        version = await queries.version(version_id)
        if not version.is_in_use:  # a colleague was first
            return Redirect(f"{ADDRESS}/{version.questionnaire}", status_code=303)
        others = [
            one for one in await queries.versions(version.questionnaire) if one.is_in_use and one.id != version_id
        ]
        rest = max((one.number for one in others), default=0)
        texts = [_("Who has this version already can finish it.")]
        if rest:
            texts.append(_("New requests get version %(number)s from now on.") % {"number": rest})
        else:
            texts.append(_("No version is left that you can ask for."))
        question = Question(
            title=_("Withdraw version %(number)s?") % {"number": version.number},
            texts=texts,
            action=f"/staff/questionnaire-versions/{version_id}/withdrawal",
            button=_("Withdraw version"),
            back=f"{ADDRESS}/{version.questionnaire}",
            back_text=_("Back to the questionnaire"),
        )
        return await show(request, WITHDRAWAL, question=question)

    @post("/withdrawal", status_code=200)
    async def withdraw(self, request: PortalRequest, state: State, version_id: FromPath[UUID]) -> Response[Any]:
        """Take this version out of use; doing so twice changes nothing."""
        owner = (await queries.version(version_id)).questionnaire
        await operations.withdraw_version(version_id, actor=request.user.id, now=state.clock.now())
        return await done(request, f"{ADDRESS}/{owner}", lambda: _show_one(request, owner))


async def _show_one(request: PortalRequest, questionnaire_id: UUID) -> Response[Any]:
    questionnaire = await queries.questionnaire(questionnaire_id)
    versions = await queries.versions(questionnaire_id)
    return await show(request, ONE, title=questionnaire.title, questionnaire=questionnaire, versions=versions)


async def show_version(request: PortalRequest, state: State, version_id: UUID) -> Response[Any]:
    """A version as a client sees it, in both languages."""
    version = await queries.version(version_id)
    form = await form_of(version_id)
    now = state.clock.now()
    base = await _version_before(version)
    changed = [] if base is None else differences(await definition_of(base.id), form.definition, i18n.language())
    return await show(
        request,
        PREVIEW,
        title=form.title("nl"),
        version=version,
        questionnaire=await queries.questionnaire(version.questionnaire),
        count=count_questions(form),
        warnings=form.definition.warnings,
        base=base,
        differences=changed,
        counts=counts(changed),
        previews={language: preview(form, language, now=now) for language in form.definition.languages},
    )


async def _version_before(version: VersionView) -> VersionView | None:
    """What a version is compared with: the one in use while it is a draft, or else the number before it."""
    versions = await queries.versions(version.questionnaire)
    numbered = [one for one in versions if one.number and (not version.number or one.number < version.number)]
    in_use = [one for one in numbered if one.is_in_use]
    return max(in_use if version.is_concept and in_use else numbered, key=lambda one: one.number, default=None)
