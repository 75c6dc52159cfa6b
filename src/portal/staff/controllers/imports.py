"""Importing a questionnaire: a spreadsheet comes in, and is kept or told all that is wrong with it."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any
from uuid import UUID

from litestar import Controller, Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import ClientException

from portal import i18n
from portal.accounts.guards import signed_in_staff
from portal.i18n import gettext as _
from portal.questionnaires import operations, queries
from portal.questionnaires.forms.package import MAX_FILES
from portal.questionnaires.forms.problems import FormProblems, Problem
from portal.questionnaires.operations import As
from portal.questionnaires.operations.versions import LARGEST_SOURCE
from portal.staff.controllers.preview import PreviewController
from portal.staff.controllers.questionnaires import (
    ADDRESS,
    FOLDER,
    SECTION,
    QuestionnairesController,
    VersionsController,
    show_version,
)
from portal.web.bodies import Part, form_of
from portal.web.rendering import PortalRequest, Screen, done, show
from portal.web.security import is_multipart

IMPORT = Screen(f"templates/{FOLDER}/import.html", f"partials/{FOLDER}/import.html", SECTION)
MARGIN = 100_000


class ImportsController(Controller):
    """Spreadsheets on their way in."""

    path = f"{ADDRESS}/imports"
    guards = [signed_in_staff]

    @get()
    async def form(self, request: PortalRequest) -> Response[Any]:
        """Where a spreadsheet is chosen."""
        return await _show_import(request, chosen=request.query_params.get("questionnaire", ""))

    @post(status_code=200, opt={"csrf_in_body": True})
    async def take(self, request: PortalRequest, state: State) -> Response[Any]:
        """Check a spreadsheet and keep it as a version that no client sees yet, or tell all that is wrong with it."""
        if not is_multipart(request):
            raise ClientException
        chosen, files = await _sent(request)
        owner = await _owner(chosen)
        errors = _errors(owner, files)
        if errors or owner is None:
            return await _show_import(request, errors=errors, chosen=chosen)
        source, name = operations.packed(files)
        try:
            version = await operations.import_version(
                source, name, actor=request.user.id, now=state.clock.now(), questionnaire=owner
            )
        except FormProblems as found:
            return await _show_import(request, problems=found.problems, file_name=name, chosen=chosen)
        return await done(
            request, f"/staff/questionnaire-versions/{version}", lambda: show_version(request, state, version)
        )


def questionnaire_handlers() -> list[Any]:
    """The routes about questionnaires; the one that takes a spreadsheet has room for it."""
    largest = LARGEST_SOURCE + MARGIN
    imports = Router(path="/", route_handlers=[ImportsController], request_max_body_size=largest)
    return [QuestionnairesController, imports, VersionsController, PreviewController]


async def _sent(request: PortalRequest) -> tuple[str, dict[str, bytes]]:
    """What was chosen, and the files by name; more of them than fit are read no further."""
    chosen, files, room = "", dict[str, bytes](), LARGEST_SOURCE + 1
    async with aclosing(form_of(request, max_parts=MAX_FILES + 3)) as parts:
        async for part in parts:
            if part.is_file and part.file_name:
                files[part.file_name] = await _read(part, room)
                room -= len(files[part.file_name])
            elif part.name == "questionnaire":
                chosen = await part.text()
    return chosen, files


async def _read(part: Part, room: int) -> bytes:
    """The bytes of a file, as far as there is room."""
    content = bytearray()
    async for chunk in part.chunks:
        content += chunk[: max(room - len(content), 0)]
    return bytes(content)


async def _owner(chosen: str) -> UUID | As | None:
    """What was chosen, if it was on offer; by the name of the file where nothing was."""
    offered: dict[str, UUID | As] = {str(one.id): one.id for one in await queries.questionnaires()}
    return {**offered, "": As.NAMESAKE, As.NAMESAKE.value: As.NAMESAKE, As.NEW.value: As.NEW}.get(chosen)


def _errors(owner: UUID | As | None, files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    errors = []
    if owner is None:
        errors.append(("questionnaire", _("Choose of which questionnaire this is a version.")))
    if not files:
        errors.append(("file", _("Choose a file first.")))
    elif sum(map(len, files.values())) > LARGEST_SOURCE:
        errors.append(
            ("file", _("The files are larger than %(limit)s together.") % {"limit": i18n.format_size(LARGEST_SOURCE)})
        )
    return errors


async def _show_import(
    request: PortalRequest,
    *,
    problems: Sequence[Problem] = (),
    errors: Sequence[tuple[str, str]] = (),
    file_name: str = "",
    chosen: str = "",
) -> Response[Any]:
    return await show(
        request,
        IMPORT,
        status=422 if problems or errors else 200,
        title=_("Import a questionnaire"),
        problems=problems,
        errors=errors,
        file_name=file_name,
        chosen=chosen,
        questionnaires=await queries.questionnaires(),
        limit=LARGEST_SOURCE,
    )
