"""Static files under a path that holds the digest of the whole folder, so that every answer is immutable."""

import hashlib
from functools import cache

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from portal.resources import folder

A_YEAR = 31_536_000


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


def static_router() -> Router:
    """Serves the static folder."""
    return create_static_files_router(
        path=f"/static/{folder_digest()}",
        directories=[folder("static")],
        cache_control=CacheControlHeader(max_age=A_YEAR, public=True, immutable=True),
        opt={"public": True, "no_session": True},
        include_in_schema=False,
    )
