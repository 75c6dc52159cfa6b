"""The audit log."""

from piccolo.columns import UUID, BigSerial, Text, Timestamptz, Varchar
from piccolo.table import Table


class AuditEntry(Table, tablename="audit_entry"):
    """One act: who did what to which thing. No names, answers or file contents."""

    id = BigSerial(primary_key=True)
    at = Timestamptz(index=True)
    actor = UUID(null=True, default=None, index=True)
    action = Varchar(60)
    subject = UUID(null=True, default=None, index=True)
    detail = Text(default="", help_text="ids, states and counts as JSON; never personal data")
