"""Who may call a route. Every route names one of these, or says `public`."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler


async def signed_in_client(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Only a signed-in client."""
    viewer = connection.scope.get("user")
    if viewer is None or viewer.is_staff:
        raise NotAuthorizedException


async def signed_in_staff(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Only signed-in staff."""
    viewer = connection.scope.get("user")
    if viewer is None or not viewer.is_staff:
        raise NotAuthorizedException
