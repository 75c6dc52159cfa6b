"""Requests that have to take another way first: to prove again who asks, or to set up two-step verification."""

from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Request, Response
from litestar.exceptions import PermissionDeniedException

from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.rendering import elsewhere
from portal.web.security import SAFE_METHODS


class Detour(PermissionDeniedException):
    """Something comes first, at `path`; afterwards the person goes on where they were."""

    path = ""


class ProveAgain(Detour):
    """This asks for a proof of who is there that is younger than the session has."""

    path = "/account/proof"


class SetUpFirst(Detour):
    """Nothing opens for this person before they have a second factor."""

    path = "/account/two-step/new"


async def on_detour(request: Request[Any, Any, Any], detour: Detour) -> Response[Any]:
    """Send the browser there and, by `next`, back. A POST is never replayed: back is the page that it came from."""
    if request.method == "PUT":
        return Response(_("You are signed out. Sign in again to go on."), status_code=401, media_type="text/plain")
    root = "/staff" if sessions.kind_of(request.scope["path"]) == sessions.STAFF else ""
    return elsewhere(request, f"{root}{detour.path}?next={quote(_page(request))}")


def _page(request: Request[Any, Any, Any]) -> str:
    if request.method in SAFE_METHODS and "hx-request" not in request.headers:
        return str(request.scope["path"])
    said = request.headers.get("hx-current-url") or request.headers.get("referer") or ""
    try:
        return urlsplit(said).path or "/"
    except ValueError:
        return "/"
