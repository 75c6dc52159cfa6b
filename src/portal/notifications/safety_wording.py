"""What mails say that are about the safety of an account: what happened, in a title and a sentence."""

from portal.i18n import gettext, mark
from portal.outbox.events import EventKind

HAPPENED = {
    EventKind.NEW_DEVICE: (
        mark("Somebody signed in to your account"),
        mark("Your account was used on a device that we did not know."),
    ),
    EventKind.EMAIL_IN_USE: (
        mark("Somebody wanted to use your e-mail address"),
        mark(
            "Somebody wanted to use this e-mail address for another account at the client portal. "
            "That is not possible: the address is yours. Nothing has changed."
        ),
    ),
    EventKind.FACTOR_ADDED: (
        mark("Two-step verification was set up"),
        mark("A way to sign in was added to two-step verification of your account just now."),
    ),
    EventKind.FACTOR_REMOVED: (
        mark("A part of two-step verification was turned off"),
        mark("A way to sign in was taken from two-step verification of your account just now."),
    ),
    EventKind.FACTORS_RESET: (
        mark("Our office reset your two-step verification"),
        mark("Our office turned two-step verification of your account off, after making sure who asked for it."),
    ),
    EventKind.RECOVERY_CODE_USED: (
        mark("Your recovery code was used"),
        mark("Somebody signed in to your account with your recovery code just now. You got a new code then."),
    ),
    EventKind.RECOVERY_CODE_MADE: (
        mark("You have a new recovery code"),
        mark("A new recovery code was made for your account just now. The earlier one does not work any more."),
    ),
    EventKind.NUMBER_CHANGED: (
        mark("Your number for codes was changed"),
        mark("Codes by text message for your account go to another number from now on. The earlier one gets no more."),
    ),
    EventKind.CODES_GUESSED: (
        mark("Somebody may be trying to get in to your account"),
        mark("Your password was right, but wrong codes were entered after it, many times in a row."),
    ),
    EventKind.SIGN_INS_REFUSED: (
        mark("Somebody may be guessing your password"),
        mark("A wrong password was entered for your account, many times in a row."),
    ),
    EventKind.SECOND_STEP_LEFT: (
        mark("Somebody entered your password"),
        mark(
            "Your password was entered on a device that we did not know. The second step was not finished, so nobody "
            "got in that way. But whoever it was knows your password."
        ),
    ),
    EventKind.PASSWORD_CHANGED: (
        mark("Your password was changed"),
        mark("The password of your account at the client portal was changed just now."),
    ),
}


def happened(kind: EventKind) -> tuple[str, str]:
    """The title of the mail and what happened to the account, in the language in force."""
    title, sentence = HAPPENED[kind]
    return gettext(title), gettext(sentence)
