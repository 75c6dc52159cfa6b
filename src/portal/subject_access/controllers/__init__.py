"""HTTP of what a person may know, have and put right (GDPR articles 15, 16 and 20)."""

from litestar.types import ControllerRouterHandler

from portal.subject_access.controllers.archive import ArchiveController
from portal.subject_access.controllers.corrections import CorrectionController
from portal.subject_access.controllers.openings import OpeningsController

HANDLERS: list[ControllerRouterHandler] = [OpeningsController, ArchiveController, CorrectionController]
