"""Whether something that a person was to be told about is still news when the mail is about to go."""

from portal import database
from portal.dossiers.queries import DOCUMENT
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent

UNSEEN = DOCUMENT + " AND doc.id = {} AND seen.id IS NULL"
REQUEST = """
    SELECT r.state FROM questionnaire_response r
    JOIN dossier_access x ON x.dossier = r.dossier AND x.account = r.addressee
    WHERE r.id = {} AND r.addressee = {} AND r.state = {}
    UNION ALL
    SELECT u.state FROM upload_request u
    JOIN dossier_access x ON x.dossier = u.dossier AND x.account = u.addressee
    WHERE u.id = {} AND u.addressee = {} AND u.state = {}
"""


async def is_still_news(event: OutboxEvent) -> bool:
    """Whether the document is unopened, or the request open; of a withdrawn one, whether it still is withdrawn."""
    match event.kind:
        case EventKind.INVITATION | EventKind.EMAIL_CHANGE | EventKind.EMAIL_CHANGED:
            return True
        case EventKind.DOCUMENT_PUBLISHED | EventKind.LETTER_PUBLISHED:
            return bool(await database.query(UNSEEN, event.account, True, event.item))
        case EventKind.REQUEST_WITHDRAWN:
            state = "withdrawn"
        case _:
            state = "open"
    return bool(await database.query(REQUEST, *(event.item, event.account, state) * 2))
