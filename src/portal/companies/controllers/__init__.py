"""HTTP of companies: extra accounts, and for whom somebody acts."""

from litestar.types import ControllerRouterHandler

from portal.companies.controllers.acting import ActingController
from portal.companies.controllers.colleagues import ColleaguesController
from portal.companies.controllers.members import MembersController

HANDLERS: list[ControllerRouterHandler] = [ActingController, ColleaguesController, MembersController]
