"""Importing a questionnaire: a spreadsheet comes in, and is kept or told all that is wrong with it."""

from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

from litestar import Controller, Response, Router, get, post
from litestar.datastructures import State
from litestar.exceptions import ClientException

from portal.accounts.guards import signed_in_staff
from portal.i18n import gettext as _
from portal.questionnaires import operations
from portal.questionnaires.forms.problems import FormProblems, Problem
from portal.questionnaires.operations.versions import LARGEST_SOURCE
from portal.staff.controllers.questionnaires import (
    ADDRESS,
    FOLDER,
    SECTION,
    QuestionnairesController,
    VersionsController,
    show_version,
)
from portal.web.bodies import Part, files_of
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
            request, f"/staff/questionnaire-versions/{version}", lambda: show_version(request, state, version)
        )


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
