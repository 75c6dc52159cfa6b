"""HTTP of questionnaires."""

from litestar.types import ControllerRouterHandler

from portal.questionnaires.controllers.completion import CompletionController
from portal.questionnaires.controllers.pictures import PicturesController, PreviewPicturesController
from portal.questionnaires.controllers.steps import step_routers
from portal.settings import Settings


def questionnaire_handlers(settings: Settings) -> list[ControllerRouterHandler]:
    """Every route of filling in; those that take files have room for them."""
    return [*step_routers(settings), CompletionController, PicturesController, PreviewPicturesController]
