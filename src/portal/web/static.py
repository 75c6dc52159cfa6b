"""Static files under a path that holds the digest of the whole folder, so that every answer is immutable."""

from litestar import Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from portal import assets
from portal.resources import folder

A_YEAR = 31_536_000
A_DAY = 86_400


@get("/favicon.ico", opt={"public": True, "no_session": True})
async def favicon() -> Response[bytes]:
    """The mark of the office, which browsers look for here when they show a file instead of a page."""
    icon = (folder("static") / "icons" / "office.svg").read_bytes()
    return Response(icon, media_type="image/svg+xml", headers={"Cache-Control": f"public, max-age={A_DAY}"})


def static_router() -> Router:
    """Serves the static folder."""
    return create_static_files_router(
        path=f"/static/{assets.digest()}",
        directories=[folder("static")],
        cache_control=CacheControlHeader(max_age=A_YEAR, public=True, immutable=True),
        opt={"public": True, "no_session": True},
        include_in_schema=False,
    )
