"""Whether something that a person was to be told about is still news when the mail is about to go."""

from portal import database
from portal.dossiers.queries import ANSWERING, DOCUMENT
from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent

UNSEEN = DOCUMENT + " AND doc.id = {} AND seen.id IS NULL"
REQUEST = """
    SELECT r.state FROM questionnaire_response r ANSWERING WHERE r.id = {} AND r.state = {}
    UNION ALL
    SELECT r.state FROM upload_request r ANSWERING WHERE r.id = {} AND r.state = {}
""".replace("ANSWERING", ANSWERING)
OF_COMPANY = "SELECT 1 FROM dossier_access WHERE dossier = {} AND account = {} AND organisation IS NOT NULL"


async def is_still_news(event: OutboxEvent) -> bool:
    """Whether the document is unopened, or the request open; of a withdrawn one, whether it still is withdrawn."""
    match event.kind:
        case EventKind.INVITATION | EventKind.EMAIL_CHANGE | EventKind.EMAIL_CHANGED | EventKind.CORRECTION_ASKED:
            return True
        case EventKind.DOCUMENT_PUBLISHED | EventKind.LETTER_PUBLISHED:
            return bool(await database.query(UNSEEN, event.account, True, event.item))
        case EventKind.REQUEST_WITHDRAWN:
            state = "withdrawn"
        case _:
            state = "open"
    return bool(await database.query(REQUEST, *(event.account, event.item, state) * 2))


async def path_of(event: OutboxEvent) -> str:
    """Where a mail leads: to the start page, or of a company to the dossier, where its reader acts for that company."""
    is_of_company = await database.query(OF_COMPANY, event.dossier, event.account) if event.dossier else []
    return f"/dossiers/{event.dossier}" if is_of_company else "/"
