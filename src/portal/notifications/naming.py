"""What a mail was about in a few words, for the lists of the office: kinds and counts, never what or whom."""

from collections.abc import Sequence

from portal.i18n import gettext as _
from portal.notifications.wording import counted
from portal.outbox.events import EventKind


def named(kinds: Sequence[EventKind]) -> str:
    """`2 new documents, 1 new letter`, or the kind of mail about the account; in the language in force."""
    match kinds[0]:
        case EventKind.INVITATION:
            return _("Invitation")
        case EventKind.PASSWORD_RESET:
            return _("Link for a new password")
        case kind if kind in ABOUT_DOSSIERS:
            return ", ".join(counted(kinds))
        case _:
            return _("About the safety of the account")


ABOUT_DOSSIERS = frozenset(
    {
        EventKind.DOCUMENT_PUBLISHED,
        EventKind.LETTER_PUBLISHED,
        EventKind.QUESTIONNAIRE_REQUESTED,
        EventKind.QUESTIONNAIRE_SENT_BACK,
        EventKind.UPLOAD_REQUESTED,
        EventKind.REMINDER,
        EventKind.DUE_SOON,
        EventKind.OVERDUE,
        EventKind.REQUEST_WITHDRAWN,
    }
)
