"""Every route about a person's own two-step verification, for clients and for staff."""

from litestar.types import ControllerRouterHandler

from portal.accounts.controllers.app_factor import ClientAppFactorController, StaffAppFactorController
from portal.accounts.controllers.proof import ClientProofController, StaffProofController
from portal.accounts.controllers.recovery_code import ClientRecoveryCodeController, StaffRecoveryCodeController
from portal.accounts.controllers.sms_factor import SmsCodeController, SmsNumberController
from portal.accounts.controllers.two_step import ClientTwoStepController, StaffTwoStepController


def two_step_handlers() -> list[ControllerRouterHandler]:
    """What `app` hangs in."""
    return [
        ClientTwoStepController,
        StaffTwoStepController,
        ClientAppFactorController,
        StaffAppFactorController,
        SmsNumberController,
        SmsCodeController,
        ClientRecoveryCodeController,
        StaffRecoveryCodeController,
        ClientProofController,
        StaffProofController,
    ]
