"""Staying signed in: somebody who is warned of the end of their session says that they are still there."""

from litestar import post

from portal.accounts.guards import signed_in_client, signed_in_staff


@post("/session/presence", guards=[signed_in_client], status_code=204)
async def presence() -> None:
    """A client is there: that they asked is enough."""


@post("/staff/session/presence", guards=[signed_in_staff], status_code=204)
async def staff_presence() -> None:
    """The same for staff."""
