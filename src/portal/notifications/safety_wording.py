"""What mails say that are about the safety of an account: what happened, in a title and a sentence."""

from portal.i18n import gettext as _
from portal.outbox.events import EventKind


def happened(kind: EventKind) -> tuple[str, str]:
    """The title of the mail and what happened to the account, in the language in force."""
    match kind:
        case EventKind.NEW_DEVICE:
            return _("Somebody signed in to your account"), _("Your account was used on a device that we did not know.")
        case EventKind.EMAIL_IN_USE:
            return _("Somebody wanted to use your e-mail address"), _(
                "Somebody wanted to use this e-mail address for another account at the client portal. "
                "That is not possible: the address is yours. Nothing has changed."
            )
        case EventKind.FACTOR_ADDED:
            return _("Two-step verification was set up"), _(
                "A way to sign in was added to two-step verification of your account just now."
            )
        case EventKind.FACTOR_REMOVED:
            return _("A part of two-step verification was turned off"), _(
                "A way to sign in was taken from two-step verification of your account just now."
            )
        case EventKind.FACTORS_RESET:
            return _("Our office reset your two-step verification"), _(
                "Our office turned two-step verification of your account off, after making sure who asked for it."
            )
        case EventKind.RECOVERY_CODE_USED:
            return _("Your recovery code was used"), _(
                "Somebody signed in to your account with your recovery code just now. You got a new code then."
            )
        case EventKind.RECOVERY_CODE_MADE:
            return _("You have a new recovery code"), _(
                "A new recovery code was made for your account just now. The earlier one does not work any more."
            )
        case EventKind.CODES_GUESSED:
            return _("Somebody may be trying to get in to your account"), _(
                "Your password was right, but wrong codes were entered after it, many times in a row."
            )
        case _:
            return _("Your password was changed"), _(
                "The password of your account at the client portal was changed just now."
            )
