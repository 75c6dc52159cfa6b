"""Static files under a path that holds the digest of the whole folder, so that every answer is immutable."""

import hashlib
from functools import cache

from litestar import Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from portal.resources import folder

A_YEAR = 31_536_000
A_DAY = 86_400


@cache
def folder_digest() -> str:
    """A digest of every static file: its name and its bytes."""
    seen = hashlib.sha256()
    root = folder("static")
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        seen.update(str(file.relative_to(root)).encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()[:12]


def asset(path: str) -> str:
    """The address of a static file."""
    return f"/static/{folder_digest()}/{path}"


@get("/favicon.ico", opt={"public": True, "no_session": True})
async def favicon() -> Response[bytes]:
    """The mark of the office, which browsers look for here when they show a file instead of a page."""
    icon = (folder("static") / "icons" / "office.svg").read_bytes()
    return Response(icon, media_type="image/svg+xml", headers={"Cache-Control": f"public, max-age={A_DAY}"})


def static_router() -> Router:
    """Serves the static folder."""
    return create_static_files_router(
        path=f"/static/{folder_digest()}",
        directories=[folder("static")],
        cache_control=CacheControlHeader(max_age=A_YEAR, public=True, immutable=True),
        opt={"public": True, "no_session": True},
        include_in_schema=False,
    )
