"""The questionnaires of the office: importing, looking at them as a client would, publishing, taking out of use."""

from collections.abc import Sequence
from contextlib import aclosing, suppress
from typing import Any
from uuid import UUID

from litestar import Controller, Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import ClientException
from litestar.params import FromPath

from portal.accounts.guards import signed_in_staff
from portal.files.names import content_disposition
from portal.i18n import gettext as _
from portal.questionnaires import operations, queries
from portal.questionnaires.compiled import form_of
from portal.questionnaires.forms.problems import FormProblems, Problem
from portal.questionnaires.operations import NothingToPublish
from portal.questionnaires.operations.versions import LARGEST_SOURCE
from portal.questionnaires.preview import count_questions, preview
from portal.web.bodies import Part, files_of
from portal.web.downloads import ATTACHMENT, CLOSED
from portal.web.rendering import PortalRequest, Screen, done, show
from portal.web.security import is_multipart

ADDRESS = "/staff/questionnaires"
VERSION = "/staff/questionnaire-versions/{version_id:uuid}"
SECTION = "staff-questionnaires"
FOLDER = "staff/questionnaires"
LIST = Screen(f"templates/{FOLDER}/list.html", f"partials/{FOLDER}/list.html", SECTION)
ONE = Screen(f"templates/{FOLDER}/questionnaire.html", f"partials/{FOLDER}/questionnaire.html", SECTION)
IMPORT = Screen(f"templates/{FOLDER}/import.html", f"partials/{FOLDER}/import.html", SECTION)
PREVIEW = Screen(f"templates/{FOLDER}/version.html", f"partials/{FOLDER}/version.html", SECTION)
MARGIN = 100_000


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
        return await done(request, address, lambda: _show_one(request, questionnaire_id))


class ImportsController(Controller):
    """Spreadsheets on their way in."""

    path = f"{ADDRESS}/imports"
    guards = [signed_in_staff]

    @get()
    async def form(self, request: PortalRequest) -> Response[Any]:
        """Where a spreadsheet is chosen."""
        return await _show_import(request)

    @post(status_code=200, opt={"csrf_in_body": True})
    async def take(self, request: PortalRequest, state: State) -> Response[Any]:
        """Check a spreadsheet and keep it as a version that no client sees yet, or tell all that is wrong with it."""
        if not is_multipart(request):
            raise ClientException
        name, source = "", b""
        async with aclosing(files_of(request, max_files=1)) as parts:
            async for part in parts:
                name, source = part.file_name, await _read(part)
        if not name or len(source) > LARGEST_SOURCE:
            told = _("The file is larger than 5 MB.") if name else _("Choose a file first.")
            return await _show_import(request, errors=[("file", told)])
        try:
            version = await operations.import_version(source, name, actor=request.user.id, now=state.clock.now())
        except FormProblems as found:
            return await _show_import(request, problems=found.problems, file_name=name)
        return await done(
            request, f"/staff/questionnaire-versions/{version}", lambda: _show_version(request, state, version)
        )


class VersionsController(Controller):
    """One version of a questionnaire."""

    path = VERSION
    guards = [signed_in_staff]

    @get()
    async def version(self, request: PortalRequest, state: State, version_id: FromPath[UUID]) -> Response[Any]:
        """The version as a client sees it, in both languages."""
        return await _show_version(request, state, version_id)

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
        return await done(request, f"{ADDRESS}/{owner}", lambda: _show_one(request, owner))


def questionnaire_handlers() -> list[Any]:
    """The routes; the one that takes a spreadsheet has room for it."""
    largest = LARGEST_SOURCE + MARGIN
    imports = Router(path="/", route_handlers=[ImportsController], request_max_body_size=largest)
    return [QuestionnairesController, imports, VersionsController]


async def _read(part: Part) -> bytes:
    """The bytes of a file, at most one more than it may have."""
    content = bytearray()
    async for chunk in part.chunks:
        content += chunk
        if len(content) > LARGEST_SOURCE:
            break
    return bytes(content)


async def _show_one(request: PortalRequest, questionnaire_id: UUID) -> Response[Any]:
    questionnaire = await queries.questionnaire(questionnaire_id)
    versions = await queries.versions(questionnaire_id)
    return await show(request, ONE, title=questionnaire.title, questionnaire=questionnaire, versions=versions)


async def _show_import(
    request: PortalRequest,
    *,
    problems: Sequence[Problem] = (),
    errors: Sequence[tuple[str, str]] = (),
    file_name: str = "",
) -> Response[Any]:
    status = 422 if problems or errors else 200
    title = _("Import a questionnaire")
    return await show(
        request, IMPORT, status=status, title=title, problems=problems, errors=errors, file_name=file_name
    )


async def _show_version(request: PortalRequest, state: State, version_id: UUID) -> Response[Any]:
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
