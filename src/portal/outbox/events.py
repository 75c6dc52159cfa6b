"""What people can be told about, and what becomes of it."""

from enum import StrEnum


class EventKind(StrEnum):
    """A kind of news for one person."""

    DOCUMENT_PUBLISHED = "document_published"
    LETTER_PUBLISHED = "letter_published"
    QUESTIONNAIRE_REQUESTED = "questionnaire_requested"
    QUESTIONNAIRE_SENT_BACK = "questionnaire_sent_back"
    UPLOAD_REQUESTED = "upload_requested"
    REMINDER = "reminder"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    REQUEST_WITHDRAWN = "request_withdrawn"
    INVITATION = "invitation"
    COMPANY_ACCESS = "company_access"
    PASSWORD_RESET = "password_reset"  # noqa: S105 (a kind of news)
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    NEW_DEVICE = "new_device"
    EMAIL_CHANGE = "email_change"
    EMAIL_IN_USE = "email_in_use"
    EMAIL_CHANGED = "email_changed"
    CORRECTION_ASKED = "correction_asked"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTORS_RESET = "factors_reset"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODE_MADE = "recovery_code_made"
    NUMBER_CHANGED = "number_changed"
    CODES_GUESSED = "codes_guessed"
    SIGN_INS_REFUSED = "sign_ins_refused"
    SECOND_STEP_LEFT = "second_step_left"
    SMS_SPENT = "sms_spent"


NEWS = frozenset(
    {
        EventKind.DOCUMENT_PUBLISHED,
        EventKind.LETTER_PUBLISHED,
        EventKind.QUESTIONNAIRE_REQUESTED,
        EventKind.QUESTIONNAIRE_SENT_BACK,
        EventKind.UPLOAD_REQUESTED,
    }
)
"""What is no news any more to who has just looked at the dossier."""


class Outcome(StrEnum):
    """How an event was settled."""

    SENT = "sent"
    DROPPED = "dropped"  # it was no news any more, or the person does not want to be told
    REFUSED = "refused"  # the mail server does not take mail for this address
    GIVEN_UP = "given_up"  # the mail server could not be reached for two days
