"""Every route about getting in, and about a person's own account."""

from litestar.types import ControllerRouterHandler

from portal.accounts.controllers.addresses import AddressController, ConfirmationController, UndoController
from portal.accounts.controllers.app_factor import ClientAppFactorController, StaffAppFactorController
from portal.accounts.controllers.links import ActivationController, ResetController
from portal.accounts.controllers.passkeys import (
    ClientPasskeyController,
    ClientPasskeyProofController,
    PasskeySignInController,
    StaffPasskeyController,
    StaffPasskeyProofController,
)
from portal.accounts.controllers.passwords import ForgottenController, PasswordController
from portal.accounts.controllers.presence import presence, staff_presence
from portal.accounts.controllers.profile import ProfileController, choose_language
from portal.accounts.controllers.proof import ClientProofController, StaffProofController
from portal.accounts.controllers.recovery_code import ClientRecoveryCodeController, StaffRecoveryCodeController
from portal.accounts.controllers.second_step import SecondStepController
from portal.accounts.controllers.sessions import SessionsController, all_sign_ins
from portal.accounts.controllers.sign_in import SignInController
from portal.accounts.controllers.sms_codes import SmsCodesController
from portal.accounts.controllers.sms_factor import SmsCodeController, SmsNumberController
from portal.accounts.controllers.sms_proof import SmsProofController
from portal.accounts.controllers.two_step import ClientTwoStepController, StaffTwoStepController

GETTING_IN: list[ControllerRouterHandler] = [
    SignInController,
    SecondStepController,
    PasskeySignInController,
    SmsCodesController,
    ActivationController,
    ResetController,
    ForgottenController,
    ConfirmationController,
    UndoController,
]
OWN_ACCOUNT: list[ControllerRouterHandler] = [
    ProfileController,
    choose_language,
    PasswordController,
    AddressController,
    SessionsController,
    all_sign_ins,
    presence,
    staff_presence,
]
TWO_STEP_VERIFICATION: list[ControllerRouterHandler] = [
    ClientTwoStepController,
    StaffTwoStepController,
    ClientAppFactorController,
    StaffAppFactorController,
    ClientPasskeyController,
    StaffPasskeyController,
    SmsNumberController,
    SmsCodeController,
    ClientRecoveryCodeController,
    StaffRecoveryCodeController,
    ClientProofController,
    SmsProofController,
    StaffProofController,
    ClientPasskeyProofController,
    StaffPasskeyProofController,
]
HANDLERS = [*GETTING_IN, *OWN_ACCOUNT, *TWO_STEP_VERIFICATION]
