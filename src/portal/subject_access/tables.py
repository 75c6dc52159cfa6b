"""What clients say of the data that the office has of them."""

from piccolo.columns import UUID, Bytea, ForeignKey, OnDelete, Timestamptz
from piccolo.table import Table

from portal.accounts.tables import Account


class Correction(Table, tablename="correction"):
    """That a client says what is not right about their details, for the office to settle (GDPR article 16)."""

    id = UUID(primary_key=True)
    account = ForeignKey(Account, null=False, index=True)
    text = Bytea(help_text="encrypted")
    sent_at = Timestamptz()
    settled_at = Timestamptz(null=True, default=None, index=True)
    settled_by = ForeignKey(Account, on_delete=OnDelete.restrict)
