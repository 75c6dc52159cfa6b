"""What people can be told about."""

from enum import StrEnum


class EventKind(StrEnum):
    """A kind of news for one person."""

    DOCUMENT_PUBLISHED = "document_published"
    QUESTIONNAIRE_REQUESTED = "questionnaire_requested"
    UPLOAD_REQUESTED = "upload_requested"
    REMINDER = "reminder"
    REQUEST_WITHDRAWN = "request_withdrawn"
    INVITATION = "invitation"
