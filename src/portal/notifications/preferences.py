"""Which news a person wants by e-mail."""

from collections.abc import Sequence

from portal.accounts.tables import Account
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent

REQUESTS = frozenset({EventKind.QUESTIONNAIRE_REQUESTED, EventKind.QUESTIONNAIRE_SENT_BACK, EventKind.UPLOAD_REQUESTED})


def is_told_of(kind: EventKind, account: Account) -> bool:
    """Whether a person wants this kind of news.

    What somebody at the office chose to send cannot be switched off: reminders by hand, withdrawals and invitations.
    """
    match kind:
        case EventKind.DOCUMENT_PUBLISHED | EventKind.LETTER_PUBLISHED:
            return account.is_told_of_documents
        case EventKind.QUESTIONNAIRE_REQUESTED | EventKind.QUESTIONNAIRE_SENT_BACK:
            return account.is_told_of_questionnaires
        case EventKind.UPLOAD_REQUESTED:
            return account.is_told_of_upload_requests
        case EventKind.DUE_SOON | EventKind.OVERDUE:
            return account.is_told_of_reminders
        case _:
            return True


def wanted(events: Sequence[OutboxEvent], account: Account) -> list[OutboxEvent]:
    """The events of one mail that a person wants; a request that came and went within the window is no news."""
    new = {event.item for event in events if event.kind in REQUESTS}
    return [
        event
        for event in events
        if is_told_of(EventKind(event.kind), account)
        and not (event.kind == EventKind.REQUEST_WITHDRAWN and event.item in new)
    ]
