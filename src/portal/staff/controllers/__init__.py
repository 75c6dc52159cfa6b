"""HTTP of the back-office, one controller for each noun."""

from litestar import Router
from litestar.types import ControllerRouterHandler

from portal.settings import Settings
from portal.staff.controllers.client import ClientController
from portal.staff.controllers.client_details import ClientDetailsController
from portal.staff.controllers.client_reset import ClientResetController
from portal.staff.controllers.clients import ClientsController
from portal.staff.controllers.colleagues import ColleaguesController
from portal.staff.controllers.corrections import settle_corrections
from portal.staff.controllers.documents import DocumentsController
from portal.staff.controllers.dossier import DossierController
from portal.staff.controllers.dossiers import DossiersController
from portal.staff.controllers.exports import ExportsController
from portal.staff.controllers.imports import questionnaire_handlers
from portal.staff.controllers.mails import MailsController
from portal.staff.controllers.moving import MovingController
from portal.staff.controllers.office import OfficeController
from portal.staff.controllers.organisations import OrganisationsController
from portal.staff.controllers.people import PeopleController
from portal.staff.controllers.progress import ProgressController
from portal.staff.controllers.publications import PublicationsController, largest_body
from portal.staff.controllers.requests import AskingController, RequestsController
from portal.staff.controllers.responses import ResponsesController
from portal.staff.controllers.today import TodayController


def staff_handlers(settings: Settings) -> list[ControllerRouterHandler]:
    """Every route of the back-office; those that take files have room for them."""
    return [
        TodayController,
        DossiersController,
        DossierController,
        PeopleController,
        ProgressController,
        AskingController,
        RequestsController,
        MovingController,
        ResponsesController,
        ExportsController,
        DocumentsController,
        ClientsController,
        ClientController,
        ClientDetailsController,
        MailsController,
        OrganisationsController,
        ClientResetController,
        OfficeController,
        ColleaguesController,
        settle_corrections,
        *questionnaire_handlers(),
        Router(
            path="/",
            route_handlers=[PublicationsController],
            request_max_body_size=largest_body(settings),
        ),
    ]
