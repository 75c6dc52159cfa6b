"""The audit log."""

from piccolo.columns import UUID, BigSerial, Text, Timestamptz, Varchar
from piccolo.table import Table


class AuditEntry(Table, tablename="audit_entry"):
    """One act: who did what to which thing. No names, answers or file contents."""

    id = BigSerial(primary_key=True)
    at = Timestamptz(index=True)
    actor = UUID(null=True, default=None, help_text="found by an index of actor, action and id")
    action = Varchar(60)
    subject = UUID(null=True, default=None, help_text="found by an index of subject, action and id")
    detail = Text(default="", help_text="ids, states and counts as JSON; never personal data")
