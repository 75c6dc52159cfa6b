"""HTTP of upload requests."""

from litestar.types import ControllerRouterHandler

from portal.settings import Settings
from portal.uploads.controllers.files import upload_routers
from portal.uploads.controllers.requests import UploadRequestController


def upload_handlers(settings: Settings) -> list[ControllerRouterHandler]:
    """Every route of upload requests; those that take files have room for them."""
    return [UploadRequestController, *upload_routers(settings)]
