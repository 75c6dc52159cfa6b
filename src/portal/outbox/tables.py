"""What people are still to be told."""

from piccolo.columns import UUID, Integer, Timestamptz, Varchar
from piccolo.table import Table


class OutboxEvent(Table, tablename="outbox_event"):
    """Something to tell one person about; the mail is composed when it is sent, in that person's language."""

    id = UUID(primary_key=True)
    account = UUID(index=True)
    dossier = UUID(null=True, default=None)
    kind = Varchar(40)
    item = UUID(null=True, default=None, help_text="the document or request that the event is about")
    created_at = Timestamptz()
    due_at = Timestamptz(null=True, default=None, index=True, help_text="when to send; empty once settled")
    lease_until = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)
    message_id = Varchar(120, default="", help_text="stable over repeats; shared by the events of one mail")
    settled_at = Timestamptz(null=True, default=None)
    outcome = Varchar(20, default="", help_text="sent, dropped, refused or given up")
    once = Varchar(80, null=True, default=None, unique=True, help_text="of what may be told one single time")
