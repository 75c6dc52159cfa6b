"""HTTP of dossiers and documents."""

from litestar.types import ControllerRouterHandler

from portal.dossiers.controllers.documents import DocumentsController
from portal.dossiers.controllers.dossiers import DossiersController

HANDLERS: list[ControllerRouterHandler] = [DossiersController, DocumentsController]
